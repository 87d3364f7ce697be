"""CallView: the call under the cursor, loaded from the store and shown; one at a time."""

from __future__ import annotations

from asyncio import sleep as pause
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from spacetui.errors import DownloadFailed
from spacetui.model.file_data import name_of
from spacetui.tui.history.call_inputs import inputs_content
from spacetui.tui.past_call import PastCall
from spacetui.tui.stored_calls import StoredCalls, find_copy
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.text_update import update_text

if TYPE_CHECKING:
    from spacetui.model.schema import Json
    from spacetui.store.row_types import HistoryRow
    from spacetui.tui.app_state import AppState

# Seconds for which the cursor rests on a row until its call is loaded: keys that pass by it, or
# letters of a search that changes the rows, are answered first.
REST = 0.08


class CallView:
    """Shows the inputs and outputs of a call in the result pane.

    past: the call on show.
    """

    def __init__(self, state: AppState) -> None:
        self.stored = StoredCalls(state)
        self._inputs = Static("", id="inputs")
        self.pane = ResultPane(self._fetch, above=self._inputs)
        self.past: PastCall | None = None
        self._wanted: HistoryRow | None = None
        self._is_showing = False

    def show(self, row: HistoryRow | None) -> None:
        """Show a call; of several that are asked for quickly, the last."""
        self._wanted = row
        if not self._is_showing:
            self._is_showing = True
            run_exclusive(self.pane, "call", self._show_wanted)

    async def _show_wanted(self) -> None:
        """Show what is wanted, until it is what is shown. Its widgets are built one call a time."""
        try:
            while True:
                row = await self._rested()
                past = None if row is None else PastCall(row)
                await self.stored.load(past)
                if row is self._wanted:
                    await self._show(past)
                if row is self._wanted:
                    return
        finally:
            self._is_showing = False

    async def _rested(self) -> HistoryRow | None:
        """Return the row on which the cursor has come to rest; the first one at once."""
        row = self._wanted
        while self.past is not None:
            await pause(REST)
            if row is self._wanted:
                break
            row = self._wanted
        return row

    async def _show(self, past: PastCall | None) -> None:
        before, self.past = self.past, past
        endpoint = past.call.endpoint if past is not None and past.is_loaded else None
        # Views that are made anew for each call make the keys in the list wait.
        if before is None or endpoint is None or before.call.endpoint.returns != endpoint.returns:
            await self.pane.show_endpoint(endpoint)
        self.draw()

    def draw(self) -> None:
        """Draw the call for the present width."""
        past = self.past
        if past is None or not past.is_loaded:
            update_text(self._inputs, Content(""))
            self.pane.show_call(None, "")
            return
        width = max(20, (self._inputs.content_size.width or self.pane.size.width) - 2)
        update_text(self._inputs, inputs_content(past, width))
        self.pane.show_call(past, past.when)

    async def _fetch(self, file: Mapping[str, Json]) -> Path:
        found = find_copy(self.past, file)
        if found is None:
            raise DownloadFailed(f"{name_of(file) or 'this file'} is gone")
        return found
