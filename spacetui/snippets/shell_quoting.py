"""Quoting for a POSIX shell: text, paths and JSON with variables, each as exactly one word."""

import re
import shlex
from collections.abc import Sequence
from itertools import groupby

from spacetui.snippets.literals import UNSAFE, Code

# What may stand beside variables in double quotes: no letter, and no bracket that a shell takes for
# a subscript, follows one.
_MARKS = re.compile(r"\[?[], ]*")

# Those that end and begin the quotes of a word. bash 5.2 needs a minute for 500,000 of them.
MAX_APOSTROPHES = 100
# What a script says by `note_line`.
LAST_ALONE = "only the last of the values that the app sends is printed"
NO_NAN = "JSON has no NaN and no Infinity: null stands for them"


def quote_shell_word(text: str) -> str:
    """Quote `text` as one word; a text with unsafe characters is printed by printf, in octal.

    Without its null characters, which no word of a shell can have. Line breaks at its end stand in
    quotes, since `$(…)` drops them.
    """
    text = text.replace("\0", "")
    if not UNSAFE.search(text):
        return shlex.quote(text)
    printed = text.rstrip("\n")
    errors = "surrogateescape" if _is_undecodable_name(text) else "surrogatepass"
    escaped = "".join(_printf_escape(byte) for byte in printed.encode("utf-8", errors))
    line_breaks = text[len(printed) :]
    ending = f"'{line_breaks}'" if line_breaks else ""
    return f'"$(printf {shlex.quote(escaped)})"{ending}'


def note_line(text: str) -> str:
    """Return a command that does nothing and says `text`, which has no unsafe character.

    A comment would not do: `#` begins none in an interactive zsh.
    """
    escaped = text.replace("'", "'\"'\"'")
    return f": '{escaped}'"


def _printf_escape(byte: int) -> str:
    if 0x20 <= byte <= 0x7E and chr(byte) not in "\\%":
        return chr(byte)
    return f"\\{byte:03o}"


def _is_undecodable_name(text: str) -> bool:
    """Return whether all surrogates in `text` stand for undecodable bytes of a file name."""
    return all(0xDC80 <= ord(char) <= 0xDCFF for char in text if 0xD800 <= ord(char) <= 0xDFFF)


def quote_json_pieces(pieces: Sequence[str]) -> str:
    """Quote pieces of JSON as one word; Code is a variable, such as `$name`, and stays one."""
    text = "".join(each for each in pieces if not isinstance(each, Code))
    if text.count("'") > MAX_APOSTROPHES:
        # In JSON an apostrophe stands in a text, where it may be escaped.
        pieces = [
            each if isinstance(each, Code) else each.replace("'", "\\u0027") for each in pieces
        ]
    if _MARKS.fullmatch(text) and len(text) < sum(map(len, pieces)):
        return f'"{"".join(pieces)}"'
    word = ""
    for is_code, group in groupby(pieces, lambda each: isinstance(each, Code)):
        part = "".join(group)
        word += f'"{part}"' if is_code else shlex.quote(part)
    return word


def quote_path(path: str) -> str:
    """Quote the path of a file; `~` at its start is the home folder."""
    if not path.startswith("~/"):
        return quote_shell_word(path)
    return f'"$HOME"{quote_shell_word(path[1:])}'
