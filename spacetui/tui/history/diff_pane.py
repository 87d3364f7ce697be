"""The pane in which two calls of the history are compared."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult

from spacetui.tui.history.compare_calls import compare_recordings
from spacetui.tui.past_call import PastCall
from spacetui.tui.widgets.diff_view import DiffView
from spacetui.tui.widgets.pane import Pane


class DiffPane(Pane):
    """The differences between two calls: `-` the older one, `+` the newer one."""

    TITLE = "compare"

    def __init__(self) -> None:
        super().__init__()
        self._view = DiffView()

    def compose_body(self) -> ComposeResult:
        yield self._view

    async def show_calls(self, first: PastCall, second: PastCall) -> None:
        """Compare two calls that are loaded."""
        older, newer = sorted((first, second), key=lambda past: past.id)
        lines = await asyncio.to_thread(compare_recordings, older.recording, newer.recording)
        self.show_detail(f"- {older.when}   + {newer.when}")
        self._view.show(lines)

    def take_place_of(self, pane: Pane) -> None:
        """Be shown instead of a pane."""
        # By no class of the page: Textual would apply the styles of all its widgets again, 50 ms.
        self.display, pane.display = True, False

    def give_place_to(self, pane: Pane) -> None:
        """Be hidden, with a pane in the place."""
        self.display, pane.display = False, True

    def focus_first(self) -> None:
        self._view.focus()
