"""PaneNumbers: the panes by the number in their headings, on this page or on another one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.pane_navigation import PaneNavigation

# Pages that have a pane of this number; the others are the use page's.
MODE_OF_PANE = {1: "find", 6: "recorder", 7: "history"}


class PaneNumbers:
    """Where the pane of a number is shown.

    elsewhere: numbers of panes that another page shows better.
    """

    def __init__(
        self,
        page: Screen[Any],
        panes: PaneNavigation,
        state: AppState,
        elsewhere: Collection[int],
    ) -> None:
        self._page = page
        self._panes = panes
        self._state = state
        self._elsewhere = elsewhere
        # A page keeps its panes, and the footer asks for each of them again and again.
        self._found: dict[int, Pane] = {}

    def focus(self, number: int) -> None:
        """Focus the pane with this number, here or on the page that has it."""
        pane, mode = self._pane(number), self._mode(number)
        if pane is not None:
            self._panes.show(pane)
            pane.focus_chosen()
        elif mode is not None:
            app = self._page.app
            app.switch_mode(mode)
            if mode == "use":
                app.screen.call_later(app.screen.run_action, f"pane({number})")

    def _pane(self, number: int) -> Pane | None:
        """Return the pane with this number, hidden or not, if this page is to show it."""
        if number in self._elsewhere:
            return None
        if number not in self._found:
            panes = (pane for pane in self._page.query(Pane) if str(number) == pane.NUMBER)
            found = next(panes, None)
            if found is None:
                return None
            self._found[number] = found
        return self._found[number]

    def _mode(self, number: int) -> str | None:
        """Return the mode whose page has the pane, if that can be shown now."""
        mode = MODE_OF_PANE.get(number, "use")
        return None if mode == "use" and self._state.space is None else mode

    def has(self, number: int) -> bool:
        """Return whether there is such a pane now, here or on another page."""
        return self._mode(number) is not None or self._pane(number) is not None
