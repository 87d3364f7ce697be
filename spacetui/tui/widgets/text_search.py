"""TextSearch: the places in a text that fit a query, one of them on show.

The hit is shown as selected text, so that ctrl+c copies it. A widget that does not show all that
it has finds its own hits, in a thread, and shows what it has to for one of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from threading import Event
from typing import NamedTuple, Protocol, TypeAlias, TypeGuard, runtime_checkable

from textual.containers import VerticalScroll
from textual.geometry import Offset, Region
from textual.selection import SELECT_ALL, Selection
from textual.widget import Widget

from spacetui.tui.widgets.exclusive_worker import run_exclusive

# A longer text has no hits that could be shown.
MAX_HITS = 10_000


class Hit(NamedTuple):
    """A place in the text of a widget, in the lines that the widget selects by."""

    widget: Widget
    start: Offset
    end: Offset


# Shows a hit, and returns where that is.
ShowHit: TypeAlias = Callable[[], Hit]


@runtime_checkable
class SearchesItself(Protocol):
    """A widget that may have hits in what it does not show."""

    @property
    def has_hidden_text(self) -> bool:
        """Whether it is to be asked; else its text on show is searched."""

    def find_own(self, query: str, is_over: Callable[[], bool]) -> Iterator[ShowHit]:
        """Yield its hits in order, in a thread. is_over: says whether to stop."""


class TextSearch:
    """The hits of a query in what scrolls, and which of them is shown.

    on_found: called when hits have come, or another one is shown.
    """

    def __init__(self, scroller: VerticalScroll, on_found: Callable[[], None]) -> None:
        self._scroller = scroller
        self._on_found = on_found
        self._hits: list[ShowHit] = []
        self._at = 0
        self._is_over = Event()
        self._is_searching = False
        self.hit: Hit | None = None

    @property
    def count_text(self) -> str:
        if self._is_searching:
            return "searching"
        return f"{self._at + 1} of {len(self._hits)}" if self._hits else "nothing"

    def find(self, query: str) -> None:
        """Look for `query`, in any case of letters, and show the first hit."""
        self.stop()
        widgets = _searched(self._scroller) if query else []
        self._is_searching = any(map(_searches_itself, widgets))
        if self._is_searching:
            find = partial(self._find_apart, widgets, query, self._is_over)
            run_exclusive(self._scroller, "search", find)
            self._take([])
            return
        found = chain.from_iterable(_hits(each, query) for each in widgets)
        self._take(list(islice(found, MAX_HITS)))

    def stop(self) -> None:
        """Stop a search that goes on in a thread."""
        self._is_over.set()
        self._is_over = Event()

    async def _find_apart(self, widgets: list[Widget], query: str, is_over: Event) -> None:
        found: list[ShowHit] = []
        for each in widgets:
            if not _searches_itself(each):
                found += _hits(each, query)
                continue
            own = islice(each.find_own(query, is_over.is_set), MAX_HITS)
            found += await asyncio.to_thread(list, own)
        if not is_over.is_set():
            self._is_searching = False
            self._take(found[:MAX_HITS])

    def _take(self, hits: list[ShowHit]) -> None:
        self._hits, self._at = hits, 0
        self._show()

    def go(self, by: int) -> None:
        """Show the hit `by` places on; after the last comes the first."""
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show()

    def _show(self) -> None:
        self.hit = self._hits[self._at]() if self._hits else None
        hit = self.hit
        if hit is None or not hit.widget.is_attached:
            self._scroller.screen.selections = {}
        else:
            self._scroller.screen.selections = {hit.widget: Selection(hit.start, hit.end)}
            if _searches_itself(hit.widget):  # it may have grown, and has its rows after a layout
                self._scroller.call_after_refresh(self._scroll_to, hit)
            else:
                self._scroll_to(hit)
        self._on_found()

    def _scroll_to(self, hit: Hit) -> None:
        if hit is not self.hit or not hit.widget.is_attached:
            return
        top = self._scroller.scrollable_content_region.y
        y = hit.widget.content_region.y - top + self._scroller.scroll_offset.y + _row_of(hit)
        self._scroller.scroll_to_region(Region(0, y, 1, 1), animate=False, force=True)


def _searched(scroller: VerticalScroll) -> list[Widget]:
    """Return the widgets whose text is searched."""
    return [
        each
        for each in scroller.query("*")
        if not each.can_focus and not each.is_container and each.region.area
    ]


def _searches_itself(widget: Widget) -> TypeGuard[SearchesItself]:
    return isinstance(widget, SearchesItself) and widget.has_hidden_text


def _hits(widget: Widget, query: str) -> Iterator[ShowHit]:
    """Yield the hits in the text that a widget shows."""
    wanted = query.casefold()
    selected = widget.get_selection(SELECT_ALL)
    for y, line in enumerate(selected[0].split("\n") if selected is not None else ()):
        at = line.casefold().find(wanted)
        while at >= 0:
            yield partial(Hit, widget, Offset(at, y), Offset(at + len(query), y))
            at = line.casefold().find(wanted, at + 1)


def _row_of(hit: Hit) -> int:
    """Return the row of the widget that shows a hit: lines may be wrapped."""
    if _searches_itself(hit.widget):
        return hit.start.y
    size = hit.widget.content_size
    for row, strip in enumerate(hit.widget.render_lines(Region(0, 0, size.width, size.height))):
        for segment in strip:
            x, y = (segment.style.meta if segment.style else {}).get("offset", (-1, -1))
            if y == hit.start.y and x <= hit.start.x < x + len(segment.text):
                return row
    return hit.start.y
