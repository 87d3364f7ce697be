"""What the status bar of the history page says."""

from __future__ import annotations

from spacetui.store.row_types import HistoryRow
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import key_name
from spacetui.tui.past_call import PastCall
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.call_days import outcome_text
from spacetui.tui.wording.call_status import status_style, status_symbol


def call_line(row: HistoryRow | None) -> StatusLine:
    """Say which call is under the cursor, and how it ended."""
    if row is None:
        return StatusLine(glyphs().idle, "$muted", "history")
    outcome = outcome_text(row.status, row.duration)
    symbol, style = status_symbol(row.status), status_style(row.status)
    return StatusLine(symbol, style, PastCall(row).when, _name(row), tail=outcome)


def compare_line(row: HistoryRow) -> StatusLine:
    """Say how the chosen call is compared."""
    rest = f"{key_name('compare')} on another call compares them"
    return StatusLine(glyphs().idle, "$accent", f"compare {_name(row)}", rest)


def recorded_line(row: HistoryRow, step: int, missing: int) -> StatusLine:
    """Say that a call is a step of the recorder now.

    step: from 1; 0 where it is left out. missing: the calls before it whose State it used, and
    that are no steps.
    """
    place = f"step {step} in" if step else "in"
    rest = f"{place} the recorder, which {key_name('pane_6')} shows"
    if missing:
        rest = (
            f"{place} the recorder; add {count_text(missing, 'call')} before it too, for its State"
        )
    return StatusLine(glyphs().done, "$success", _name(row), rest)


def not_sent_line() -> StatusLine:
    """Say from where an output of an earlier call is sent."""
    rest = f"open the call first ({key_name('list.choose')} in the list), then send its output"
    return StatusLine(glyphs().idle, "$muted", "not sent", rest)


def _name(row: HistoryRow) -> str:
    return f"{visible_line(row.title or row.src, 40)} {visible_line(row.api_name, 40)}"
