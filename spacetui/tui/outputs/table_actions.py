"""TableActions: what the keys and the mouse do in the table of a view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import events
from textual.widget import Widget

from spacetui.tui.keys import bindings
from spacetui.tui.outputs.table_cursor import TableCursor, row_text
from spacetui.tui.outputs.table_filter import TableFilter
from spacetui.tui.widgets.copy_request import request_copy, request_large_copy
from spacetui.tui.widgets.exclusive_worker import run_exclusive

TO_END = 10**9
# Rows that a turn of the mouse wheel moves by.
WHEEL = 3
TABLE_KEYS = bindings(
    {
        "cell.up": "act('cell', -1, 0)",
        "cell.down": "act('cell', 1, 0)",
        "cell.left": "act('cell', 0, -1)",
        "cell.right": "act('cell', 0, 1)",
        "cell.first": f"act('go', {-TO_END})",
        "cell.last": f"act('go', {TO_END})",
        "list.page_up": "act('page', -1)",
        "list.page_down": "act('page', 1)",
        "copy_row": "act('copy_row')",
        "copy_table": "act('copy_table')",
        "search": "act('filter')",
        "sort": "act('sort')",
    }
)


class TableActions:
    """The actions of one view, by their names in TABLE_KEYS."""

    def __init__(
        self, view: Widget, cursor: TableCursor, filter: TableFilter, text: Callable[[], str]
    ) -> None:
        """text: returns all of the table as it is copied."""
        self._view, self._cursor, self._filter, self._text = view, cursor, filter, text

    def can(self, name: str, down: int = 0, right: int = 0) -> bool:
        """Return whether an action does something now."""
        if name == "cell":
            return self._cursor.can_move(down, right)
        if name == "filter":
            return self._cursor.table is not None
        return self._cursor.chosen is not None

    async def do(self, name: str, down: int = 0, right: int = 0) -> None:
        """Do an action; down, right: rows, pages or columns to move by."""
        match name:
            case "cell":
                self._cursor.move(down, right)
            case "go":
                self._cursor.go(down)
            case "page":
                self._cursor.go(down * self._cursor.page)
            case "filter":
                await self._filter.open()
            case "sort" if (chosen := self._cursor.chosen) is not None:
                self._filter.sort(chosen.column)
            case "copy_row":
                self._copy_row()
            case "copy_table":
                run_exclusive(
                    self._view, "copy", partial(request_large_copy, self._view, self._text)
                )

    def _copy_row(self) -> None:
        table, chosen = self._cursor.table, self._cursor.chosen
        if table is not None and chosen is not None:
            request_copy(self._view, row_text(table, chosen.row))

    def click(self, event: events.Click) -> None:
        """Choose the cell under the mouse, or sort by the header."""
        column = self._cursor.click(event)
        if column is not None:
            self._filter.sort(column)

    def wheel(self, event: events.MouseEvent, by: int) -> None:
        """Show rows further down or up; at the end of the table the pane scrolls."""
        if self._cursor.table is not None and self._cursor.scroll(by * WHEEL):
            event.stop()
