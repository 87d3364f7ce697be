"""JSON values as TOML text that is exact, easy to read, and safe to print.

TOML has no null, integers of 64 bits only, and no lone surrogate: such a value is written as
`{ json = "null" }`, a file as `{ path = "…" }`. An object that looks like one of these forms itself
is written as `{ value = { … } }`.

tomlkit, which writes TOML too, escapes neither DEL nor C1 nor bidi controls (security.md P5). Its
items can be made by hand with their text as it is to be written, but that text, the keys and the
forms of what TOML lacks would still be made here: what it would write are commas and brackets, and
a list of 2,000 objects took it 2.9 s in place of 0.13 s.
"""

import json
import re
from collections.abc import Mapping

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput, files_in
from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import UNSAFE

# Columns from which on a list is written with an item a line.
WIDTH = 100
MAX_DEPTH = 200
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# In a text of several lines, three quotes would end it, and so would one at its very end.
_QUOTE_OR_BREAK, _QUOTE_BEFORE_ANOTHER = r'["\n]', r'"(?="|\Z)'
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_INTEGER = 2**63 - 1
# The keys of the objects that are not plain ones.
FORMS = (
    frozenset({"path"}),
    frozenset({"path", "folder"}),
    frozenset({"json"}),
    frozenset({"value"}),
    frozenset({"variable"}),
    frozenset({"from"}),
    frozenset({"from", "output"}),
    frozenset({"from", "path"}),
    frozenset({"from", "output", "path"}),
)


def toml_string(text: str, *, is_multiline: bool = False) -> str:
    """Return `text` as a TOML string, with escapes for what a terminal must not get.

    is_multiline: a text of several lines is written in as many. Raises BadValue for a surrogate.
    """
    if _SURROGATE.search(text):
        raise BadValue("half a character stands in it, which a TOML file cannot hold")
    if not is_multiline or "\n" not in text:
        return f'"{_escaped(text, _QUOTE_OR_BREAK)}"'
    return f'"""\n{_escaped(text, _QUOTE_BEFORE_ANOTHER)}"""'


def _escaped(text: str, pattern: str) -> str:
    """Escape backslashes, unsafe characters, and what else `pattern` fits."""
    return re.sub(rf"[\\\t]|{pattern}|{UNSAFE}", _escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def toml_text(text: str) -> str:
    """Return any text as TOML; one of several lines in as many."""
    if _SURROGATE.search(text):
        return _write_json(text)
    return toml_string(text, is_multiline=True)


def toml_key(text: str) -> str:
    """Return a key, in quotes where it is not plain. Raises BadValue for a lone surrogate."""
    return text if _BARE_KEY.fullmatch(text) else toml_string(text)


def toml_value(value: Json, depth: int = 0) -> str:
    """Return a JSON value, in which files may stand, as TOML in one line; a long list in several.

    Raises BadValue for one that is nested too deep.
    """
    if depth > MAX_DEPTH:
        raise BadValue("a value is nested too deep for a recording file")
    if isinstance(value, FileInput):
        return _write_file(value)
    if isinstance(value, Mapping):
        return _write_object(value, depth)
    if isinstance(value, (list, tuple)):
        return _write_list([toml_value(each, depth + 1) for each in value], depth)
    return _write_scalar(value)


def _write_scalar(value: Json) -> str:
    if isinstance(value, str) and not _SURROGATE.search(value):
        return toml_string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) <= _MAX_INTEGER:
        return str(value)
    if isinstance(value, float):
        return repr(value)  # also nan, inf and -inf, as TOML has them
    return _write_json(value)


def _write_file(file: FileInput) -> str:
    folder = f", folder = {toml_string(file.folder)}" if file.folder else ""
    return f"{{ path = {toml_string(file.path)}{folder} }}"


def _write_json(value: Json) -> str:
    return f"{{ json = {toml_string(json.dumps(value))} }}"


def _write_object(value: Mapping[str, Json], depth: int) -> str:
    if not value:
        return "{}"
    if any(_SURROGATE.search(key) for key in value):
        if files_in(value):
            raise BadValue("a file stands below a key that TOML cannot hold")
        return _write_json(value)
    items = [f"{toml_key(key)} = {toml_value(each, depth + 1)}" for key, each in value.items()]
    text = f"{{ {', '.join(items)} }}"
    return f"{{ value = {text} }}" if frozenset(value) in FORMS else text


def _write_list(items: list[str], depth: int) -> str:
    text = f"[{', '.join(items)}]"
    # Within an object there may be no line break, and within a list one would be hard to read.
    if depth or len(text) < WIDTH:
        return text
    return "[\n" + "".join(f"    {each},\n" for each in items) + "]"
