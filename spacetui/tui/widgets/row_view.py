"""RowView: rows with a cursor, drawn; without keys of its own.

Columns 0 and 1 are the margin: they hold the cursor bar, and text begins in column 2. Only what is
on the screen is turned into strips. A row is drawn once for each width and cursor state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from spacetui.tui.textual_private.many_rows import take_virtual_size
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.line_strips import LineStrips, lines_without_edge
from spacetui.tui.widgets.row_filter import RowFilter
from spacetui.tui.widgets.row_lines import DrawRow, RowLine, RowLines

# The margin of every row but the current one.
NO_BAR = Content("  ")


class RowView(ScrollView, can_focus=True):
    """Rows with a cursor; `draw` turns a row into its lines.

    gap: a blank line between rows, unless the screen is short.
    one_line_rows: every row is one line, so that rows are drawn only when they are seen.
    more_at_cursor: lines that the row with the cursor has besides. text_of: what is searched.
    """

    DEFAULT_CSS = """
    RowView {
        height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; background: $background;
    }
    RowView > .rows--current { background: $surface; }
    RowView:focus > .rows--current { background: $panel; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--current"}
    MARGIN: ClassVar[int] = 2  # cells; a subclass without a cursor bar sets it to 0
    shows_cursor = True  # whether the current row is drawn as such

    current: reactive[int] = reactive(0, repaint=False)  # what it draws: see watch_current
    # The bar stays bright without focus where enter elsewhere acts on this list.
    lit: reactive[bool] = reactive(False)

    def __init__(
        self,
        draw: DrawRow,
        *,
        gap: bool = False,
        one_line_rows: bool = False,
        more_at_cursor: int = 0,
        text_of: Callable[[Any], str] | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._gap = gap
        self._lines = RowLines(
            draw, self._is_current, margin=self.MARGIN, one_line_rows=one_line_rows
        )
        self._lines.taller = lambda: (self.current, more_at_cursor)
        self._filter, self._strips = RowFilter(text_of or self._lines.text_of), LineStrips()

    @property
    def rows(self) -> Sequence[Any]:
        return self._lines.rows

    @property
    def current_row(self) -> Any | None:
        return self.rows[self.current] if 0 <= self.current < len(self.rows) else None

    @property
    def current_text(self) -> str:
        """The first line of the current row, without what aligns it."""
        row = self.current_row
        return "" if row is None else self._lines.title_of(row)

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
        self._filter.set_rows(rows, headings or {})
        wanted = self.current if current is None else self._filter.place_of(current)
        if len(self._filter.shown) != len(self.rows):
            self.refresh_bindings()
        self._lines.set_rows(self._filter.shown, self._filter.headings)
        self.set_reactive(RowView.current, self.validate_current(wanted))
        self._layout_lines()
        self.show_current()

    def filter_rows(self, text: str) -> str:
        """Show only the rows that contain `text`, or all; return how many of how many."""
        kept, at = self._filter, self._filter.index_of(self.current_row)
        kept.text = text.casefold()
        self.set_rows(kept.all_rows, current=at, headings=kept.all_headings)
        return f"{len(kept.shown)} of {len(kept.all_rows)}"

    def redraw(self) -> None:
        """Draw the rows again, because what they show has changed."""
        self._lines.forget_drawn()
        self._layout_lines()

    def show_current(self) -> None:
        """Scroll the current row into view, with the heading above it."""
        top, height = self._lines.lines_of(self.current)
        if height and self.is_attached:
            heading = int(self.current in self._lines.headings)
            region = Region(0, top - heading, 1, height + heading)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def row_at(self, event: events.MouseEvent) -> int | None:
        """Return the index of the row under the mouse, or None."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        return self._lines.row_at(offset.y + self.scroll_offset.y)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        # Textual's own answer is the height as last laid out, which is 0 at first; a change of it
        # that is made while the page is being laid out can be lost.
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
        # Textual is not asked for the width: it shows the scrollbar later and sends no event then.
        scrollbar = self.styles.scrollbar_size_vertical
        lines.fit(self.size, scrollbar_width=scrollbar, has_gaps=self._has_gaps)
        take_virtual_size(self, Size(lines.width, lines.count))
        self.refresh()

    def on_resize(self) -> None:
        self._lines.width = self.size.width
        self._layout_lines()
        if self.shows_cursor:
            self.show_current()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()  # the theme may be another
        self.refresh()

    def validate_current(self, value: int) -> int:
        return max(0, min(value, len(self.rows) - 1))

    def watch_current(self, before: int, after: int) -> None:
        if before == after or not self.rows:
            return
        if self._lines.are_rows_one_line and not self._lines.taller()[1]:
            for index in (before, after):
                self.refresh_lines(*self._lines.lines_of(index))
        else:
            self._layout_lines()
        self.show_current()

    def refresh_bindings(self) -> None:
        # A worker may still set rows while the list is removed; then it is on no screen.
        if self.is_attached:
            super().refresh_bindings()

    def render_lines(self, crop: Region) -> list[Strip]:
        return lines_without_edge(self, crop) or super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width, style = self.outer_size.width, self.visual_style
        at = y + self.scroll_offset.y
        if not 0 <= at < self.line_count:
            return Strip.blank(width, style.rich_style)
        index, content = self.line_at(at)
        is_current = self._is_current(index)
        if is_current:
            style = self.get_visual_style("rows--current")
        margin = _margin(is_current, self.has_focus or self.lit) if self.MARGIN else None
        return self._strips.strip_of(content, margin, width, style)


def _margin(is_current: bool, is_lit: bool) -> Content:
    """Return the cells before a line, with the cursor bar in the current row."""
    if not is_current:
        return NO_BAR
    return _bar(glyphs().bar, "$accent" if is_lit else "$rule")


@cache
def _bar(glyph: str, style: str) -> Content:
    return Content.assemble((glyph, style), " ")
