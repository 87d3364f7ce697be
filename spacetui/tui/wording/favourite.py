"""What the status bar says when a Space is marked as a favourite, or not any more."""

from __future__ import annotations

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine


def favourite_line(name: str, *, is_kept: bool, is_stored: bool) -> StatusLine:
    """Say that a Space is kept. is_stored: it will be so at the next start too."""
    shown = visible_line(name, 60)
    if not is_kept:
        return StatusLine(glyphs().idle, "$muted", shown, "is no favourite any more")
    until = "first on the first page" if is_stored else "until you quit, since no history is kept"
    return StatusLine(glyphs().kept, "$accent", f"{shown} is kept", until)
