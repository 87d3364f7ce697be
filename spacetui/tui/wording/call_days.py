"""Calls in a list: the day above them, the time before them, and how they ended."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from spacetui.model.run import Status
from spacetui.text.format import day_text, duration_text, moment_of, today

# What a call that gave no result is called.
_OUTCOMES = {
    Status.FAILED: "failed",
    Status.CANCELLED: "stopped",
    Status.INTERRUPTED: "interrupted",
}


def day_headings(times: Sequence[float]) -> dict[int, Content]:
    """Return a heading above the first call of each day, by the index of its row.

    times: when the calls were made, in seconds since the epoch.
    """
    headings: dict[int, Content] = {}
    before = None
    for index, seconds in enumerate(times):
        day = moment_of(seconds).date()
        if day != before:
            headings[index] = Content.styled(day_text(day, today()), "$muted")
        before = day
    return headings


def outcome_text(status: Status, duration: float) -> str:
    """Return how a call ended in a word, or how long it took. duration: in seconds."""
    if status.is_live:
        return "running"
    return _OUTCOMES.get(status, duration_text(duration))
