"""OutputFollowing: shows outputs that stream in, at their end or where the reader has scrolled."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.reactive import Reactive

from spacetui.model.run import RunState
from spacetui.tui.textual_private.many_rows import expect_many_rows
from spacetui.tui.use.output_views import OutputViews
from spacetui.tui.use.reading_place import ReadingPlace
from spacetui.tui.widgets.scroll_steps import NEAR_END


class ResultScroll(VerticalScroll):
    """What the result scrolls in."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)  # see ViewBody


class OutputFollowing:
    """Shows the outputs of a call, and keeps what the reader sees of those that grow."""

    def __init__(self, scroller: ResultScroll, outputs: OutputViews) -> None:
        expect_many_rows(scroller)
        self._scroller = scroller
        self._outputs = outputs
        # Whether the outputs on show are partial, and whether their end is followed.
        self._is_growing = self._is_followed = False

    def forget(self) -> None:
        """Draw again whatever comes, since it is of another call."""
        self._outputs.forget()
        self._is_growing = self._is_followed = False

    def show(self, state: RunState) -> None:
        """Show the outputs of a call as it stands."""
        was_growing = self._is_growing
        self._is_growing = state.status.is_live and state.data is not None
        self._is_followed = self._is_followed or self._is_growing
        place = ReadingPlace(self._scroller, [view.body for view in self._outputs.shown])
        if self._outputs.show(state) and (was_growing or self._is_growing):
            place.keep()

    def resized(self) -> None:
        """Stop following the end of outputs that are complete."""
        self._is_followed = self._is_growing

    def height_changed(self, before: int) -> None:
        """Scroll to the end if the reader was there when the result had `before` rows."""
        scroller = self._scroller
        rows_below = before - scroller.container_size.height - scroller.scroll_y
        if self._is_followed and rows_below <= NEAR_END:
            scroller.scroll_end(animate=False, immediate=True, force=True)
