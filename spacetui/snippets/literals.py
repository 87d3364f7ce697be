"""Values as literals: layout shared by the languages, text escaped so that it is exact and safe to paste.

What a language writes for a scalar or a key is in its own module; here is what all of them share.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacetui.errors import BadValue
from spacetui.model.file_data import FILE_DATA
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json

# A line of code is laid out to stay within this many columns where it can.
WIDTH = 88
INDENT = 4
# Beyond this a value is refused: writing it takes three calls a level, of the thousand that Python allows.
MAX_DEPTH = 220

# What never stands raw in code (security.md P5): C0, DEL, C1, bidi controls, separators, interlinear and tag
# characters, lone surrogates; also the invisible ones that would make two different texts look the same.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class Code(str):
    """A piece that is code of the language around the literal, the shell's around JSON: not to be quoted."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Syntax:
    """How one language writes values.

    scalar: null, true, 1, "text". key: an object's key with its colon. special: the pieces for a value
    that is no plain JSON (a file to upload), or None for the rest. trailing: a comma after the last of many
    lines. airy: blanks inside the braces of one line.
    """

    scalar: Callable[[Json], str]
    key: Callable[[str], str]
    special: Callable[[Json], list[str] | None]
    trailing: bool = True
    airy: bool = False
    indent: int = INDENT


def literal_pieces(value: Json, syntax: Syntax, depth: int = 0, taken: int = 0) -> list[str]:
    """Give the literal of `value` as pieces of text, those of Code apart.

    depth: steps of indent of the line it starts on; taken: columns in use there.
    Raises BadValue for what is nested too deep.
    """
    if depth > MAX_DEPTH:
        raise BadValue(f"nested deeper than {MAX_DEPTH}")
    special = syntax.special(value)
    if special is not None:
        return special
    if isinstance(value, Mapping):
        items = [([syntax.key(str(key)) + " "], each) for key, each in value.items()]
        return _bracket("{}", items, syntax, depth, taken)
    if isinstance(value, (list, tuple)):
        return _bracket("[]", [([], each) for each in value], syntax, depth, taken)
    return [syntax.scalar(value)]


def _bracket(
    brackets: str, items: Sequence[tuple[list[str], Json]], syntax: Syntax, depth: int, taken: int
) -> list[str]:
    opening, closing = brackets[:1], brackets[1:]
    rows = [
        [
            *head,
            *literal_pieces(
                each, syntax, depth + 1, (depth + 1) * syntax.indent + sum(map(len, head))
            ),
        ]
        for head, each in items
    ]
    space = [" "] if syntax.airy and opening == "{" and rows else []
    flat = [piece for n, row in enumerate(rows) for piece in ([", "] if n else []) + row]
    flat = [opening, *space, *flat, *space, closing]
    if taken + sum(map(len, flat)) <= WIDTH and not any("\n" in piece for piece in flat):
        return flat
    margin = "\n" + " " * (syntax.indent * (depth + 1))
    last = "," if syntax.trailing else ""
    laid = [opening]
    for n, row in enumerate(rows):
        laid += [margin, *row, "," if n + 1 < len(rows) else last]
    return [*laid, "\n" + " " * (syntax.indent * depth), closing]


def write_literal(value: Json, syntax: Syntax, depth: int = 0, taken: int = 0) -> str:
    """Give the literal of `value` as one text."""
    return "".join(literal_pieces(value, syntax, depth, taken))


def quote_json(text: str) -> str:
    """Quote text as JSON does, non-ASCII readable, every unsafe character as \\uXXXX."""
    return UNSAFE.sub(_json_escape, json.dumps(text, ensure_ascii=False))


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if match[0] != "\x7f" else "\\u007f"


def write_json_scalar(value: Json) -> str:
    """Write null, a boolean, a number or a text as JSON; what is no JSON number becomes null."""
    if isinstance(value, str):
        return quote_json(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    return json.dumps(value)


def contains_file(value: Json) -> bool:
    """Say whether a file stands anywhere in `value`: one to upload, or a FileData."""
    return any(isinstance(each, FileInput) or each == FILE_DATA for each in iter_leaves(value))


def comment_text(text: str, limit: int = 60) -> str:
    """Make a stranger's text fit for a one-line comment in any of the languages."""
    line = " ".join(UNSAFE.sub(" ", text[: limit * 4]).split()).replace("*/", "* /")
    return line if len(line) <= limit else line[: limit - 1] + "…"


def nesting_depth(value: Json) -> int:
    """Give how deep the brackets of `value` are nested; counted without recursion, to MAX_DEPTH + 1."""
    level, layer = -1, [value]
    while layer and level <= MAX_DEPTH:
        level += 1
        layer = [
            child
            for each in layer
            if isinstance(each, (Mapping, list, tuple))
            for child in (each.values() if isinstance(each, Mapping) else each)
        ]
    return level


def contains_non_finite(value: Json) -> bool:
    """Say whether a NaN or an infinity stands anywhere in `value`."""
    return any(isinstance(each, float) and not math.isfinite(each) for each in iter_leaves(value))


def iter_leaves(value: Json) -> Iterator[Json]:
    """Walk over everything in `value` that is neither object nor list."""
    stack = [value]
    while stack:
        each = stack.pop()
        if isinstance(each, Mapping):
            stack.extend(each.values())
        elif isinstance(each, (list, tuple)):
            stack.extend(each)
        else:
            yield each
