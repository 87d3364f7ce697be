"""Untrusted text as Content: made visible, never read as markup, always cut (security.md P5, P6).

Where a widget wants a `str` that it does not parse as markup (a placeholder, a part of
Content.assemble), use `visible_line` of text/terminal_escapes instead. Text editors use
`mask_unsafe`, because the cursor must stay true.
"""

from textual.content import Content

from spacetui.text.terminal_escapes import make_visible, mask_controls, visible_line
from spacetui.tui.widgets.glyphs import glyphs

# Characters. More than fits on a screen; outputs/textbox.py shows longer text.
MAX_TEXT = 4000
MAX_LINE = 200

# What an editor draws for an unsafe character: one cell, as the character itself counts.
STAND_IN = "�"


def text_content(text: str, limit: int = MAX_TEXT, style: str = "") -> Content:
    """Return at most `limit` characters of `text` as Content; newlines stay."""
    shown = make_visible(text[:limit])
    if len(text) > limit:
        shown = shown[: limit - 1] + glyphs().cut
    return Content.styled(shown, style)


def line_content(text: str, limit: int = MAX_LINE, style: str = "") -> Content:
    """Return at most `limit` characters of `text` as Content of one line."""
    return Content.styled(visible_line(text, limit), style)


def mask_unsafe(text: str) -> str:
    """Return `text` with each unsafe character replaced by one cell: same length, same indices."""
    return mask_controls(text, STAND_IN).replace("\n", STAND_IN)
