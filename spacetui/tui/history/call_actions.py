"""CallActions: what the keys of the history page do with a call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from spacetui.model.script import calls_before
from spacetui.tui.history.call_list import CallList
from spacetui.tui.history.call_view import CallView
from spacetui.tui.history.calls_pane import HistoryPane
from spacetui.tui.history.diff_pane import DiffPane
from spacetui.tui.history.forgotten_calls import ForgottenCalls
from spacetui.tui.history.status_lines import call_line, compare_line, recorded_line
from spacetui.tui.open_past_call import open_past_call
from spacetui.tui.past_call import PastCall
from spacetui.tui.wanted_call import WantedCall
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.store.row_types import HistoryRow
    from spacetui.tui.app_state import AppState


class CallActions:
    """Opens, compares and forgets calls."""

    def __init__(
        self,
        page: Screen[None],
        state: AppState,
        *,
        calls: HistoryPane,
        listed: CallList,
        view: CallView,
        diff: DiffPane,
        show_line: Callable[[StatusLine], None],
        on_compared: Callable[[], None],
    ) -> None:
        """page: the screen whose workers are used. listed: the rows of `calls`.

        show_line: shows a line in the status bar. on_compared: called when `diff` shows two calls.
        """
        self._page = page
        self._state = state
        self._calls = calls
        self._listed = listed
        self._view = view
        self._diff = diff
        self._show_line = show_line
        self._on_compared = on_compared
        self._forgotten = ForgottenCalls()

    def do(self, what: str, row: HistoryRow) -> None:
        """Do what a key means, by its id; `open` for enter."""
        actions: dict[str, Callable[[HistoryRow], object]] = {
            "open": self.open,
            "run_again": partial(self.open, is_run=True),
            "to_recorder": self.record,
            "compare": self.compare,
            "forget": self.forget,
            "undo": lambda row: self.undo(),
        }
        actions[what](row)

    def show_status(self) -> None:
        """Say which call is under the cursor, or which calls are to be forgotten."""
        line = self._forgotten.line if self._forgotten.ids else call_line(self._calls.row)
        self._show_line(line)

    def open(self, row: HistoryRow, *, is_run: bool = False) -> None:
        """Show a call in the form of its Space, which is opened if it is not open."""
        self._page.run_worker(self._open(row, is_run=is_run), group="open", exclusive=True)

    async def _open(self, row: HistoryRow, *, is_run: bool) -> None:
        wanted = WantedCall(await self._load(row), is_run)
        open_past_call(self._page.app, self._state, wanted)

    async def _load(self, row: HistoryRow) -> PastCall:
        past = PastCall(row)
        await self._view.stored.load(past)
        return past

    def record(self, row: HistoryRow) -> None:
        """Put a call into the recorder; see RecordedScript.add."""
        self._page.run_worker(self._record(row), group="record")

    async def _record(self, row: HistoryRow) -> None:
        past, calls = await self._load(row), self._state.calls
        calls.add_recording(past.recording)
        kept = {each.recording.id for each in calls.recorded.steps}
        before = calls_before(past.before, past.visit, past.made_at)
        missing = sum(each.id not in kept for each in before)
        self._show_line(recorded_line(row, calls.step_number(past), missing))
        self._page.refresh_bindings()  # draws the count of the recorder in the header

    def compare(self, row: HistoryRow) -> None:
        """Choose a call to compare, or compare the chosen one with this."""
        chosen, self._calls.compared = self._calls.compared, None
        if chosen is None:
            self._calls.compared = row
            self._show_line(compare_line(row))
        elif chosen.id != row.id:
            self._page.run_worker(self._compare(chosen, row), group="compare", exclusive=True)
        self._calls.redraw()

    async def _compare(self, first: HistoryRow, second: HistoryRow) -> None:
        await self._diff.show_calls(await self._load(first), await self._load(second))
        self._on_compared()

    # Forgetting: marked first, deleted when it can no longer be undone.

    def forget(self, row: HistoryRow) -> None:
        """Mark a call to be forgotten; delete one that is marked."""
        if self._forgotten.add(row):
            self._page.run_worker(self._listed.remove([row.id]), group="delete")
        self._show_forgotten()

    def undo(self) -> None:
        """Keep the call that was marked last."""
        self._forgotten.undo()
        self._show_forgotten()

    def _show_forgotten(self) -> None:
        self._calls.forgotten = tuple(self._forgotten.ids)
        self._calls.redraw()
        self.show_status()

    async def delete_forgotten(self) -> None:
        """Delete what is marked, since the user leaves."""
        ids = self._forgotten.take_all()
        self._calls.forgotten = ()
        if ids:
            await self._listed.remove(ids)
