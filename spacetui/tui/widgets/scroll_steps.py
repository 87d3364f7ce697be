"""Scrolling a text by the keys that move in any list."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

# The id of a key -> the action of a widget that calls `scroll_by_step`.
SCROLL_ACTIONS = {
    "move.up": "scroll('up')",
    "move.down": "scroll('down')",
    "move.page_up": "scroll('page_up')",
    "move.page_down": "scroll('page_down')",
    "move.first": "scroll('first')",
    "move.last": "scroll('last')",
}


def scroller_in(widget: Widget) -> VerticalScroll | None:
    """Return what the text in a widget scrolls in."""
    return next(iter(widget.query(VerticalScroll)), None)


def scroll_by_step(scroller: VerticalScroll, step: str) -> None:
    """Scroll a text. step: up, down, page_up, page_down, first or last."""
    height = scroller.scrollable_content_region.height
    rows = {"up": -1, "down": 1, "page_up": -height, "page_down": height}
    if step in rows:
        scroller.scroll_relative(y=rows[step], animate=False)
    else:
        scroller.scroll_to(y=(step == "last") * scroller.max_scroll_y, animate=False)


def show_lines(body: Widget, first: int, last: int) -> None:
    """Scroll what a text stands in, if anything, so that these lines of it are seen."""
    scroller = next((each for each in body.ancestors if isinstance(each, VerticalScroll)), None)
    if scroller is None:
        return
    top = body.content_region.y - scroller.content_region.y + scroller.scroll_offset.y
    region = Region(0, top + first, 1, last - first + 1)
    scroller.scroll_to_region(region, animate=False, force=True)
