"""RowList: a list of rows with a cursor; results, Spaces, endpoints, calls, actions and choices.

Columns 0 and 1 are the margin: they hold the cursor bar, and text begins in column 2. Only what is
on the screen is turned into strips. A row is drawn once for each width and cursor state.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs

# (row, width for text in cells, whether the cursor is on it) -> the row's lines
DrawRow = Callable[[Any, int, bool], list[Content]]


class RowList(ScrollView, can_focus=True):
    """A list of rows with a cursor; `draw` turns a row into its lines.

    gap: a blank line between rows, unless the screen is short.
    one_line_rows: every row is one line, so that rows are drawn only when they are seen: 100,000
    rows cost as much as ten.
    """

    DEFAULT_CSS = """
    RowList {
        height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; background: $background;
    }
    RowList > .rows--current { background: $surface; }
    RowList:focus > .rows--current { background: $panel; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--current"}
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "list.up": "cursor(-1)",
            "list.down": "cursor(1)",
            "list.page_up": "page(-1)",
            "list.page_down": "page(1)",
            "list.first": "to(0)",
            "list.last": "to(-1)",
            "list.choose": "choose",
        }
    )
    # Cells. A subclass without a cursor bar sets it to 0.
    MARGIN: ClassVar[int] = 2

    current: reactive[int] = reactive(0)
    # The bar stays bright without focus where enter elsewhere acts on this list.
    lit: reactive[bool] = reactive(False)

    class RowMessage(Message):
        """A message about one row of a list; index: the row's place among `rows.rows`."""

        def __init__(self, rows: "RowList", index: int) -> None:
            super().__init__()
            self.rows, self.index = rows, index

        @property
        def control(self) -> "RowList":
            return self.rows

    class Moved(RowMessage):
        """The cursor is on another row."""

    class Chosen(RowMessage):
        """Enter was pressed, or the row under the cursor was clicked."""

    class LeftTop(RowMessage):
        """The cursor was moved up from the first row."""

    def __init__(
        self,
        draw: DrawRow,
        *,
        gap: bool = False,
        one_line_rows: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._gap = gap
        self._one_line_rows = one_line_rows
        self._rows: Sequence[Any] = ()
        # The lines that line_at returns; empty where every row is one line.
        self._lines: list[tuple[int | None, Content]] = []
        self._drawn: dict[tuple[int, int, bool], list[Content]] = {}
        self._width = 0

    @property
    def rows(self) -> Sequence[Any]:
        return self._rows

    @property
    def current_row(self) -> Any | None:
        return self._rows[self.current] if 0 <= self.current < len(self._rows) else None

    @property
    def shows_cursor(self) -> bool:
        """Whether the current row is drawn as such."""
        return True

    @property
    def line_count(self) -> int:
        """How many lines all rows take, as last laid out."""
        if self._one_line_rows:
            return len(self._rows)
        return len(self._lines)

    def line_at(self, y: int) -> tuple[int | None, Content]:
        """Return the row index and the content of line `y`, which is below `line_count`.

        The index is None for a blank line between two rows.
        """
        if self._one_line_rows:
            return y, self._row_lines(y, self._width)[0]
        return self._lines[y]

    def set_rows(self, rows: Sequence[Any], *, current: int | None = None) -> None:
        """Show other rows. The cursor keeps its index unless `current` is given."""
        self._rows = rows
        self._drawn.clear()
        wanted = self.current if current is None else current
        with self.prevent(RowList.Moved):
            self.set_reactive(RowList.current, self.validate_current(wanted))
        self._layout_lines()
        self.show_current()

    def redraw(self) -> None:
        """Draw the rows again, because what they show has changed."""
        self._drawn.clear()
        self._layout_lines()

    def show_current(self) -> None:
        """Scroll the current row into view."""
        top, height = self._lines_of(self.current)
        if height and self.is_attached:
            region = Region(0, top, 1, height)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def row_at(self, event: events.MouseEvent) -> int | None:
        """Return the index of the row under the mouse, or None."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        y = offset.y + self.scroll_offset.y
        if y >= self.line_count:
            return None
        index, _ = self.line_at(y)
        return index

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of all rows, for a list with `height: auto`.

        It is known before the list has a size. Textual's own answer is the height as last laid out,
        which is 0 at first, and a change made while the page is being laid out can be lost.
        """
        if self._one_line_rows or self._width:
            return self.line_count
        return len(self._make_lines(width))

    def _row_lines(self, index: int, width: int) -> list[Content]:
        is_current = self.shows_cursor and index == self.current
        key = (index, width, is_current)
        if key not in self._drawn:
            room = max(1, width - self.MARGIN)
            self._drawn[key] = self._draw(self._rows[index], room, is_current)
        return self._drawn[key]

    def _lines_of(self, index: int) -> tuple[int, int]:
        """Return the first line of a row and how many lines it has: 0 if there is no such row."""
        if self._one_line_rows:
            return index, int(0 <= index < len(self._rows))
        lines = [y for y, (row, _) in enumerate(self._lines) if row == index]
        return next(iter(lines), 0), len(lines)

    def _layout_lines(self) -> None:
        if not self._width:
            self.virtual_size = Size(0, self.line_count)
            self.refresh(layout=True)
            return
        self._lines = self._make_lines(self._width)
        # Textual is not asked for this width: it shows the scrollbar later and sends no event then.
        has_scrollbar = self.line_count > self.size.height
        width = self.size.width - has_scrollbar * self.styles.scrollbar_size_vertical
        if width != self._width and width > 0:
            self._width = width
            self._lines = self._make_lines(width)
        self.virtual_size = Size(self._width, self.line_count)
        self.refresh()

    def _make_lines(self, width: int) -> list[tuple[int | None, Content]]:
        lines: list[tuple[int | None, Content]] = []
        if self._one_line_rows:
            return lines
        has_gap = self._gap and not self.screen.has_class("-short")
        for index in range(len(self._rows)):
            if has_gap and index:
                lines.append((None, Content("")))
            lines.extend((index, line) for line in self._row_lines(index, width))
        return lines

    def on_resize(self) -> None:
        self._width = self.size.width
        self._layout_lines()
        if self.shows_cursor:
            self.show_current()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def validate_current(self, value: int) -> int:
        return max(0, min(value, len(self._rows) - 1))

    def watch_current(self, before: int, after: int) -> None:
        if before == after or not self._rows:
            return
        self._layout_lines()
        self.show_current()
        self.post_message(self.Moved(self, after))

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.visual_style
        at = y + self.scroll_offset.y
        if not 0 <= at < self.line_count:
            return Strip.blank(width, style.rich_style)
        index, content = self.line_at(at)
        is_current = self.shows_cursor and index == self.current
        if is_current:
            style = self.get_visual_style("rows--current")
        if self.MARGIN:
            content = self._margin(is_current) + content
        strip = Strip(content.render_segments(style), content.cell_length)
        return strip.adjust_cell_length(width, style.rich_style).apply_style(style.rich_style)

    def _margin(self, is_current: bool) -> Content:
        if not is_current:
            return Content("  ")
        style = "$accent" if self.has_focus or self.lit else "$rule"
        return Content.assemble((glyphs().bar, style), " ")

    def action_cursor(self, by: int) -> None:
        if by < 0 and self.current == 0:
            self.post_message(self.LeftTop(self, 0))
            return
        self.current += by

    def action_page(self, by: int) -> None:
        lines_a_row = self.line_count // max(1, len(self._rows))
        rows_a_page = self.size.height // max(1, lines_a_row)
        self.current += by * max(1, rows_a_page)

    def action_to(self, index: int) -> None:
        """Move the cursor to a row; a negative index counts from the end."""
        if index < 0:
            index += len(self._rows)
        self.current = index

    def action_choose(self) -> None:
        if self._rows:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        index = self.row_at(event)
        if index is None:
            return
        was_current = index == self.current
        self.current = index
        if was_current or event.chain == 2:
            self.action_choose()
