"""The literal writer: JSON values as source code, safe to paste, laid out alike in all languages.

Each language gives it functions for its scalars and keys, from its own module.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacetui.errors import BadValue
from spacetui.model.file_data import FILE_DATA
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json

# Columns. A value is spread over several lines when it would end beyond them.
WIDTH = 88
INDENT = 4
# A value that is nested deeper is refused: writing takes two Python calls a level, and Python
# allows a thousand.
MAX_DEPTH = 220

# Characters that code never contains unescaped (security.md P5): C0, DEL, C1, bidi controls,
# separators, interlinear and tag characters, lone surrogates, and invisible characters that would
# make two different texts look the same.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


class Code(str):
    """A piece of a literal that is code around it, such as a shell variable; it is not quoted."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Syntax:
    """How one language writes values.

    scalar: writes null, true, 1 or "text". key: writes an object's key with its colon.
    special: returns the pieces of a value that is not plain JSON (a file to upload), else None.
    trailing_comma: a comma follows the last item when there is one item a line.
    padded_braces: blanks stand inside the braces of an object in one line.
    """

    scalar: Callable[[Json], str]
    key: Callable[[str], str]
    special: Callable[[Json], list[str] | None]
    trailing_comma: bool = True
    padded_braces: bool = False
    indent: int = INDENT


def literal_pieces(value: Json, syntax: Syntax, depth: int = 0, column: int = 0) -> list[str]:
    """Return the literal of `value` in pieces of text; Code is always a piece of its own.

    depth: steps of indent of the line that it starts on. column: where in that line it starts.
    Raises BadValue for a value that is nested too deep.
    """
    if depth > MAX_DEPTH:
        raise BadValue(f"nested deeper than {MAX_DEPTH}")
    special = syntax.special(value)
    if special is not None:
        return special
    if isinstance(value, Mapping):
        brackets = ("{ ", " }") if syntax.padded_braces and value else ("{", "}")
        items = [(f"{syntax.key(str(key))} ", each) for key, each in value.items()]
        return _bracket(brackets, items, syntax, depth, column)
    if isinstance(value, (list, tuple)):
        return _bracket(("[", "]"), [("", each) for each in value], syntax, depth, column)
    return [syntax.scalar(value)]


def _bracket(
    brackets: tuple[str, str],
    items: Sequence[tuple[str, Json]],
    syntax: Syntax,
    depth: int,
    column: int,
) -> list[str]:
    """Write the items of an object or a list in one line if they fit, else one item a line.

    brackets: those of one line. items: each a key as it is written, or "", and a value.
    """
    opening, closing = brackets
    rows = []
    for key, value in items:
        start = (depth + 1) * syntax.indent + len(key)
        rows.append([key, *literal_pieces(value, syntax, depth + 1, start)])
    one_line = [opening, *[piece for row in rows for piece in (*row, ", ")][:-1], closing]
    fits = column + sum(map(len, one_line)) <= WIDTH
    if fits and not any("\n" in piece for piece in one_line):
        return one_line
    margin = " " * syntax.indent
    line_break = "\n" + margin * depth
    lines = [piece for row in rows for piece in (line_break + margin, *row, ",")]
    if not syntax.trailing_comma:
        del lines[-1:]
    return [opening.strip(), *lines, line_break, closing.strip()]


def write_literal(value: Json, syntax: Syntax, depth: int = 0, column: int = 0) -> str:
    """Return the literal of `value` as one text; the arguments are those of literal_pieces."""
    return "".join(literal_pieces(value, syntax, depth, column))


def quote_json(text: str) -> str:
    """Quote text as JSON does: non-ASCII stays readable, an unsafe character becomes \\uXXXX."""
    return UNSAFE.sub(_json_escape, json.dumps(text, ensure_ascii=False))


def _json_escape(match: re.Match[str]) -> str:
    if match[0] == "\x7f":  # ASCII, so json.dumps leaves it as it is
        return "\\u007f"
    return json.dumps(match[0])[1:-1]


def write_json_scalar(value: Json) -> str:
    """Write null, a boolean, a number or a text as JSON; NaN and infinities become null."""
    if isinstance(value, str):
        return quote_json(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    return json.dumps(value)


def comment_text(text: str, limit: int = 60) -> str:
    """Return untrusted text as one line that is safe in a comment of any of the languages."""
    line = " ".join(UNSAFE.sub(" ", text[: limit * 4]).split()).replace("*/", "* /")
    if len(line) > limit:
        line = f"{line[: limit - 1]}…"
    return line


def contains_file(value: Json) -> bool:
    """Return whether a file stands anywhere in `value`: one to upload, or a FileData."""
    return any(isinstance(leaf, FileInput) or leaf == FILE_DATA for leaf in iter_leaves(value))


def contains_non_finite(value: Json) -> bool:
    """Return whether a NaN or an infinity stands anywhere in `value`."""
    return any(isinstance(leaf, float) and not math.isfinite(leaf) for leaf in iter_leaves(value))


def iter_leaves(value: Json) -> Iterator[Json]:
    """Yield everything in `value` that is neither object nor list, in no particular order."""
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, (Mapping, list, tuple)):
            stack.extend(_children(part))
        else:
            yield part


def nesting_depth(value: Json) -> int:
    """Return how deep the brackets of `value` are nested, counted without recursion.

    Counting ends at MAX_DEPTH + 1.
    """
    depth, layer = -1, [value]
    while layer and depth <= MAX_DEPTH:
        depth += 1
        layer = [child for part in layer for child in _children(part)]
    return depth


def _children(value: Json) -> Iterable[Json]:
    """Return the values directly in an object or a list; none for any other value."""
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, (list, tuple)):
        return value
    return ()
