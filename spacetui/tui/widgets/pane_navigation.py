"""Which panes a page has, which of them has focus, and moving the focus among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.widget import Widget

from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.typing_focus import CompletesText, TextTarget

if TYPE_CHECKING:
    from spacetui.tui.widgets.narrow_panes import NarrowPanes


def pane_of(widget: Widget | None) -> Pane | None:
    """Return the pane that holds `widget`."""
    if widget is None:
        return None
    return next((each for each in widget.ancestors_with_self if isinstance(each, Pane)), None)


def focus_neighbour(screen: Screen[Any], by: int) -> None:
    """Focus what stands `by` places from the focus, 1 or -1, in the order of tab.

    A chosen field stands for its text. A text that can be completed keeps the focus.
    """
    focused = screen.focused
    if by > 0 and isinstance(focused, CompletesText) and focused.complete():
        return
    if focused is None:
        screen.focus_next()
        return
    inside = set(focused.query("*")) if isinstance(focused, TextTarget) else set()
    chain = [
        each
        for each in screen.focus_chain
        if each is focused or not (each in inside or isinstance(each, TextTarget))
    ]
    if focused not in chain:
        screen.focus_next()
        return
    target = chain[(chain.index(focused) + by) % len(chain)]
    pane = pane_of(target)
    if pane is None:
        screen.set_focus(target)
    else:
        pane.take_focus_at(target)


class PaneNavigation:
    """The panes of one page.

    narrow: set by a page that hides some of its panes in a narrow window.
    """

    def __init__(self, page: Screen[None]) -> None:
        self._page = page
        self.narrow: NarrowPanes | None = None
        # Shows a pane again that the user has hidden.
        self.reveal: Callable[[Pane], None] = lambda _: None
        # Called when the user has hidden or shown panes, or ended a zoom.
        self.on_laid_out: Callable[[], None] = lambda: None

    @property
    def visible(self) -> list[Pane]:
        """The panes on the screen, in the order in which f6 visits them."""
        return [pane for pane in self._page.query(Pane) if pane.display and pane.region.area]

    @property
    def focused(self) -> Pane | None:
        """The pane that has focus."""
        return pane_of(self._page.focused)

    def show(self, pane: Pane) -> None:
        """Make a pane visible that the layout hides, as a narrow window hides result or code."""
        self.reveal(pane)
        if self.narrow is not None:
            self.narrow.show(pane)

    def show_focused(self) -> None:
        """Make the pane with focus visible, before a layout hides it."""
        if self.focused is not None:
            self.show(self.focused)

    def focus_next(self, by: int) -> None:
        """Focus the pane `by` places after the focused one, wrapping around."""
        panes, focused = self.visible, self.focused
        if self.narrow is not None and self.narrow.focus_next(focused, by):
            return
        if not panes:
            return
        index = panes.index(focused) + by if focused in panes else 0
        panes[index % len(panes)].focus_first()
