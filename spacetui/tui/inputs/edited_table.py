"""EditedTable: the table of a field while it is edited, with a cursor, and undo."""

from __future__ import annotations

from collections.abc import Iterator

from spacetui.errors import BadValue
from spacetui.model.schema import MISSING, Json, Missing
from spacetui.model.table import HEADERS, Place, TableValue, make_table, table_of, table_of_list
from spacetui.model.table_cells import cell_text
from spacetui.model.table_columns import TableColumns
from spacetui.text.format import count_text
from spacetui.tui.inputs.table_text import is_json, pasted_rows, read_block, read_table

MAX_UNDONE = 50


class EditedTable:
    """A table and the cell that the cursor is on. A change that is not allowed raises BadValue.

    given: the value as it was set; it stays so until something is changed. table: what is shown.
    """

    def __init__(self, columns: TableColumns, value: Json | Missing) -> None:
        self.columns = columns
        self.load(value)

    def load(self, value: Json | Missing) -> None:
        """Take another value, which need not be a table."""
        self.given = value
        self.is_edited = False
        found = table_of(value) or table_of_list(value)
        self._is_table = found is not None
        self.table = found or make_table(self.columns.headers, [])
        self.cursor = Place(0, 0)
        self._before: list[tuple[TableValue, bool]] = []
        self._json: tuple[TableValue | None, Json] = (None, None)
        self.move(0, 0)

    @property
    def value(self) -> Json | Missing:
        """The value as it is sent; quick where `prepare` was done after a change of columns."""
        if not self.is_edited:
            return self.given
        if self._json[0] is not self.table:
            self._json = self.table, self.table.to_json()
        return self._json[1]

    @property
    def nothing_text(self) -> str:
        """What is there instead of a table; empty where there is one."""
        if self.is_edited or self._is_table:
            return ""
        if self.given is MISSING:
            return "no table yet"
        if self.given is None:
            return "null"
        return "no table, kept as it is"

    def prepare(self) -> Iterator[None]:
        """Make the value, in steps of about a millisecond; none where it takes no longer."""
        return self.table.prepare() if self.is_edited else iter(())

    def take(self, table: TableValue) -> None:
        """Show a changed table."""
        self._before = [*self._before[1 - MAX_UNDONE :], (self.table, self.is_edited)]
        self.table, self.is_edited = table, True
        self.move(0, 0)

    def undo(self) -> bool:
        """Take the last change back; return whether there was one."""
        if not self._before:
            return False
        self.table, self.is_edited = self._before.pop()
        self.move(0, 0)
        return True

    # The cursor.

    def has(self, place: Place) -> bool:
        is_row = HEADERS <= place.row < len(self.table.rows)
        return is_row and 0 <= place.column < self.table.width

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell, or on the nearest one."""
        row = min(max(HEADERS, row), len(self.table.rows) - 1)
        self.cursor = Place(row, min(max(0, column), max(0, self.table.width - 1)))

    def move(self, down: int, right: int) -> None:
        self.go(self.cursor.row + down, self.cursor.column + right)

    def after_cursor(self) -> Place | None:
        """Return the next cell in reading order, or None after the last one."""
        row, column = self.cursor
        places = (Place(row, column + 1), Place(row + 1, 0))
        return next((each for each in places if self.has(each)), None)

    @property
    def cell(self) -> Json:
        """The value of the cell under the cursor, or the header."""
        if not self.has(self.cursor):
            return None
        return self.table.cell(self.cursor)

    # Changes.

    def check_editable(self) -> None:
        """Raise BadValue where the cell under the cursor cannot be edited."""
        row, column = self.cursor
        if not self.has(self.cursor):
            raise BadValue("there is no cell here")
        if row == HEADERS and not self.columns.columns_grow:
            raise BadValue("the headers of this table are fixed")
        if column in self.columns.static:
            raise BadValue("this column is fixed")

    def read(self, text: str) -> TableValue:
        """Return the table with a typed text in the cell under the cursor."""
        if text == cell_text(self.cell):
            return self.table
        self.check_editable()
        row, column = self.cursor
        value = text if row == HEADERS else self.columns.read(text, column)
        return self.table.with_cell(self.cursor, value)

    def put(self, value: Json) -> None:
        """Put a value into the cell under the cursor."""
        self.check_editable()
        self.take(self.table.with_cell(self.cursor, value))

    @property
    def is_bool(self) -> bool:
        """Whether the cell under the cursor is on or off."""
        is_cell = self.has(self.cursor) and self.cursor.row != HEADERS
        return is_cell and self.columns.type_of(self.cursor.column) == "bool"

    def add_row(self) -> None:
        """Add an empty row below the cursor, which goes to its first cell."""
        table = self.table if self.table.width else self.table.with_column(0, "1")
        at = self.cursor.row + 1 if table.rows else 0
        self.take(table.with_row(at))
        self.go(at, 0)

    def drop_row(self) -> None:
        """Remove the row of the cursor."""
        self.take(self.table.without_row(self.cursor.row))

    def add_column(self) -> None:
        """Add an empty column after the cursor, which goes to its header."""
        at = self.cursor.column + 1 if self.table.width else 0
        self.take(self.table.with_column(at, str(self.table.width + 1)))
        self.go(HEADERS, at)

    def drop_column(self) -> None:
        """Remove the column of the cursor."""
        self.take(self.table.without_column(self.cursor.column))

    def paste(self, text: str) -> None:
        """Take a pasted table: JSON as a whole, else cells from the cursor on.

        A first line that repeats the headers is left out; on the headers it replaces them, unless
        it is all that is pasted into a table without rows. Columns and rows that are lacking are
        added.
        """
        if is_json(text):
            self.take(read_table(text, self.columns))
            return
        rows, column = pasted_rows(text), self.cursor.column
        width = max(map(len, rows), default=0)
        table = self._with_columns(column + width)
        names = [cell_text(each) for each in table.headers[column : column + width]]
        is_known = column + width <= self.table.width  # else some were only just named
        if rows and is_known and rows[0] == names[: len(rows[0])]:
            rows = rows[1:]
        elif self.cursor.row == HEADERS and (len(rows) > 1 or self.table.rows):
            if self.table.width:
                self.check_editable()
            table = table.with_headers(column, rows.pop(0))
        self.take(self._with_cells(table, rows, names))

    def _with_columns(self, width: int) -> TableValue:
        table = self.table
        if width > table.width and not self.columns.columns_grow:
            raise BadValue(f"{count_text(width - table.width, 'column')} too many for this table")
        while table.width < width:
            table = table.with_column(table.width, str(table.width + 1))
        return table

    def _with_cells(self, table: TableValue, rows: list[list[str]], names: list[str]) -> TableValue:
        first, column = max(0, self.cursor.row), self.cursor.column
        if first + len(rows) > len(table.rows) and not self.columns.rows_grow:
            raise BadValue(f"this table has {count_text(len(table.rows), 'row')}, no more")
        if self.columns.static & set(range(column, column + len(names))):
            raise BadValue("one of these columns is fixed")
        block = read_block(
            rows, self.columns, names=names, first_row=first + 1, first_column=column
        )
        return table.with_block(first, column, block)
