"""Grid: the rows of a table, whose cells are edited in place; only what is in sight is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input

from spacetui.errors import BadValue
from spacetui.model.table import HEADERS
from spacetui.model.table_cells import cell_text
from spacetui.tui.inputs.edited_table import EditedTable
from spacetui.tui.inputs.grid_lines import GridLines
from spacetui.tui.inputs.text_editors import LineInput
from spacetui.tui.keys import bindings, key_name
from spacetui.tui.widgets.row_layout import line_strip

# Lines: the headers, and at most so many rows.
MAX_LINES = 9
# Cells that a text is typed in at least, where the column is narrower.
MIN_EDITOR = 16
TO_END = 10**9


class GridRows(ScrollView, can_focus=True):
    """The headers, which stay, and the rows below them; it has the keys while nothing is typed.

    The cursor goes from the headers and the last row to the fields above and below.
    """

    DEFAULT_CSS = """
    GridRows { height: auto; width: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "cell.up": "move(-1, 0)",
            "cell.down": "move(1, 0)",
            "cell.left": "move(0, -1)",
            "cell.right": "move(0, 1)",
            "list.page_up": "go(-7)",
            "list.page_down": "go(7)",
            "cell.first": f"go({-TO_END})",
            "cell.last": f"go({TO_END})",
            "cell.edit": "edit",
            "cell.empty": "empty",
            "row.add": "change('add_row')",
            "row.drop": "change('drop_row')",
            "column.add": "change('add_column')",
            "column.drop": "change('drop_column')",
            "undo": "undo",
        }
    )

    class Moved(Message):
        """The cursor is on another cell."""

    class Changed(Message):
        """The table was changed; error: why it could not be."""

        def __init__(self, error: str = "") -> None:
            super().__init__()
            self.error = error

    class EditRequested(Message):
        """The cell under the cursor is to be typed into."""

    def __init__(self, edited: EditedTable) -> None:
        super().__init__(classes="editor -bare")
        self.edited = edited
        self.lines = GridLines(edited)

    @property
    def line_width(self) -> int:
        """The cells of a line, without the scrollbar."""
        return self.scrollable_content_region.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return min(self._line_count, MAX_LINES)

    @property
    def _line_count(self) -> int:
        return 1 + max(1, len(self.edited.table.rows))

    def redraw(self) -> None:
        """Show the table and the cursor as they are now."""
        size = Size(self.size.width, self._line_count)
        if size != self.virtual_size:
            self.virtual_size = size
            self.refresh(layout=True)
        row = self.edited.cursor.row
        if row != HEADERS and self.is_attached:
            # With the line above it, since the headers cover the first line in sight.
            region = Region(0, row, 1, 2)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)
        self.refresh()

    def on_resize(self) -> None:
        self.redraw()

    def render_line(self, y: int) -> Strip:
        return line_strip(self._line(y), self.size.width, self.visual_style)

    def _line(self, y: int) -> Content:
        rows = len(self.edited.table.rows)
        row = HEADERS if y == 0 else y - 1 + self.scroll_offset.y
        if row < rows:
            return self.lines.line(row, self.line_width, has_cursor=self.has_focus)
        if rows or y != 1:
            return Content("")
        return self._empty_content()

    def _empty_content(self) -> Content:
        nothing = self.edited.nothing_text or "no rows"
        parts = [(f"{nothing}; ", "$muted")]
        if self.edited.columns.rows_grow:
            parts += [(key_name("row.add"), "bold"), (" adds one, ", "$muted")]
        parts += [(key_name("field.pick"), "bold"), (" loads a file", "$muted")]
        return Content.assemble(*parts)

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        edited = self.edited
        match action, parameters:
            case (("edit" | "empty"), _):
                return edited.has(edited.cursor)
            case "change", ("add_row",):
                return edited.columns.rows_grow
            case "change", ("drop_row",):
                return edited.columns.rows_grow and edited.cursor.row != HEADERS
            case "change", _:
                is_one = edited.table.width > 0 or parameters == ("add_column",)
                return edited.columns.columns_grow and is_one
        return super().check_action(action, parameters)

    def action_move(self, down: int, right: int) -> None:
        edited, before = self.edited, self.edited.cursor
        edited.move(down, right)
        if down and edited.cursor == before:
            raise SkipAction
        self._moved()

    def action_go(self, rows: int) -> None:
        """Move by so many rows, but not to the headers."""
        edited = self.edited
        edited.go(
            max(min(0, len(edited.table.rows) - 1), edited.cursor.row + rows), edited.cursor[1]
        )
        self._moved()

    def _moved(self) -> None:
        self.redraw()
        self.refresh_bindings()  # on the headers there is no row to remove
        self.post_message(self.Moved())

    def action_edit(self) -> None:
        """Begin to type into a cell, or turn one on or off."""
        if self.edited.is_bool:
            self._try(lambda: self.edited.put(self.edited.cell is not True))
        else:
            self.post_message(self.EditRequested())

    def action_empty(self) -> None:
        """Empty a cell: null, or a header without text."""
        is_header = self.edited.cursor.row == HEADERS
        self._try(lambda: self.edited.put("" if is_header else None))

    def action_change(self, change: str) -> None:
        self._try(getattr(self.edited, change))

    def action_undo(self) -> None:
        if not self.edited.undo():
            raise SkipAction
        self._try(lambda: None)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.paste(event.text)

    def paste(self, text: str) -> None:
        """Take pasted cells, from the cursor on."""
        if text.strip():
            self._try(lambda: self.edited.paste(text.strip("\r\n")))

    def _try(self, change: Callable[[], None]) -> None:
        try:
            change()
        except BadValue as error:
            self.post_message(self.Changed(error.failure.message))
        else:
            self.redraw()
            self.post_message(self.Changed())

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the cell under the mouse; edit the chosen one."""
        at = event.get_content_offset(self)
        column = None if at is None else self.lines.column_at(at.x, self.line_width)
        if at is None or column is None:
            return
        row = HEADERS if at.y == 0 else at.y - 1 + self.scroll_offset.y
        if self.edited.cursor == (row, column):
            self.action_edit()
        elif row < len(self.edited.table.rows):
            self.edited.go(row, column)
            self._moved()


class CellEditor(LineInput):
    """The line over a cell that is typed into.

    leave: takes the text and moves the cursor by so many rows. type_next: takes it and goes on to
    the next cell; returns whether there was one.
    """

    DEFAULT_CSS = """
    CellEditor, CellEditor:focus {
        position: absolute; background: $panel; padding: 0; border: none; display: none;
    }
    CellEditor.-open { display: block; }
    """

    def __init__(self, leave: Callable[[int], None], type_next: Callable[[], bool]) -> None:
        super().__init__()
        self.remove_class("editor")  # the rows are the editor of the field
        self._leave = leave
        self._type_next = type_next

    def _on_paste(self, event: events.Paste) -> None:
        if "\t" in event.text or len(event.text.splitlines()) > 1:
            event.prevent_default()  # cells: the grid takes them

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            self._leave(-1 if event.key == "up" else 1)

    def complete(self) -> bool:
        """Go on to the next cell, since tab walks through them; False after the last one."""
        return self._type_next()


class Grid(Vertical):
    """The rows, and the line in which a cell is typed.

    typed: the text of the cell while one is typed, else None.
    """

    DEFAULT_CSS = "Grid { height: auto; width: 1fr; }"

    class Refused(Message):
        """A cell does not take what was typed."""

        def __init__(self, error: str) -> None:
            super().__init__()
            self.error = error

    def __init__(self, edited: EditedTable) -> None:
        self.edited = edited
        self.rows = GridRows(edited)
        self.line = CellEditor(self.leave_cell, self.type_next)
        super().__init__(self.rows, self.line)

    @property
    def typed(self) -> str | None:
        return self.line.value if self.line.has_class("-open") else None

    @on(GridRows.EditRequested)
    def edit_cell(self) -> None:
        """Open the line over the cell under the cursor."""
        try:
            self.edited.check_editable()
        except BadValue as error:
            self.post_message(GridRows.Changed(error.failure.message))
            return
        text = cell_text(self.edited.cell)
        self.line.value, self.line.cursor_position = text, len(text)
        self._place_line()
        self.line.add_class("-open")
        self.screen.set_focus(self.line)

    def _place_line(self) -> None:
        rows, cursor = self.rows, self.edited.cursor
        rows.redraw()
        columns = rows.lines.columns_in(rows.line_width)
        start, width = next((c.start, c.width) for c in columns if c.number == cursor.column)
        width = min(max(width, MIN_EDITOR), max(1, rows.line_width - start))
        y = 0 if cursor.row == HEADERS else cursor.row + 1 - rows.scroll_offset.y
        self.line.styles.offset = (start + rows.gutter.left, y)
        self.line.styles.width = width

    def close(self) -> None:
        """Close the line; what was typed is dropped unless it was taken before."""
        had_focus = self.line.has_focus
        self.line.remove_class("-open")
        if had_focus:
            self.screen.set_focus(self.rows)
        self.rows.redraw()

    def _take(self) -> bool:
        """Take the typed text into its cell; return whether the cell takes it."""
        if self.typed is None:
            return True
        try:
            table = self.edited.read(self.typed)
        except BadValue as error:
            self.post_message(self.Refused(error.failure.message))
            return False
        if table is not self.edited.table:
            self.edited.take(table)
        self.post_message(GridRows.Changed())
        return True

    def leave_cell(self, down: int) -> None:
        """Take the typed text, and move the cursor by so many rows."""
        if self._take():
            self.edited.move(down, 0)
            self.close()

    def type_next(self) -> bool:
        """Take the typed text, and type into the next cell, if there is one; return whether."""
        if not self._take():
            return True
        place = self.edited.after_cursor()
        if place is None:
            self.close()
            return False
        self.edited.go(*place)
        self.edit_cell()
        return True

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.leave_cell(1)

    def on_paste(self, event: events.Paste) -> None:
        """Take cells that were pasted into the text of one."""
        event.stop()
        self.close()
        self.rows.paste(event.text)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if event.widget is self.line and self._take():
            self.close()
