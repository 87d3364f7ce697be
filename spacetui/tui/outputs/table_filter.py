"""TableFilter: the line that a table is filtered by, and the rows that are found and sorted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from textual.widget import Widget
from textual.widgets import Input

from spacetui.model.table_order import Order, ordered_rows
from spacetui.text.format import grouped_text
from spacetui.tui.outputs.styled_values import StyledValues
from spacetui.tui.outputs.table_cursor import TableCursor
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.search_line import SearchLine

# Rows that are found and sorted at once; more of them in a thread.
AT_ONCE = 2_000


class FilterBox(Input):
    """Where the text is typed that the rows contain; esc ends the filter."""

    def __init__(self, close: Callable[[], None]) -> None:
        super().__init__(select_on_focus=False)
        self._close = close

    def back_step(self) -> BackStep | None:
        return BackStep("end the filter", self._close)


class TableFilter:
    """Filters and sorts the table of one view."""

    def __init__(self, view: Widget, cursor: TableCursor, on_rows: Callable[[], None]) -> None:
        """view: the line stands in it. on_rows: called when other rows are shown."""
        self._view, self._cursor, self._on_rows = view, cursor, on_rows
        self._line: SearchLine | None = None
        self._styled = StyledValues()
        self._order = Order()

    def show(self, styled: StyledValues) -> None:
        """Filter and sort the table that the cursor shows now; styled: what it displays."""
        self._styled = styled
        if self._order != Order():
            self._find(self._order)

    def sort(self, column: int) -> None:
        """Sort by a column; by the same again, the other way; then show the rows as they came."""
        self._find(self._order.by(column))

    async def open(self) -> None:
        """Open the line in which the text is typed, or go back to it."""
        if self._line is None:
            self._line = SearchLine(self._filter, self._leave, FilterBox(self.close))
            await self._view.mount(self._line, before=0)
        self._view.screen.set_focus(self._line.box)
        self._line.box.select_all()

    def back_step(self) -> BackStep | None:
        """Return what esc does while there is a filter."""
        return BackStep("end the filter", self.close) if self._line is not None else None

    def close(self) -> None:
        """Show all rows again."""
        line, self._line = self._line, None
        if line is not None:
            self._leave()
            line.remove()
            self._filter("")

    def _leave(self) -> None:
        self._view.screen.set_focus(self._view)

    def _filter(self, words: str) -> None:
        self._find(self._order._replace(words=words))

    def _find(self, order: Order) -> None:
        self._order = order
        table = self._cursor.table
        if table is None:
            return
        if len(table.rows) <= AT_ONCE:
            self._show(ordered_rows(table, order, self._styled.display), order)
        else:
            run_exclusive(self._view, "rows", partial(self._find_in_thread, order))

    async def _find_in_thread(self, order: Order) -> None:
        table, display = self._cursor.table, self._styled.display
        if table is None:
            return

        def is_wanted() -> bool:
            return self._order == order and self._cursor.table is table

        rows = await asyncio.to_thread(ordered_rows, table, order, display, is_wanted)
        if is_wanted():
            self._show(rows, order)

    def _show(self, rows: Sequence[int], order: Order) -> None:
        self._cursor.show_rows(rows, order)
        if self._line is not None:
            self._line.show_count(grouped_text(len(rows)) if order.words else "")
        self._on_rows()
