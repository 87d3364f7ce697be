"""JSON as coloured lines, with the files in it listed: of a value that grows only what is new."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from textual.content import Content

from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.text_layout import MAX_REPR, cut_note
from spacetui.tui.outputs.view_body import Layout
from spacetui.tui.widgets.code_lines import wrap_code
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line_content

# How much of a JSON value is drawn; a copy has all of it.
MAX_CHARACTERS = 18_000
MAX_LINES = 300
MAX_IN_STRING = 2_000
MAX_IN_KEY = 200
MAX_IN_LIST = 200
MAX_DEPTH = 40
MAX_FILES = 20

_Part = TypeVar("_Part")


class JsonLayout:
    """Lays out the values of one view. A line that the value before had is taken from there."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    def lines_of(self, value: Json, *, is_growing: bool = False) -> Layout:
        """Lay out any value as coloured JSON; a note says if it is cut.

        The files in it are listed below, when it is complete.
        """
        text, is_cut = start_of_json(value)
        lines = self._coloured(text.split("\n"))
        after = cut_note(is_cut)
        after += [] if is_growing else file_lines(files_within(value))
        return lambda width: [*(row for line in lines for row in line.wrapped(width)), *after]

    def _coloured(self, texts: list[str]) -> list["_Line"]:
        """Return these lines of JSON in colours; no token of JSON goes over the end of a line."""
        before = self._lines
        new = [each for each in dict.fromkeys(texts) if each not in before]
        added = dict(zip(new, colour_json(new), strict=True))
        self._lines = {each: before.get(each) or _Line(added[each]) for each in texts}
        return [self._lines[each] for each in texts]


def file_lines(files: Sequence[Mapping[str, Json]]) -> list[Content]:
    """Return a line for each of the first files in a value."""
    names = [line_content(name_of(each) or "file") for each in files[:MAX_FILES]]
    return [Content.assemble((f"{glyphs().dot} ", "$muted"), each) for each in names]


class _Line:
    """A line of JSON, and its rows at the width for which they were asked last."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._rows: tuple[int, list[Content]] = (0, [])

    def wrapped(self, width: int) -> list[Content]:
        if self._rows[0] != width:
            self._rows = (width, wrap_code([self._content], width))
        return self._rows[1]


def colour_json(lines: list[str]) -> list[Content]:
    """Return lines of JSON in colours."""
    # Pygments is not for the first frame.
    from spacetui.tui.widgets.code_highlighting import highlight_code

    if lines:
        return highlight_code("\n".join(lines), "json")
    return []


def json_lines(value: Json) -> Layout:
    """Lay out a value that does not grow; see JsonLayout."""
    return JsonLayout().lines_of(value)


def start_of_json(value: Json) -> tuple[str, bool]:
    """Return the first lines of a value as JSON, and whether something is left out."""
    shortener = _Shortener()
    text = _encoded_start(shortener.shorten(value))
    lines = text[:MAX_CHARACTERS].split("\n")
    is_cut = shortener.is_cut or len(text) > MAX_CHARACTERS or len(lines) > MAX_LINES
    return "\n".join(lines[:MAX_LINES]), is_cut


def _encoded_start(value: Json) -> str:
    """Return as much of a value as JSON as is drawn, or a little more."""
    # Encoded piece by piece, so that a value of 30 MB costs no more than the part that is shown.
    pieces = json.JSONEncoder(ensure_ascii=False, indent=2, default=str).iterencode(value)
    start: list[str] = []
    size = lines = 0
    try:
        for piece in pieces:
            start.append(piece)
            size += len(piece)
            lines += piece.count("\n")
            if size > MAX_CHARACTERS or lines >= MAX_LINES:
                break
    except (ValueError, RecursionError, TypeError):
        return visible_line(repr(value), MAX_REPR)
    return "".join(start)


class _Shortener:
    """Cuts a value to the parts that are drawn; is_cut: something was left out."""

    def __init__(self) -> None:
        self.is_cut = False
        self._left = MAX_LINES  # each part begins a line

    def shorten(self, value: Json, depth: int = MAX_DEPTH) -> Json:
        if isinstance(value, str):
            return self._shorten_text(value)
        if not isinstance(value, (Mapping, list, tuple)):
            return value
        if depth <= 0:
            self.is_cut = True
            return glyphs().cut
        self.is_cut = self.is_cut or len(value) > MAX_IN_LIST
        if isinstance(value, Mapping):
            pairs = self._first(value.items())
            return {str(key)[:MAX_IN_KEY]: self.shorten(each, depth - 1) for key, each in pairs}
        return [self.shorten(each, depth - 1) for each in self._first(value)]

    def _first(self, parts: Iterable[_Part]) -> Iterator[_Part]:
        """Yield the first parts of a list, until as many were shortened as are drawn."""
        for each in islice(parts, MAX_IN_LIST):
            if self._left <= 0:
                self.is_cut = True
                return
            self._left -= 1
            yield each

    def _shorten_text(self, text: str) -> str:
        if len(text) <= MAX_IN_STRING:
            return text
        self.is_cut = True
        return text[:MAX_IN_STRING] + glyphs().cut
