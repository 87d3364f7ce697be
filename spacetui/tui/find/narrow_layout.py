"""The find page in a narrow window, which shows the list or the selected Space, not both."""

from __future__ import annotations

from textual.screen import Screen

from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.find.space_pane import SpacePane
from spacetui.tui.widgets.pane import Pane


class NarrowLayout:
    """Which of the two panes is visible, by a class of the page that its CSS knows."""

    def __init__(self, page: Screen[None], search_pane: SearchPane, space_pane: SpacePane) -> None:
        self._page = page
        self._search_pane = search_pane
        self._space_pane = space_pane

    @property
    def is_narrow(self) -> bool:
        return self._page.has_class("-narrow")

    @property
    def is_space_shown(self) -> bool:
        """Whether the Space would be visible in a narrow window."""
        return self._page.has_class("-card")

    def show(self, pane: Pane) -> None:
        """Make `pane` the visible one."""
        self._page.set_class(pane is self._space_pane, "-card")

    def focus_next(self, focused: Pane | None, by: int) -> bool:
        """In a narrow window, show and focus the other pane; return whether it is narrow."""
        if self.is_narrow:
            self.show_other()
        return self.is_narrow

    def show_other(self) -> None:
        """Make the hidden pane the visible one, and focus it."""
        pane = self._search_pane if self.is_space_shown else self._space_pane
        self.show(pane)
        pane.focus_first()
