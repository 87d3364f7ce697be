"""Texts and layouts that several views share: a value as JSON, paragraphs, and muted notes."""

import json

from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.view_body import Layout
from spacetui.tui.widgets.safe_content import text_content

# Characters of the Python form of a value that cannot be written as JSON.
MAX_REPR = 1_000


def as_json(value: Json, indent: int | None = 2) -> str:
    """Return a value as JSON text, whole."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    except (ValueError, RecursionError, TypeError):
        return visible_line(repr(value), MAX_REPR)


def muted(text: str) -> Content:
    """Return a line of our own about what is shown."""
    return Content.styled(text, "$muted")


def cut_note(is_cut: bool) -> list[Content]:
    """Return the line that says that a copy has more than is shown, if it has."""
    if is_cut:
        return [muted("cut; y copies all of it")]
    return []


def paragraph(text: str, style: str = "") -> Layout:
    """Lay out a text as wrapped lines."""
    content = text_content(text, style=style)
    return lambda width: content.wrap(max(1, width))
