"""Zoom: one pane takes the whole page, by classes that page.tcss knows."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.scroll_steps import scroller_in


class PaneZoom:
    """The zoom of one page."""

    def __init__(self, page: Screen[None], on_change: Callable[[Pane | None], None]) -> None:
        """on_change: called with the pane that is zoomed now, or None."""
        self._page = page
        self._on_change = on_change
        # What scrolls in the zoomed pane, and how far it was scrolled before.
        self._scrolled: tuple[Widget, float] | None = None

    @property
    def is_on(self) -> bool:
        return self._page.has_class("-has-zoom")

    def toggle(self, pane: Pane | None) -> None:
        """Zoom `pane`; if a pane is zoomed already, end that instead."""
        if self.is_on:
            self._end()
        elif pane is not None:
            self._start(pane)
        self._page.refresh_bindings()  # esc ends the zoom

    def _start(self, pane: Pane) -> None:
        pane.heading.subtitle = Content.styled("zoomed", "$muted")
        scroller = scroller_in(pane)
        self._scrolled = (scroller, scroller.scroll_y) if scroller is not None else None
        for widget in pane.ancestors_with_self:
            if isinstance(widget, Widget) and not isinstance(widget, Screen):
                widget.add_class("-zoomed")
        self._page.add_class("-has-zoom")
        self._on_change(pane)

    def _end(self) -> None:
        for widget in self._page.query(".-zoomed"):
            widget.remove_class("-zoomed")
            if isinstance(widget, Pane):
                widget.heading.subtitle = Content("")
        self._page.remove_class("-has-zoom")
        self._on_change(None)
        if self._scrolled is not None:
            scroller, y = self._scrolled
            self._page.call_after_refresh(scroller.scroll_to, y=y, animate=False)
