"""Layouts that several views share: JSON with its files listed, sentences, and the note for what is cut."""

import json
from collections.abc import Mapping, Sequence
from itertools import islice

from textual.content import Content

from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json
from spacetui.tui.outputs.content_lines import Layout
from spacetui.tui.widgets.code_highlighting import highlight_code, wrap_code
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line, one_line, plain

# What is drawn of a JSON value; a copy has all of it.
MOST_CHARACTERS = 18_000
MOST_LINES = 300
MOST_IN_STRING = 2_000
MOST_IN_LIST = 200
MOST_DEEP = 40
MOST_FILES = 20


def as_json(value: Json, indent: int | None = 2) -> str:
    """Give a value as JSON text, whole."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    except (ValueError, RecursionError, TypeError):
        return line(repr(value), 1000)


def json_lines(value: Json) -> Layout:
    """Lay out any value as coloured JSON, cut with a note where it is long; files in it are listed after it."""
    shown, is_cut = _shortened(value, MOST_DEEP)
    # Written piece by piece, so that a value of 30 MB costs no more than what is seen of it.
    try:
        pieces = json.JSONEncoder(ensure_ascii=False, indent=2, default=str).iterencode(shown)
        text = "".join(islice(pieces, MOST_CHARACTERS))
    except (ValueError, RecursionError, TypeError):
        text = line(repr(shown), 1000)
    rows = text[:MOST_CHARACTERS].split("\n")
    if len(rows) > MOST_LINES or len(text) > MOST_CHARACTERS:
        is_cut = True
        rows = rows[:MOST_LINES]
    colours = highlight_code("\n".join(rows), "json")
    after: list[Content] = []
    if is_cut:
        after.append(note("cut; y copies all of it"))
    files = files_within(value) if isinstance(value, (Mapping, list)) else []
    for each in files[:MOST_FILES]:
        after.append(
            Content.assemble((f"{glyphs().dot} ", "$muted"), one_line(name_of(each) or "file"))
        )
    return lambda width: [*wrap_code(colours, width), *after]


def _shortened(value: Json, depth: int) -> tuple[Json, bool]:
    if isinstance(value, str) and len(value) > MOST_IN_STRING:
        return value[:MOST_IN_STRING] + glyphs().cut, True
    if depth <= 0 and isinstance(value, (Mapping, list, tuple)):
        return glyphs().cut, True
    if isinstance(value, Mapping):
        pairs = {
            str(k)[:200]: _shortened(v, depth - 1) for k, v in islice(value.items(), MOST_IN_LIST)
        }
        is_cut = len(value) > MOST_IN_LIST or any(cut for _, cut in pairs.values())
        return {k: v for k, (v, _) in pairs.items()}, is_cut
    if isinstance(value, (list, tuple)):
        items = [_shortened(each, depth - 1) for each in islice(value, MOST_IN_LIST)]
        return [v for v, _ in items], len(value) > MOST_IN_LIST or any(cut for _, cut in items)
    return value, False


def note(text: str) -> Content:
    """Give a line of ours about what is shown, muted."""
    return Content.styled(text, "$muted")


def sentence(text: str, style: str = "") -> Layout:
    """Lay out a text as a wrapped paragraph."""
    content = plain(text, style=style)
    return lambda width: wrapped(content, width)


def wrapped(content: Content, width: int) -> Sequence[Content]:
    """Wrap a Content of moderate length to lines."""
    return content.wrap(max(1, width))
