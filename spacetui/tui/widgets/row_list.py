"""RowList: a list of rows with a cursor; results, Spaces, endpoints, calls, actions and choices.

Columns 0 and 1 are the margin: they hold the cursor bar, and text begins in column 2. Only what is
on the screen is turned into strips. A row is drawn once for each width and cursor state.
"""

from collections.abc import Mapping, Sequence
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
from spacetui.tui.widgets.row_list_lines import DrawRow, RowLine, RowLines


class RowMessage(Message):
    """A message about one row of a list; index: the row's place among `rows.rows`."""

    def __init__(self, rows: "RowList", index: int) -> None:
        super().__init__()
        self.rows, self.index = rows, index

    @property
    def control(self) -> "RowList":
        return self.rows


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
    # Whether up in the first row leads somewhere; see LeftTop.
    LEAVES_TOP: ClassVar[bool] = False
    # The first click on a row moves the cursor there.
    CLICKS_TO_CHOOSE: ClassVar[int] = 2
    # Whether the current row is drawn as such.
    shows_cursor = True

    current: reactive[int] = reactive(0)
    # The bar stays bright without focus where enter elsewhere acts on this list.
    lit: reactive[bool] = reactive(False)

    class Moved(RowMessage):
        """The cursor is on another row."""

    class Chosen(RowMessage):
        """Enter was pressed, or a row was clicked CLICKS_TO_CHOOSE times."""

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
        self._gap = gap
        self.filter_text = ""
        self._all_rows: Sequence[Any] = ()
        self._all_headings: Mapping[int, Content] = {}
        self._lines = RowLines(
            draw, self._is_current, margin=self.MARGIN, one_line_rows=one_line_rows
        )

    @property
    def rows(self) -> Sequence[Any]:
        return self._lines.rows

    @property
    def current_row(self) -> Any | None:
        return self.rows[self.current] if 0 <= self.current < len(self.rows) else None

    def _is_current(self, index: int | None) -> bool:
        return self.shows_cursor and index == self.current

    @property
    def line_count(self) -> int:
        """How many lines all rows take, as last laid out."""
        return self._lines.count

    def line_at(self, y: int) -> RowLine:
        """Return the row index and the content of line `y`, which is below `line_count`."""
        return self._lines.line_at(y)

    def set_rows(
        self,
        rows: Sequence[Any],
        *,
        current: int | None = None,
        headings: Mapping[int, Content] | None = None,
    ) -> None:
        """Show other rows. The cursor keeps its index unless `current` is given.

        headings: a line above a row, by the index of that row.
        """
        self._all_rows, self._all_headings = rows, headings or {}
        wanted = self.current if current is None else current
        if self.filter_text:
            kept = [at for at, row in enumerate(rows) if self._fits(row)]
            rows, headings = [rows[at] for at in kept], None
            if current is not None:
                wanted = kept.index(current) if current in kept else 0
        if len(rows) != len(self.rows):
            self.refresh_bindings()
        self._lines.rows, self._lines.headings = rows, headings or {}
        self._lines.forget_drawn()
        with self.prevent(RowList.Moved):
            self.set_reactive(RowList.current, self.validate_current(wanted))
        self._layout_lines()
        self.show_current()

    def filter_rows(self, text: str) -> None:
        """Show only the rows that contain `text`; all of them where it is empty."""
        row = self.current_row
        self.filter_text = text.casefold()
        at = next((at for at, each in enumerate(self._all_rows) if each is row), 0)
        self.set_rows(self._all_rows, current=at, headings=self._all_headings)

    @property
    def filtered_text(self) -> str:
        """How many rows are shown of how many."""
        return f"{len(self.rows)} of {len(self._all_rows)}"

    def _fits(self, row: Any) -> bool:
        return self.filter_text in self._lines.text_of(row).casefold()

    def redraw(self) -> None:
        """Draw the rows again, because what they show has changed."""
        self._lines.forget_drawn()
        self._layout_lines()

    def show_current(self) -> None:
        """Scroll the current row into view."""
        top, height = self._lines.lines_of(self.current)
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
        return self._lines.height_for(width, has_gaps=self._has_gaps)

    @property
    def _has_gaps(self) -> bool:
        # A worker may still show rows while the page is being removed.
        return self._gap and self.is_attached and not self.screen.has_class("-short")

    def _layout_lines(self) -> None:
        lines = self._lines
        if not lines.width:
            self.virtual_size = Size(0, lines.count)
            self.refresh(layout=True)
            return
        lines.lay_out(lines.width, has_gaps=self._has_gaps)
        # Textual is not asked for this width: it shows the scrollbar later and sends no event then.
        has_scrollbar = lines.count > self.size.height
        width = self.size.width - has_scrollbar * self.styles.scrollbar_size_vertical
        if width != lines.width and width > 0:
            lines.lay_out(width, has_gaps=self._has_gaps)
        self.virtual_size = Size(lines.width, lines.count)
        self.refresh()

    def on_resize(self) -> None:
        self._lines.width = self.size.width
        self._layout_lines()
        if self.shows_cursor:
            self.show_current()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def validate_current(self, value: int) -> int:
        return max(0, min(value, len(self.rows) - 1))

    def watch_current(self, before: int, after: int) -> None:
        if before == after or not self.rows:
            return
        self._layout_lines()
        self.show_current()
        self.post_message(self.Moved(self, after))
        self.refresh_bindings()  # in the first row there is no up, in the last no down

    def refresh_bindings(self) -> None:
        # A worker may still set rows while the list is removed; then it is on no screen.
        if self.is_attached:
            super().refresh_bindings()

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.visual_style
        at = y + self.scroll_offset.y
        if not 0 <= at < self.line_count:
            return Strip.blank(width, style.rich_style)
        index, content = self.line_at(at)
        is_current = self._is_current(index)
        if is_current:
            style = self.get_visual_style("rows--current")
        if self.MARGIN:
            content = _margin(is_current, self.has_focus or self.lit) + content
        strip = Strip(content.render_segments(style), content.cell_length)
        return strip.adjust_cell_length(width, style.rich_style).apply_style(style.rich_style)

    def action_cursor(self, by: int) -> None:
        if by < 0 and self.current == 0:
            self.post_message(self.LeftTop(self, 0))
            return
        self.current += by

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "cursor", (int(by),):
                is_row = 0 <= self.current + by < len(self.rows)
                return is_row or (by < 0 and self.LEAVES_TOP)
            case "choose", _:
                return bool(self.rows)
        return super().check_action(action, parameters)

    def action_page(self, by: int) -> None:
        self.current += by * self._lines.rows_in(self.size.height)

    def action_to(self, index: int) -> None:
        """Move the cursor to a row; a negative index counts from the end."""
        if index < 0:
            index += len(self.rows)
        self.current = index

    def action_choose(self) -> None:
        if self.rows:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        index = self.row_at(event)
        if index is None:
            return
        self.current = index
        # Once for the second of two clicks; a third would choose on the page that has opened.
        if event.chain == self.clicks_to_choose(self.current_row):
            self.action_choose()

    def clicks_to_choose(self, row: Any) -> int:
        """Return how many clicks on a row choose it."""
        return self.CLICKS_TO_CHOOSE


def _margin(is_current: bool, is_lit: bool) -> Content:
    """Return the cells before a line, with the cursor bar in the current row."""
    if not is_current:
        return Content("  ")
    return Content.assemble((glyphs().bar, "$accent" if is_lit else "$rule"), " ")
