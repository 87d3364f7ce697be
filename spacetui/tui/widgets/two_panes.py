"""TwoPanes: a page of two panes, of which a narrow window shows one."""

from __future__ import annotations

from textual.screen import Screen

from spacetui.tui.widgets.pane import Pane


class TwoPanes:
    """Which of a list and what lies beside it is visible, by a class of the page (`-second`)."""

    def __init__(self, page: Screen[None], first: Pane, second: Pane) -> None:
        self._page = page
        self._first = first
        self._second = second

    @property
    def is_narrow(self) -> bool:
        return self._page.has_class("-narrow")

    @property
    def is_second_over(self) -> bool:
        """Whether the second pane hides the first."""
        return self.is_narrow and self._page.has_class("-second")

    def show(self, pane: Pane) -> None:
        """Make `pane` the visible one."""
        self._page.set_class(pane is self._second, "-second")

    def focus_next(self, focused: Pane | None, by: int) -> bool:
        """In a narrow window, show and focus the other pane; return whether it is narrow."""
        if self.is_narrow:
            self.show_other()
        return self.is_narrow

    def show_other(self) -> None:
        """Make the hidden pane the visible one, and focus it."""
        pane = self._first if self._page.has_class("-second") else self._second
        self.show(pane)
        pane.focus_first()
