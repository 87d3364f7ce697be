"""What the status bar of the recorder says about the script."""

from __future__ import annotations

from spacetui.model.recorded_script import RecordedScript
from spacetui.text.format import count_text, duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine


def total_line(script: RecordedScript) -> StatusLine:
    """Say how many calls the script has, and how long they took."""
    steps = script.in_script
    if not steps:
        words = "every call is recorded"
        return StatusLine(glyphs().idle, "$muted", "nothing recorded yet", words)
    total = duration_text(sum(each.recording.state.duration for each in steps))
    parts = ["one script"]
    if links := sum(len(each.links) for each in steps):
        parts.insert(0, count_text(links, "link"))
    if unused := len(script.unused):
        parts.append(f"{unused} unused")
    if waiting := sum(not each.is_made for each in steps):
        parts.append(f"{waiting} not run yet")
    line = StatusLine(glyphs().done, "$success", count_text(len(steps), "call"))
    return line._replace(rest=f" {glyphs().dot} ".join(parts), tail=total, tail_rest="in all")


def changed_line(done: str, text: str) -> StatusLine:
    """Say what was done to the script, and how to take it back. text: safe to show."""
    line = StatusLine(glyphs().done, "$muted", done, visible_line(text, 200))
    if done == "undone":
        return line
    return line._replace(tail=key_name("undo"), tail_rest="undoes it")


def nothing_line(head: str, text: str) -> StatusLine:
    """Say why nothing was done."""
    return StatusLine(glyphs().idle, "$muted", head, text)


def running_line(name: str, at: int, count: int) -> StatusLine:
    """Say which step is made again. name: safe to show."""
    words = f"step {at} of {count}" if count > 1 else name
    return StatusLine(glyphs().running, "$accent", "running", words, (at - 1) / count)


def not_run_line(head: str, text: str) -> StatusLine:
    """Say why steps were not made again. head, text: safe to show."""
    return StatusLine(glyphs().failed, "$error", head, text)


def not_written_line(error: Exception) -> StatusLine:
    """Say why the script was not written."""
    return StatusLine(glyphs().failed, "$error", "not written", visible_line(str(error), 200))


def not_opened_line() -> StatusLine:
    """Say why the form of a call is not shown."""
    return nothing_line("not opened", "its app is not open now; open it in find first")
