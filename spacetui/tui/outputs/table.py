"""A table in aligned columns, with a cursor on one of its cells while it has focus."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.tui.keys import bindings
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.table_layout import Place, Table, TableLayout, cell_text, flat, table_in
from spacetui.tui.outputs.text_layout import as_json
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.scroll_steps import show_lines


class TableView(OutputView):
    """A Dataframe, or the data of a native plot."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "cell.up": "cell(-1, 0)",
            "cell.down": "cell(1, 0)",
            "cell.left": "cell(0, -1)",
            "cell.right": "cell(0, 1)",
            "cell.first": "to_row(0)",
            "cell.last": "to_row(-1)",
            "copy_table": "copy_table",
        }
    )

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self._layout: TableLayout | None = None
        self._cursor = Place(0, 0)

    def draw(self, value: Json, final: bool) -> None:
        table = table_in(value)
        self._layout = TableLayout(table) if table is not None else None
        if table is None:
            self.draw_json(value)
            return
        row_count = count_text(len(table.rows), "row", is_grouped=True)
        column_count = count_text(len(table.headers), "column", is_grouped=True)
        self.summary = f"{row_count} {glyphs().dot} {column_count}"
        if not table.has(self._cursor):
            self._cursor = Place(0, 0)  # of an earlier value
        self._draw_table()

    def _draw_table(self) -> None:
        if (layout := self._layout) is not None:
            chosen = self.chosen
            self.body.show_lines(lambda width: layout.lines(width, chosen).lines)

    @property
    def _table(self) -> Table | None:
        return self._layout.table if self._layout is not None else None

    # The cell that is chosen.

    @property
    def chosen(self) -> Place | None:
        """The cell that the keys act on: there is one while the table has focus."""
        has_one = self._table is not None and self._table.has(self._cursor)
        return self._cursor if has_one and self.has_focus else None

    @property
    def path_in_hand(self) -> OutputPath:
        chosen = self.chosen
        return self._table.path_to(chosen) if self._table is not None and chosen else ()

    @property
    def part_in_hand(self) -> str:
        return "cell" if self.chosen is not None else ""

    def on_focus(self) -> None:
        super().on_focus()
        self._draw_table()

    def on_blur(self) -> None:
        super().on_blur()
        self._draw_table()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "cell", (int(down), int(right)):
                place = Place(self._cursor.row + down, self._cursor.column + right)
                return self._table is not None and self._table.has(place)
            case (("to_row" | "copy_table"), _):
                return self.chosen is not None
        return super().check_action(action, parameters)

    def action_cell(self, down: int, right: int) -> None:
        """Choose the cell so many rows down and columns to the right."""
        self._choose(Place(self._cursor.row + down, self._cursor.column + right))

    def action_to_row(self, row: int) -> None:
        """Choose a cell of the first row (0) or the last one (-1)."""
        if self._table is not None:
            self._choose(Place(row % len(self._table.rows), self._cursor.column))

    def on_click(self, event: events.Click) -> None:
        place = self._place_under(event)
        if place is not None:
            self._choose(place)

    def _place_under(self, event: events.Click) -> Place | None:
        offset = event.get_content_offset(self.body)
        if offset is None or self._layout is None:
            return None
        lines = self._layout.lines(self.body.content_size.width, self.chosen)
        return lines.place_at(offset.x, offset.y)

    def _choose(self, place: Place) -> None:
        if self._layout is None or not self._layout.table.rows:
            return
        last = len(self._layout.table.rows[place.row % len(self._layout.table.rows)]) - 1
        place = place._replace(column=min(place.column, last))
        if not self._layout.table.has(place):
            return
        self._cursor = place
        self._draw_table()
        self.refresh_bindings()  # in the first row there is no up
        line = self._layout.lines(self.body.content_size.width, place).chosen
        if line is not None:
            first = 0 if place.row == 0 else line  # the headers too
            show_lines(self.body, first, line)

    # Copying.

    def copied_text(self) -> str:
        """Return the chosen cell as text, else what any view copies."""
        chosen = self.chosen
        if chosen is None or self._table is None:
            return super().copied_text()
        return cell_text(self._table.rows[chosen.row][chosen.column])

    def text_to_copy(self) -> str:
        """Return the table as text with tabs between cells, which spreadsheets can paste."""
        table = self._table
        if table is None:
            return as_json(self.value)
        return "\n".join("\t".join(map(flat, row)) for row in [table.headers, *table.rows])

    def action_copy_table(self) -> None:
        request_copy(self, self.text_to_copy())
