"""Which panes a page has, which of them has focus, and moving the focus among them."""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget

from spacetui.tui.widgets.pane import Pane


def pane_of(widget: Widget | None) -> Pane | None:
    """Return the pane that holds `widget`."""
    if widget is None:
        return None
    return next((each for each in widget.ancestors_with_self if isinstance(each, Pane)), None)


class PaneNavigation:
    """The panes of one page."""

    def __init__(self, page: Screen[None]) -> None:
        self._page = page

    @property
    def visible(self) -> list[Pane]:
        """The panes on the screen, in the order in which f6 visits them."""
        return [pane for pane in self._page.query(Pane) if pane.display and pane.region.area]

    @property
    def focused(self) -> Pane | None:
        """The pane that has focus."""
        return pane_of(self._page.focused)

    def numbered(self, number: int) -> Pane | None:
        """Return the pane with this number in its heading, hidden or not."""
        panes = (pane for pane in self._page.query(Pane) if str(number) == pane.NUMBER)
        return next(panes, None)

    def focus_next(self, by: int) -> None:
        """Focus the visible pane `by` places after the focused one, wrapping around."""
        panes, focused = self.visible, self.focused
        if not panes:
            return
        index = panes.index(focused) + by if focused in panes else 0
        panes[index % len(panes)].focus_first()
