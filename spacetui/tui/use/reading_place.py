"""ReadingPlace: what the reader sees of outputs stays where it is while they grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.containers import VerticalScroll

from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets.scroll_steps import NEAR_END, scroll_before_layout


class ReadingPlace:
    """The place in a text that scrolls, before it changes: its end, or the line at the top.

    bodies: what may change of it, from top to bottom.
    """

    def __init__(self, scroller: VerticalScroll, bodies: Sequence[ViewBody]) -> None:
        self._scroller = scroller
        self._before = [_Extent.of(body) for body in bodies]
        self._is_at_end = scroller.max_scroll_y - scroller.scroll_y <= NEAR_END

    def keep(self) -> None:
        """Scroll by as many rows as the text has changed, with its next layout, not after it.

        To draw it and scroll then would take a second frame.
        """
        grown = [_Extent.of(each.body).rows - each.rows for each in self._before]
        # Now, for it to be drawn with the text: the layout sets it too late for its own frame.
        height = self._scroller.virtual_size.height + sum(grown)
        self._scroller.vertical_scrollbar.window_virtual_size = height
        if not self._is_at_end:
            scroll_before_layout(self._scroller, self._shift(grown))
        elif self._scroller.max_scroll_y:  # else there may be room for what has grown
            scroll_before_layout(self._scroller, sum(grown))

    def _shift(self, grown: Sequence[int]) -> int:
        """Return how many rows the line at the top moves down."""
        top, shift = self._scroller.content_region.y, 0
        for before, rows in zip(self._before, grown, strict=True):
            region = before.body.region
            if region.bottom > top:
                if region.y <= top:
                    shift -= before.body.first_line - before.first_line
                break
            shift += rows
        return shift


class _Extent(NamedTuple):
    """How many rows a body has, and which line of its text the first of them is."""

    body: ViewBody
    rows: int
    first_line: int

    @classmethod
    def of(cls, body: ViewBody) -> _Extent:
        width = body.content_size.width
        rows = body.line_count(max(2, width)) if width else 0
        return cls(body, rows, body.first_line)
