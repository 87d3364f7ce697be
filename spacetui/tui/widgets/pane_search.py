"""Searching a pane in place: a list shows the rows that fit, a text one hit after another.

The line of the search is in search_line.py, the hits in a text are in text_search.py.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.containers import VerticalScroll
from textual.widget import Widget

from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.scroll_steps import scroller_in
from spacetui.tui.widgets.search_line import SearchLine
from spacetui.tui.widgets.text_search import TextSearch


class PaneSearch:
    """The search of one pane: its line, what was found, and what had focus before.

    heading: the line stands below it. on_leave: called when the user goes on in the pane, with the
    widget to go on at: the list, the widget around the hit, what had focus before, or None.
    """

    def __init__(
        self, pane: Widget, heading: Widget, on_leave: Callable[[Widget | None], None]
    ) -> None:
        self._pane = pane
        self._heading = heading
        self._on_leave = on_leave
        self._line: SearchLine | None = None
        self._text: TextSearch | None = None
        self._focused_before: Widget | None = None

    @property
    def body(self) -> RowList | VerticalScroll | None:
        """What is searched: a text that scrolls, or a list."""
        return scroller_in(self._pane) or next(iter(self._pane.query(RowList)), None)

    @property
    def is_open(self) -> bool:
        return self._line is not None

    @property
    def found(self) -> Widget | None:
        """The widget in whose text the hit on show is."""
        hit = self._text.hit if self._text is not None else None
        return hit.widget if hit is not None else None

    async def open(self) -> None:
        """Open the line for what is looked for, or go back to it."""
        if self._line is None:
            self._focused_before = self._pane.screen.focused
            self._line = SearchLine(self.find, self.leave)
            await self._pane.mount(self._line, after=self._heading)
        self._pane.screen.set_focus(self._line.box)
        self._line.box.select_all()

    def find(self, query: str) -> None:
        """Show what fits `query`, and how much that is."""
        body = self.body
        if isinstance(body, RowList):
            self._show_count(body.filter_rows(query))
        elif body is not None:
            self._text = self._text or TextSearch(body, self._show_found)
            self._text.find(query)

    def go(self, by: int) -> None:
        """Show the hit `by` places on."""
        if self._text is not None:
            self._text.go(by)

    def _show_found(self) -> None:
        if self._text is not None:
            self._show_count(self._text.count_text)

    def _show_count(self, text: str) -> None:
        if self._line is not None:
            self._line.show_count(text)

    def leave(self) -> None:
        """Go on in the body, with what was found on show."""
        body, before = self.body, self._focused_before
        if isinstance(body, RowList):
            self._on_leave(body)
        elif before is not None and before.is_attached and self._pane in before.ancestors_with_self:
            self._on_leave(before)
        else:
            self._on_leave(None)

    def close(self) -> None:
        """Show the whole body again, without what was found."""
        line, text, self._line, self._text = self._line, self._text, None, None
        if line is None:
            return
        if text is not None:
            text.stop()
        self.leave()
        line.remove()
        self._pane.screen.clear_selection()
        body = self.body
        if isinstance(body, RowList):
            body.filter_rows("")
