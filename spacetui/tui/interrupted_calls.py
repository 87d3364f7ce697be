"""The calls that the end of the last run cut off: told at the start, and opened by a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App

from spacetui.store.row_types import HistoryRow
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.find.page import FindPage
from spacetui.tui.keys import key_name
from spacetui.tui.open_past_call import open_past_call
from spacetui.tui.past_call import PastCall
from spacetui.tui.stored_calls import StoredCalls
from spacetui.tui.wanted_call import WantedCall
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.model.recording import Recording
    from spacetui.tui.app_state import AppState


def past_calls(recordings: Sequence[Recording]) -> list[PastCall]:
    """Return calls that were loaded from the store as calls whose forms can be opened.

    A batch goes on from the history instead.
    """
    return [PastCall(_row_of(each)) for each in recordings if each.state.batch is None]


def _row_of(recording: Recording) -> HistoryRow:
    """Return the row of the history that a call has, without its previews."""
    source, state = recording.source, recording.state
    return HistoryRow(
        recording.id,
        recording.made_at,
        source.src,
        source.title,
        recording.call.endpoint.api_name,
        state.status,
        state.duration,
        "",
        "",
    )


def interrupted_line(cut_off: Sequence[Recording]) -> StatusLine:
    """Say which calls were cut off, the newest by its name, and how it comes back."""
    newest = cut_off[0]
    line = StatusLine(glyphs().cancelled, "$warning", "interrupted")
    if (batch := newest.state.batch) is not None:
        words = f"the batch of {batch.rows_name} was cut off: {batch.count_words}"
        key = key_name("run_again")
        return line._replace(rest=visible_line(f"{words}; {key} on it in the history goes on", 200))
    source = newest.source
    words = f"{newest.call.endpoint.api_name} of {source.title or source.src}"
    if len(cut_off) > 1:
        words += f" and {count_text(len(cut_off) - 1, 'more call')}"
    line = line._replace(tail=key_name("interrupted"), tail_rest="opens its form")
    return line._replace(rest=visible_line(f"{words}, the last time", 200))


def tell_interrupted(app: App[Any], cut_off: Sequence[Recording]) -> None:
    """Say which calls were cut off: in the status bar of the find page, else in a toast."""
    page = app.screen
    if not isinstance(page, Page):
        return
    line = interrupted_line(cut_off)
    if isinstance(page, FindPage) and not page.view.status.is_opening:
        page.view.status.show_kept(line)
    else:
        app.notify(_as_text(line))
    page.refresh_frame()  # whose footer names the key


def _as_text(line: StatusLine) -> str:
    text = f"{line.head}: {line.rest}"
    if line.tail:
        return f"{text}; {line.tail} {line.tail_rest}"
    return text


async def open_next(app: App[Any], state: AppState) -> None:
    """Open the form of the newest call that was cut off, with what the call had given."""
    if not state.interrupted:
        return
    past = state.interrupted.pop(0)
    await StoredCalls(state).load(past)
    open_past_call(app, state, WantedCall(past))
