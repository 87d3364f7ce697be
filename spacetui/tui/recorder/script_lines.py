"""What the status bar of the recorder says about the script."""

from __future__ import annotations

from collections.abc import Sequence

from spacetui.model.recording import Recording
from spacetui.text.format import count_text, duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine


def total_line(steps: Sequence[Recording]) -> StatusLine:
    """Say how many calls the script has, and how long they took."""
    if not steps:
        return StatusLine(glyphs().idle, "$muted", "nothing recorded yet")
    total = duration_text(sum(each.state.duration for each in steps))
    count = count_text(len(steps), "call")
    line = StatusLine(glyphs().done, "$success", count, "one script")
    return line._replace(tail=total, tail_rest="in all")


def dropped_line(api_name: str) -> StatusLine:
    """Say that a call of this endpoint has left the script."""
    text = f"{visible_line(api_name, 60)} is no longer in the script; what is on disk stays"
    return StatusLine(glyphs().done, "$muted", "dropped", text)


def not_written_line(error: OSError) -> StatusLine:
    """Say why the script was not written."""
    return StatusLine(glyphs().failed, "$error", "not written", visible_line(str(error), 200))


def not_opened_line() -> StatusLine:
    """Say why the form of a call is not shown."""
    text = "its app is not open now; open it in find first"
    return StatusLine(glyphs().idle, "$muted", "not opened", text)
