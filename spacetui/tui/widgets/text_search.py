"""TextSearch: the places in a text that fit a query, one of them on show.

The hit is shown as selected text, so that ctrl+c copies it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.containers import VerticalScroll
from textual.geometry import Offset, Region
from textual.selection import SELECT_ALL, Selection
from textual.widget import Widget

# A longer text has no hits that could be shown.
MAX_HITS = 10_000


class Hit(NamedTuple):
    """A place in the text of a widget, in the lines that the widget selects by."""

    widget: Widget
    start: Offset
    end: Offset


class TextSearch:
    """The hits of a query in what scrolls, and which of them is shown."""

    def __init__(self, scroller: VerticalScroll) -> None:
        self._scroller = scroller
        self._hits: list[Hit] = []
        self._at = 0

    @property
    def hit(self) -> Hit | None:
        """The hit on show."""
        return self._hits[self._at] if self._hits else None

    @property
    def count_text(self) -> str:
        return f"{self._at + 1} of {len(self._hits)}" if self._hits else "nothing"

    def find(self, query: str) -> None:
        """Look for `query`, in any case of letters, and show the first hit."""
        self._hits = list(_hits(self._scroller, query)) if query else []
        self._at = 0
        self._show()

    def go(self, by: int) -> None:
        """Show the hit `by` places on; after the last comes the first."""
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show()

    def _show(self) -> None:
        hit = self.hit
        if hit is None or not hit.widget.is_attached:
            self._scroller.screen.selections = {}
            return
        self._scroller.screen.selections = {hit.widget: Selection(hit.start, hit.end)}
        top = self._scroller.scrollable_content_region.y
        y = hit.widget.content_region.y - top + self._scroller.scroll_offset.y + _row_of(hit)
        self._scroller.scroll_to_region(Region(0, y, 1, 1), animate=False, force=True)


def _hits(scroller: VerticalScroll, query: str) -> Iterator[Hit]:
    wanted = query.casefold()
    found = 0
    for widget in scroller.query("*"):
        if widget.can_focus or widget.is_container or not widget.region.area:
            continue
        selected = widget.get_selection(SELECT_ALL)
        for y, line in enumerate(selected[0].split("\n") if selected is not None else ()):
            at = line.casefold().find(wanted)
            while at >= 0 and found < MAX_HITS:
                found += 1
                yield Hit(widget, Offset(at, y), Offset(at + len(query), y))
                at = line.casefold().find(wanted, at + 1)


def _row_of(hit: Hit) -> int:
    """Return the row of the widget that shows a hit: lines may be wrapped."""
    size = hit.widget.content_size
    for row, strip in enumerate(hit.widget.render_lines(Region(0, 0, size.width, size.height))):
        for segment in strip:
            x, y = (segment.style.meta if segment.style else {}).get("offset", (-1, -1))
            if y == hit.start.y and x <= hit.start.x < x + len(segment.text):
                return row
    return hit.start.y
