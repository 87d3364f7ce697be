"""NarrowPanes: what a page knows of its layout in a narrow window, which hides some panes."""

from __future__ import annotations

from typing import Protocol

from spacetui.tui.widgets.pane import Pane


class NarrowPanes(Protocol):
    """The layout of one page; the find page and the use page each have their own."""

    def show(self, pane: Pane) -> None:
        """Make a pane visible that may be hidden."""

    def focus_next(self, focused: Pane | None, by: int) -> bool:
        """In a narrow window, focus the pane `by` places on, hidden ones included.

        Returns whether the window is narrow.
        """
