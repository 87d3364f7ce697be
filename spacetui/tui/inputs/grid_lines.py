"""GridLines: the lines of an edited table, drawn only where they are seen."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from spacetui.model.schema import Json
from spacetui.model.table import HEADERS, Place, TableValue
from spacetui.model.table_cells import cell_start
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.edited_table import EditedTable
from spacetui.tui.widgets.row_layout import CHOSEN_STYLE, cut_text

# Rows at each end of a table, and around the cursor, that a column is measured by.
MEASURED, AROUND = 100, 10
# Cells: the narrowest and the widest column, and the gap after each.
MIN_WIDTH, MAX_WIDTH, GAP = 4, 28, 2


class ShownColumn(NamedTuple):
    """A column that is in sight: its number, its first cell of the line, and its width."""

    number: int
    start: int
    width: int


class GridLines:
    """Lays out the columns in sight, and draws a line when it is asked for."""

    def __init__(self, edited: EditedTable) -> None:
        self.edited = edited
        self._first = 0
        self._widths: dict[int, int] = {}
        self._measured: TableValue | None = None

    @property
    def gutter(self) -> int:
        """The cells before the first column, which hold the number of the row."""
        return len(str(len(self.edited.table.rows))) + GAP

    def columns_in(self, width: int) -> list[ShownColumn]:
        """Return the columns that fit into `width` cells, that of the cursor among them."""
        cursor = self.edited.cursor.column
        self._first = min(self._first, cursor)
        columns = self._columns_from(self._first, width)
        while columns and columns[-1].number < cursor:
            self._first += 1
            columns = self._columns_from(self._first, width)
        return columns

    def _columns_from(self, first: int, width: int) -> list[ShownColumn]:
        columns: list[ShownColumn] = []
        at = self.gutter
        for number in range(first, self.edited.table.width):
            wanted = self._width_of(number)
            left = width - at
            if columns and left < min(wanted, MIN_WIDTH * 2):
                break
            columns.append(ShownColumn(number, at, max(1, min(wanted, left))))
            at += wanted + GAP
        return columns

    def _width_of(self, column: int) -> int:
        table = self.edited.table
        if self._measured is not table:
            self._measured, self._widths = table, {}
        if column not in self._widths:
            at, count = self.edited.cursor.row, len(table.rows)
            numbers = {
                *range(MEASURED),
                *range(count - MEASURED, count),
                *range(at - AROUND, at + AROUND),
            }
            rows = [HEADERS, *(each for each in numbers if 0 <= each < count)]
            cells = (table.cell(Place(row, column)) for row in rows)
            widest = max(cell_len(_shown(each)) for each in cells)
            self._widths[column] = max(MIN_WIDTH, min(MAX_WIDTH, widest))
        return self._widths[column]

    def column_at(self, x: int, width: int) -> int | None:
        """Return the number of the column under a cell of the line, or None."""
        found = [each.number for each in self.columns_in(width) if each.start <= x]
        return found[-1] if found else None

    def line(self, row: int, width: int, *, has_cursor: bool) -> Content:
        """Return the line of a row, or of the headers; has_cursor: the grid has focus."""
        edited, parts = self.edited, [self._gutter_text(row)]
        for column in self.columns_in(width):
            value = edited.table.cell(Place(row, column.number))
            text = self._cell(value, column, is_header=row == HEADERS)
            if has_cursor and edited.cursor == (row, column.number):
                text = Content.styled(text.plain, CHOSEN_STYLE)
            parts += [text, Content(" " * GAP)]
        return Content("").join(parts).truncate(width)

    def _gutter_text(self, row: int) -> Content:
        number = "" if row == HEADERS else str(row + 1)
        return Content.styled(f"{number:>{self.gutter - GAP}}{' ' * GAP}", "$muted")

    def _cell(self, value: Json, column: ShownColumn, *, is_header: bool) -> Content:
        text = cut_text(_shown(value), column.width)
        blanks = " " * (column.width - cell_len(text))
        is_number = self.edited.columns.type_of(column.number) == "number"
        text = blanks + text if is_number else text + blanks
        is_quiet = is_header or value is None or column.number in self.edited.columns.static
        return Content.styled(text, "$muted" if is_quiet else "$foreground")


def _shown(value: Json) -> str:
    """Return a cell as it is drawn; null is told from an empty text."""
    if value is None:
        return "null"
    return visible_line(cell_start(value, 4 * MAX_WIDTH), MAX_WIDTH + 1)
