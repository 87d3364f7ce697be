"""Layouts that several views share: JSON with its files listed, paragraphs, and muted notes."""

import json
from collections.abc import Mapping
from itertools import islice

from textual.content import Content

from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.view_body import Layout
from spacetui.tui.widgets.code_lines import wrap_code
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line_content, text_content

# How much of a JSON value is drawn; a copy has all of it.
MAX_CHARACTERS = 18_000
MAX_LINES = 300
MAX_IN_STRING = 2_000
MAX_IN_KEY = 200
MAX_IN_LIST = 200
MAX_DEPTH = 40
MAX_FILES = 20
# Characters of the Python form of a value that cannot be written as JSON.
MAX_REPR = 1_000


def as_json(value: Json, indent: int | None = 2) -> str:
    """Return a value as JSON text, whole."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    except (ValueError, RecursionError, TypeError):
        return visible_line(repr(value), MAX_REPR)


def json_lines(value: Json) -> Layout:
    """Lay out any value as coloured JSON, then list the files in it; a note says if it is cut."""
    # Pygments is not for the first frame.
    from spacetui.tui.widgets.code_highlighting import highlight_code

    shortener = _Shortener()
    text = _start_of_json(shortener.shorten(value))
    lines = text[:MAX_CHARACTERS].split("\n")
    is_cut = shortener.is_cut or len(text) > MAX_CHARACTERS or len(lines) > MAX_LINES
    code = highlight_code("\n".join(lines[:MAX_LINES]), "json")
    after = cut_note(is_cut)
    for file in files_within(value)[:MAX_FILES]:
        name = line_content(name_of(file) or "file")
        after.append(Content.assemble((f"{glyphs().dot} ", "$muted"), name))
    return lambda width: [*wrap_code(code, width), *after]


def _start_of_json(value: Json) -> str:
    """Return the first MAX_CHARACTERS of a value as JSON, or a little more."""
    # Encoded piece by piece, so that a value of 30 MB costs no more than the part that is shown.
    pieces = json.JSONEncoder(ensure_ascii=False, indent=2, default=str).iterencode(value)
    try:
        return "".join(islice(pieces, MAX_CHARACTERS))
    except (ValueError, RecursionError, TypeError):
        return visible_line(repr(value), MAX_REPR)


class _Shortener:
    """Cuts a value to the parts that are drawn; is_cut: something was left out."""

    def __init__(self) -> None:
        self.is_cut = False

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
            pairs = islice(value.items(), MAX_IN_LIST)
            return {str(key)[:MAX_IN_KEY]: self.shorten(each, depth - 1) for key, each in pairs}
        return [self.shorten(each, depth - 1) for each in islice(value, MAX_IN_LIST)]

    def _shorten_text(self, text: str) -> str:
        if len(text) <= MAX_IN_STRING:
            return text
        self.is_cut = True
        return text[:MAX_IN_STRING] + glyphs().cut


def muted(text: str) -> Content:
    """Return a line of our own about what is shown."""
    return Content.styled(text, "$muted")


def cut_note(is_cut: bool) -> list[Content]:
    """Return the line that says that a copy has more than is shown, if it has."""
    return [muted("cut; y copies all of it")] if is_cut else []


def paragraph(text: str, style: str = "") -> Layout:
    """Lay out a text as wrapped lines."""
    content = text_content(text, style=style)
    return lambda width: content.wrap(max(1, width))
