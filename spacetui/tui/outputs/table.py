"""A table in aligned columns, with a cursor on one of its cells while it has focus."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json, Return
from spacetui.model.table import TableValue, table_of
from spacetui.text.format import count_text, grouped_text
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.saved_value import SavedValue, saved_table
from spacetui.tui.outputs.styled_values import styled_values
from spacetui.tui.outputs.table_actions import TABLE_KEYS, TableActions
from spacetui.tui.outputs.table_cursor import TableCursor, tsv_text
from spacetui.tui.outputs.table_filter import TableFilter
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.glyphs import glyphs


class TableView(OutputView):
    """A Dataframe, or another value that has rows."""

    TAKES_PAGE: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = TABLE_KEYS

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        # In the first row there is no up.
        self.cursor = TableCursor(self.body, on_choice=self.refresh_bindings)
        self.filter = TableFilter(self, self.cursor, self._show_summary)
        self.actions = TableActions(self, self.cursor, self.filter, self.text_to_copy)

    def draw(self, value: Json, final: bool) -> None:
        table, styled = table_of(value), styled_values(value)
        self.cursor.show(table, styled)
        if table is None:
            self.draw_json(value)
            return
        self._show_summary()
        self.filter.show(styled)

    def _show_summary(self) -> None:
        if self.table is not None:
            self.summary = size_text(self.table, len(self.cursor.rows))

    def fit(self, rows: int) -> None:
        self.cursor.fit(rows)

    @property
    def table(self) -> TableValue | None:
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
        self.actions.click(event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.actions.wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.actions.wheel(event, -1)

    def back_step(self) -> BackStep | None:
        return self.filter.back_step()

    def check_action(self, action: str, parameters: tuple[Any, ...]) -> bool | None:
        if action == "act":
            return self.actions.can(*parameters)
        return super().check_action(action, parameters)

    async def action_act(self, name: str, down: int = 0, right: int = 0) -> None:
        await self.actions.do(name, down, right)

    def copied_text(self) -> str:
        """Return the chosen cell as text, else what any view copies."""
        text = self.cursor.cell_text
        return super().copied_text() if text is None else text

    def text_to_copy(self) -> str:
        """Return the rows that are shown, in their order, with the headers."""
        table = self.table
        return (
            super().text_to_copy() if table is None else tsv_text(table, self.cursor.rows_of(table))
        )

    def to_save(self) -> SavedValue | None:
        table = self.table
        return (
            super().to_save() if table is None else saved_table(table, self.cursor.rows_of(table))
        )


def size_text(table: TableValue, shown: int) -> str:
    """Return `3 rows · 2 columns` of a table, or `1 of 3 rows` where not all are shown."""
    rows = count_text(len(table.rows), "row", is_grouped=True)
    columns = count_text(table.width, "column", is_grouped=True)
    part = f"{grouped_text(shown)} of " if shown != len(table.rows) else ""
    return f"{part}{rows} {glyphs().dot} {columns}"
