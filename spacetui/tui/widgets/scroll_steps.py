"""Scrolling a text by the keys that move in any list."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.walk import walk_depth_first
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

# Rows from the end at which the reader counts as being there.
NEAR_END = 2


def scroller_in(widget: Widget) -> VerticalScroll | None:
    """Return what the text in a widget scrolls in."""
    # A query would look at all widgets, which takes 5 ms for a form of 60 fields; the footer asks
    # for each frame.
    below = walk_depth_first(widget, with_root=False)
    return next((each for each in below if isinstance(each, VerticalScroll)), None)


def scroll_by_step(scroller: VerticalScroll, step: str) -> None:
    """Scroll a text. step: up, down, page_up, page_down, first or last."""
    height = scroller.scrollable_content_region.height
    rows = {"up": -1, "down": 1, "page_up": -height, "page_down": height}
    if step in rows:
        scroller.scroll_relative(y=rows[step], animate=False)
    else:
        scroller.scroll_to(y=(step == "last") * scroller.max_scroll_y, animate=False)


def scroller_around(body: Widget) -> VerticalScroll | None:
    """Return what a text stands in, if that scrolls."""
    return next((each for each in body.ancestors if isinstance(each, VerticalScroll)), None)


def show_lines(body: Widget, first: int, last: int) -> None:
    """Scroll what a text stands in, if anything, so that these lines of it are seen."""
    scroller = scroller_around(body)
    if scroller is None:
        return
    top = body.content_region.y - scroller.content_region.y + scroller.scroll_offset.y
    region = Region(0, top + first, 1, last - first + 1)
    scroller.scroll_to_region(region, animate=False, force=True)


def seen_rows(body: Widget) -> range:
    """Return the rows of a text that are seen, from one below 0 where it begins further down."""
    scroller = scroller_around(body)
    if scroller is None:
        return range(body.content_size.height)
    top = scroller.content_region.y - body.content_region.y
    return range(top, top + scroller.content_region.height)


def keep_seen(body: Widget, moved: int, grown: int) -> None:
    """Let the reader see what he saw, after what he sees has moved down by so many rows.

    grown: how many rows more there are in all, for a reader who is at the end.
    """
    scroller = scroller_around(body)
    if scroller is None:
        return
    is_at_end = scroller.max_scroll_y and scroller.max_scroll_y - scroller.scroll_y <= NEAR_END
    scroll_before_layout(scroller, grown if is_at_end else moved)


def scroll_before_layout(scroller: VerticalScroll, rows: int) -> None:
    """Scroll by so many rows with the next layout, which may have more rows than the last one."""
    if not rows:
        return
    y = max(0.0, scroller.scroll_y + rows)
    if y <= scroller.max_scroll_y:
        scroller.scroll_to(y=y, animate=False, immediate=True)
        return
    # Otherwise it would be cut to the height of the last layout.
    scroller.set_reactive(Widget.scroll_y, y)
    scroller.set_reactive(Widget.scroll_target_y, y)
    scroller.vertical_scrollbar.position = y
