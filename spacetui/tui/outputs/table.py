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
from spacetui.tui.outputs.saved_value import SavedValue, saved_table
from spacetui.tui.outputs.table_cursor import TableCursor, tsv_text
from spacetui.tui.outputs.table_layout import Table, table_in
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.glyphs import glyphs


class TableView(OutputView):
    """A Dataframe, or another value that has rows."""

    TAKES_PAGE: ClassVar[bool] = True

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
        # In the first row there is no up.
        self.cursor = TableCursor(self.body, on_choice=self.refresh_bindings)

    def draw(self, value: Json, final: bool) -> None:
        table = table_in(value)
        self.cursor.show(table)
        if table is None:
            self.draw_json(value)
            return
        self.summary = size_text(table)

    @property
    def table(self) -> Table | None:
        """All of the table that the value has."""
        return self.cursor.table

    @property
    def path_in_hand(self) -> OutputPath:
        table, chosen = self.cursor.table, self.cursor.chosen
        return table.path_to(chosen) if table is not None and chosen else ()

    @property
    def part_in_hand(self) -> str:
        return "cell" if self.cursor.chosen is not None else ""

    def on_focus(self) -> None:
        self.cursor.focus(True)

    def on_blur(self) -> None:
        self.cursor.focus(False)

    def on_click(self, event: events.Click) -> None:
        self.cursor.click(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "cell", (int(down), int(right)):
                return self.cursor.can_move(down, right)
            case (("to_row" | "copy_table"), _):
                return self.cursor.chosen is not None
        return super().check_action(action, parameters)

    def action_cell(self, down: int, right: int) -> None:
        self.cursor.move(down, right)

    def action_to_row(self, row: int) -> None:
        self.cursor.to_row(row)

    def action_copy_table(self) -> None:
        request_copy(self, self.text_to_copy())

    def copied_text(self) -> str:
        """Return the chosen cell as text, else what any view copies."""
        text = self.cursor.cell_text
        if text is None:
            return super().copied_text()
        return text

    def text_to_copy(self) -> str:
        table = self.table
        if table is None:
            return super().text_to_copy()
        return tsv_text(table)

    def to_save(self) -> SavedValue | None:
        table = self.table
        if table is None:
            return super().to_save()
        return saved_table(table)


def size_text(table: Table) -> str:
    """Return `3 rows · 2 columns` of a table."""
    rows = count_text(len(table.rows), "row", is_grouped=True)
    columns = count_text(len(table.headers), "column", is_grouped=True)
    return f"{rows} {glyphs().dot} {columns}"
