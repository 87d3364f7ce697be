"""TableCursor: the table that a view draws, the part of it in sight, and the chosen cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events

from spacetui.model.table import HEADERS, Place, TableValue
from spacetui.model.table_cells import cell_text, flat
from spacetui.model.table_order import Order
from spacetui.tui.outputs.styled_values import StyledValues
from spacetui.tui.outputs.table_layout import HEAD_LINES, TableLayout, Window
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets.scroll_steps import show_lines

# Rows of a table in sight at least, and as long as nobody has said how many fit.
MIN_ROWS, ROWS = 5, 200
# Lines of a pane around the rows: label, headers, rule, notes.
AROUND = 7


class TableCursor:
    """Draws a table in a body; while the view has focus, one of its cells is chosen."""

    def __init__(self, body: ViewBody, on_choice: Callable[[], None]) -> None:
        """on_choice: called when another cell was chosen by a key or a click."""
        self._body = body
        self._on_choice = on_choice
        self._layout: TableLayout | None = None
        self._window = Window((), height=ROWS)
        self._cursor = Place(0, 0)
        self._has_focus = False
        self.order = Order()

    @property
    def table(self) -> TableValue | None:
        return self._layout.table if self._layout is not None else None

    @property
    def rows(self) -> Sequence[int]:
        """The numbers of the rows that are shown, in their order."""
        return self._window.order

    def rows_of(self, table: TableValue) -> Sequence[int]:
        """Return the rows of a table that are copied: those that are shown, where it shows any."""
        return range(len(table.rows)) if self.table is None else self.rows

    @property
    def chosen(self) -> Place | None:
        """The cell that the keys act on, in the table: there is one while the view has focus."""
        if not self._has_focus or not self._has(self._cursor):
            return None
        return self._in_table(self._cursor)

    @property
    def cell_text(self) -> str | None:
        """The text of the chosen cell."""
        table, chosen = self.table, self.chosen
        if table is None or chosen is None:
            return None
        return cell_text(table.cell(chosen))

    @property
    def column(self) -> int | None:
        """The column of the chosen cell."""
        chosen = self.chosen
        return chosen.column if chosen is not None else None

    @property
    def page(self) -> int:
        """The rows that a page key moves by."""
        return max(1, self._window.height - 1)

    def _has(self, place: Place) -> bool:
        if self.table is None or not 0 <= place.row < len(self.rows):
            return False
        return self.table.has(self._in_table(place))

    def _in_table(self, place: Place) -> Place:
        return Place(self.rows[place.row], place.column)

    # What is shown.

    def show(self, table: TableValue | None, styled: StyledValues | None = None) -> None:
        """Draw a table from now on; None: what the body shows is no table."""
        self._layout = TableLayout(table, styled) if table is not None else None
        self.show_rows(range(len(table.rows)) if table is not None else (), Order())

    def show_rows(self, rows: Sequence[int], order: Order) -> None:
        """Show these rows of the table; order: how they were found."""
        self.order = order
        self._window = self._window._replace(order=rows)
        if not self._has(self._cursor):
            column = self._cursor.column
            self._cursor = Place(0, column) if self._has(Place(0, column)) else Place(0, 0)
        self._scroll_to_cursor()
        self.draw()

    def fit(self, rows: int) -> None:
        """Show as many rows as fit into so many lines of a pane."""
        self._window = self._window._replace(height=max(MIN_ROWS, rows - AROUND))
        self._scroll_to_cursor()
        self.draw()

    def draw(self) -> None:
        if (layout := self._layout) is not None:
            window, order = self._drawn_window(), self.order
            self._body.show_lines(lambda width: layout.lines(window, width, order))

    def _drawn_window(self) -> Window:
        chosen = self._cursor if self.chosen is not None else None
        return self._window._replace(chosen=chosen)

    def focus(self, has_focus: bool) -> None:
        """Mark the chosen cell while the view has focus."""
        self._has_focus = has_focus
        self.draw()

    # Moving.

    def can_move(self, down: int, right: int) -> bool:
        return self._has(self._moved(down, right))

    def move(self, down: int, right: int) -> None:
        """Choose the cell so many rows down and columns to the right."""
        self._choose(self._moved(down, right))

    def _moved(self, down: int, right: int) -> Place:
        return Place(self._cursor.row + down, self._cursor.column + right)

    def go(self, rows: int) -> None:
        """Choose a cell so many rows down, or in the first or last row."""
        row = min(max(0, self._cursor.row + rows), len(self.rows) - 1)
        self._choose(Place(row, self._cursor.column))

    def click(self, event: events.Click) -> int | None:
        """Choose the cell under the mouse; return the column of the header that was under it."""
        offset = event.get_content_offset(self._body)
        if offset is None or self._layout is None:
            return None
        width = self._body.content_size.width
        place = self._layout.place_at(offset.x, offset.y, self._window, width)
        if place is None:
            return None
        if place.row == HEADERS:
            return place.column
        self._choose(place)
        return None

    def scroll(self, rows: int) -> bool:
        """Show other rows without choosing a cell; return whether there were any."""
        top = min(max(0, self._window.top + rows), self._last_top)
        has_moved = top != self._window.top
        self._window = self._window._replace(top=top)
        if has_moved:
            self.draw()
        return has_moved

    @property
    def _last_top(self) -> int:
        return max(0, len(self.rows) - self._window.height)

    def _choose(self, place: Place) -> None:
        if self.table is None or place.row not in range(len(self.rows)):
            return
        while place.column and not self._has(place):  # a short row
            place = place._replace(column=place.column - 1)
        if not self._has(place):
            return
        self._cursor = place
        self._scroll_to_cursor()
        self.draw()
        self._on_choice()
        line = HEAD_LINES + place.row - self._window.top
        first = 0 if place.row == self._window.top else line  # the headers too
        show_lines(self._body, first, line)

    def _scroll_to_cursor(self) -> None:
        """Bring the chosen cell into sight."""
        (row, column), window, layout = self._cursor, self._window, self._layout
        if layout is None or not layout.table.width:
            return
        top = max(min(window.top, row), row - window.height + 1)
        left, width = window.left, self._body.content_size.width
        if width:
            left = layout.left_for(min(column, layout.table.width - 1), left, width)
        top = min(max(0, top), self._last_top)
        self._window = window._replace(top=top, left=min(left, layout.table.width - 1))


def tsv_text(table: TableValue, rows: Sequence[int]) -> str:
    """Return rows of a table as text with tabs between cells, which spreadsheets can paste."""
    lines = ([*table.headers], *(table.row(number) for number in rows))
    return "\n".join("\t".join(map(flat, cells)) for cells in lines)


def row_text(table: TableValue, row: int) -> str:
    """Return a row as text with tabs between cells."""
    return tsv_text(table, [row]).partition("\n")[2]
