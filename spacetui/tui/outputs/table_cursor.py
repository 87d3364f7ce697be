"""TableCursor: the table that a view draws, and the cell of it that is chosen."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from spacetui.tui.outputs.table_layout import Place, Table, TableLayout, cell_text, flat
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets.scroll_steps import show_lines


class TableCursor:
    """Draws a table in a body; while the view has focus, one of its cells is chosen."""

    def __init__(self, body: ViewBody, on_choice: Callable[[], None]) -> None:
        """on_choice: called when another cell was chosen by a key or a click."""
        self._body = body
        self._on_choice = on_choice
        self._layout: TableLayout | None = None
        self._cursor = Place(0, 0)
        self._has_focus = False

    @property
    def table(self) -> Table | None:
        return self._layout.table if self._layout is not None else None

    @property
    def chosen(self) -> Place | None:
        """The cell that the keys act on: there is one while the view has focus."""
        has_one = self.table is not None and self.table.has(self._cursor)
        return self._cursor if has_one and self._has_focus else None

    @property
    def cell_text(self) -> str | None:
        """The text of the chosen cell."""
        table, chosen = self.table, self.chosen
        if table is None or chosen is None:
            return None
        return cell_text(table.rows[chosen.row][chosen.column])

    def show(self, table: Table | None) -> None:
        """Draw a table from now on; None: what the body shows is no table."""
        self._layout = TableLayout(table) if table is not None else None
        if table is not None and not table.has(self._cursor):
            self._cursor = Place(0, 0)  # of an earlier value
        self.draw()

    def draw(self) -> None:
        if (layout := self._layout) is not None:
            chosen = self.chosen
            self._body.show_lines(lambda width: layout.lines(width, chosen).lines)

    def focus(self, has_focus: bool) -> None:
        """Mark the chosen cell while the view has focus."""
        self._has_focus = has_focus
        self.draw()

    def can_move(self, down: int, right: int) -> bool:
        return self.table is not None and self.table.has(self._moved(down, right))

    def move(self, down: int, right: int) -> None:
        """Choose the cell so many rows down and columns to the right."""
        self._choose(self._moved(down, right))

    def _moved(self, down: int, right: int) -> Place:
        return Place(self._cursor.row + down, self._cursor.column + right)

    def to_row(self, row: int) -> None:
        """Choose a cell of the first row (0) or the last one (-1)."""
        if self.table is not None:
            self._choose(Place(row % len(self.table.rows), self._cursor.column))

    def click(self, event: events.Click) -> None:
        """Choose the cell under the mouse."""
        offset = event.get_content_offset(self._body)
        if offset is None or self._layout is None:
            return
        lines = self._layout.lines(self._body.content_size.width, self.chosen)
        place = lines.place_at(offset.x, offset.y)
        if place is not None:
            self._choose(place)

    def _choose(self, place: Place) -> None:
        if self._layout is None or not self._layout.table.rows:
            return
        last = len(self._layout.table.rows[place.row % len(self._layout.table.rows)]) - 1
        place = place._replace(column=min(place.column, last))
        if not self._layout.table.has(place):
            return
        self._cursor = place
        self.draw()
        self._on_choice()
        line = self._layout.lines(self._body.content_size.width, place).chosen
        if line is not None:
            first = 0 if place.row == 0 else line  # the headers too
            show_lines(self._body, first, line)


def tsv_text(table: Table) -> str:
    """Return a table as text with tabs between cells, which spreadsheets can paste."""
    return "\n".join("\t".join(map(flat, row)) for row in [table.headers, *table.rows])
