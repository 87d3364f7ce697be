"""The one door for text we did not write (security.md P5, P6): controls made visible, never markup, always cut.

What is drawn by a Content goes through `plain` or `one_line`; Tree labels and DataTable cells through `cell`;
places that take a literal str through `line`; editors, where each character keeps its place, through `mirror`.
"""

from textual.content import Content

from spacetui.text.terminal import make_visible, mask_controls, visible_line
from spacetui.tui.widgets.glyphs import glyphs

# Characters. More than fits on any screen; whoever shows longer text virtualises it (outputs/textbox.py).
MAX_PLAIN = 4000
MAX_CELL = 200

# What an editor draws for each unsafe character: one cell, so that the cursor stays true.
STAND_IN = "�"


def plain(text: str, limit: int = MAX_PLAIN, style: str = "") -> Content:
    """Give `text` as Content, never read as markup, at most `limit` characters, newlines kept."""
    shown = make_visible(text[:limit])
    if len(text) > limit:
        shown = shown[: limit - 1] + glyphs().cut
    return Content.styled(shown, style) if style else Content(shown)


def one_line(text: str, limit: int = MAX_CELL, style: str = "") -> Content:
    """Give `text` as Content of one line."""
    shown = visible_line(text, limit)
    return Content.styled(shown, style) if style else Content(shown)


def line(text: str, limit: int = MAX_CELL) -> str:
    """Give `text` as one safe line; only for places that take a str literally (placeholders, titles)."""
    return visible_line(text, limit)


def mirror(text: str) -> str:
    """Give `text` with each unsafe character replaced by one visible cell: same length, same indices."""
    return mask_controls(text, STAND_IN).replace("\n", STAND_IN)
