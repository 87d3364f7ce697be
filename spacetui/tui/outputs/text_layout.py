"""Texts and layouts that several views share: a value as JSON, paragraphs, and muted notes."""

import json

from textual.content import Content

from spacetui.model.json_writer import large_json_text
from spacetui.model.schema import Json
from spacetui.model.value_size import is_longer_as_json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import key_name
from spacetui.tui.outputs.view_body import Layout
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import text_content

# Characters of the Python form of a value that cannot be written as JSON.
MAX_REPR = 1_000
# Characters of JSON that are written in one step, in a few milliseconds.
AT_ONCE = 20_000


def as_json(value: Json) -> str:
    """Return a value as JSON text, whole. Not for the event loop where the value may be large."""
    try:
        if is_longer_as_json(value, AT_ONCE):
            return large_json_text(value)
        return json.dumps(value, ensure_ascii=False, indent=2, default=str)
    except (ValueError, RecursionError, TypeError):
        return visible_line(repr(value), MAX_REPR)


def muted(text: str) -> Content:
    """Return a line of our own about what is shown."""
    return Content.styled(text, "$muted")


def more_text(hidden: str) -> str:
    """Return what a view says below a value that it cuts, with the key that shows all of it.

    hidden: what is not shown, `300 lines`; empty where that is not counted.
    """
    return f"{glyphs().cut} {f'{hidden} ' if hidden else ''}more; {key_name('page')} shows all"


def cut_note(is_cut: bool, hidden: str = "") -> list[Content]:
    """Return the line of `more_text` if something is cut."""
    return [muted(more_text(hidden))] if is_cut else []


def paragraph(text: str, style: str = "") -> Layout:
    """Lay out a text as wrapped lines."""
    content = text_content(text, style=style)
    return lambda width: content.wrap(max(1, width))
