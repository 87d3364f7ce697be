"""A table: cells that are typed or pasted, rows and columns added and removed, a file loaded."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from itertools import islice
from pathlib import Path, PurePath
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.model.table import HEADERS, TableValue
from spacetui.model.table_columns import columns_of
from spacetui.text.format import count_text
from spacetui.tui.inputs.edited_table import EditedTable
from spacetui.tui.inputs.field_reading import read_field
from spacetui.tui.inputs.grid import Grid, GridRows
from spacetui.tui.inputs.input_field import PICK_KEYS, InputField
from spacetui.tui.inputs.table_text import is_table_file, read_table_file
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs

# Steps in which the value of a table is made at once; more of them between other work.
AT_ONCE = 8


class TableField(InputField):
    """A Dataframe. The value stays exactly as given until a cell is changed."""

    BINDINGS: ClassVar[list[BindingType]] = PICK_KEYS

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.edited = EditedTable(columns_of(parameter), parameter.default)
        self.grid = Grid(self.edited)

    def editors(self) -> Iterable[Widget]:
        yield self.grid

    @property
    def holds_text(self) -> bool:
        return False

    def leave_text(self) -> None:
        """Close the cell that is typed into, and leave it as it was."""
        self.grid.close()
        self.post_change()

    def value(self) -> Json | Missing:
        table = self._table()
        return self.edited.value if table is self.edited.table else table.to_json()

    def _table(self) -> TableValue:
        """Return the table with what is typed in a cell. Raises BadValue."""
        typed = self.grid.typed
        return self.edited.table if typed is None else self.edited.read(typed)

    # An edited table is a value, which only a call needs: a large one takes time to make.

    @property
    def is_set(self) -> bool:
        return self.edited.is_edited or super().is_set

    @property
    def note(self) -> str:
        return self.type_note() if self.edited.is_edited else super().note

    def set_value(self, value: Json | Missing) -> None:
        self.edited.load(value)
        self.grid.close()
        self.post_change()

    def problem(self) -> str | None:
        if not self.edited.is_edited:
            return super().problem()
        # What was changed was checked cell by cell; the table may have 100,000 rows.
        return read_field(self._table).error

    def _post_prepared(self) -> None:
        """Post the change when the value is made: that of a large table takes many steps."""
        steps = self.edited.prepare()
        for _ in islice(steps, AT_ONCE):
            pass
        if next(steps, self) is self:
            self.post_change()
        else:
            run_exclusive(self, "prepare", self._prepare)

    async def _prepare(self) -> None:
        for _ in self.edited.prepare():
            await asyncio.sleep(0)
        self.post_change()

    def type_note(self) -> str:
        table, cursor = self.edited.table, self.edited.cursor
        rows = count_text(len(table.rows), "row", is_grouped=True)
        if not self.is_in_focus:
            return f"{rows} {glyphs().dot} {count_text(table.width, 'column')}"
        kind = "header" if cursor.row == HEADERS else self.edited.columns.type_text(cursor.column)
        return f"{rows} {glyphs().dot} {kind}" if kind else rows

    def on_grid_rows_moved(self, event: GridRows.Moved) -> None:
        event.stop()
        self.head.redraw()

    def on_grid_rows_changed(self, event: GridRows.Changed) -> None:
        event.stop()
        self.error = event.error
        self._post_prepared()

    def on_grid_refused(self, event: Grid.Refused) -> None:
        event.stop()
        self.error = event.error

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.grid.typed is not None:
            self.post_change()

    # Files.

    def action_pick(self) -> None:
        """Load a table from a file that is picked."""
        from spacetui.tui.inputs.file_picker import FilePicker
        from spacetui.tui.inputs.file_picking import list_on_disk

        self.app.push_screen(
            FilePicker(Path.cwd(), partial(list_on_disk, fits=is_table_file)), self._load
        )

    def _load(self, paths: list[PurePath] | None) -> None:
        for path in paths or []:
            self.run_worker(self._load_file(Path(path)), group="load", exclusive=True)

    async def _load_file(self, path: Path) -> None:
        """Show the table of a file, or why it has none."""
        try:
            table = await asyncio.to_thread(read_table_file, path, self.edited.columns)
        except BadValue as error:
            self.error = error.failure.message
            return
        self.edited.take(table)
        self.grid.close()
        self.error = ""
        self._post_prepared()
