"""EscSteps: what esc does on a page, from what lies open over it to leaving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from spacetui.tui.widgets.back_step import BackStep, HasBackStep
from spacetui.tui.widgets.pane_navigation import PaneNavigation
from spacetui.tui.widgets.pane_zoom import PaneZoom

# Returns a step while it applies.
FindStep: TypeAlias = Callable[[], BackStep | None]


def _no_step() -> BackStep | None:
    return None


class EscSteps:
    """The steps in their order; esc takes the first that applies.

    A page sets those of its own. overlay: close what lies open over it. cancel: cancel the call in
    view, or whatever else runs there. leave: leave the page.
    """

    def __init__(
        self,
        panes: PaneNavigation,
        zoom: PaneZoom,
        is_typing: Callable[[], bool],
        *,
        on_taken: Callable[[], None],
    ) -> None:
        """on_taken: called after a step was taken."""
        self._on_taken = on_taken
        self._panes = panes
        self._zoom = zoom
        self._is_typing = is_typing
        self.overlay: FindStep = _no_step
        self.cancel: FindStep = _no_step
        self.leave: FindStep = _no_step

    def current(self) -> BackStep | None:
        """Return what esc does now; None where it does nothing."""
        finds = (
            self.overlay,
            self._search_step,
            self._text_step,
            self._widget_step,
            self._zoom_step,
            self.cancel,
            self.leave,
        )
        return next((step for step in (find() for find in finds) if step is not None), None)

    def take(self, step: BackStep | None) -> bool:
        """Take a step, if there is one; return whether there was."""
        if step is not None:
            step.do()
            self._on_taken()
        return step is not None

    def stop(self) -> bool:
        """Cancel the call in view, or whatever else runs there. Return whether there was one."""
        return self.take(self.cancel())

    def _search_step(self) -> BackStep | None:
        pane = self._panes.focused
        if pane is None or not pane.search.is_open:
            return None
        return BackStep("close the search", pane.search.close)

    def _text_step(self) -> BackStep | None:
        pane = self._panes.focused
        if pane is None or not self._is_typing():
            return None
        return BackStep("leave the text", pane.leave_text)

    def _widget_step(self) -> BackStep | None:
        pane = self._panes.focused
        widget = pane.screen.focused if pane is not None else None
        return widget.back_step() if isinstance(widget, HasBackStep) else None

    def _zoom_step(self) -> BackStep | None:
        if not self._zoom.is_on:
            return None
        return BackStep("end zoom", lambda: self._zoom.toggle(None))
