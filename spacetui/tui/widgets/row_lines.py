"""RowLines: the lines of a RowView; which row is at which line, and what is drawn there."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.content import Content
from textual.geometry import Size

# (row, width for text in cells, whether the cursor is on it) -> the row's lines
DrawRow = Callable[[Any, int, bool], list[Content]]
# The index of a row, or None for a heading or a blank line; and the content of one line.
RowLine = tuple[int | None, Content]

# Cells. A row is searched as it is drawn at this width, which cuts little.
SEARCHED_WIDTH = 400


class RowLines:
    """Rows, laid out as lines for a width. A row is drawn once for each width and cursor state.

    is_current: whether the row of an index is drawn as the one under the cursor.
    margin: cells at the left of each line that are not for text.
    one_line_rows: every row is one line, and is drawn only when `line_at` asks for it.
    There may be headings between such rows.
    """

    def __init__(
        self,
        draw: DrawRow,
        is_current: Callable[[int], bool],
        *,
        margin: int,
        one_line_rows: bool,
    ) -> None:
        self._draw = draw
        self._is_current = is_current
        self._margin = margin
        self._one_line_rows = one_line_rows
        # Returns which row of one line has more of them now, and how many more.
        self.taller: Callable[[], tuple[int, int]] = lambda: (0, 0)
        self.rows: Sequence[Any] = ()
        self.headings: Mapping[int, Content] = {}
        self.width = 0
        # The lines that line_at returns; empty where every row is one line.
        self._lines: list[RowLine] = []
        # Where every row is one line: the indices of the rows below a heading, and its own lines.
        self._headed: list[int] = []
        self._heading_lines: list[int] = []
        self._drawn: dict[tuple[int, int, bool], list[Content]] = {}

    @property
    def are_rows_one_line(self) -> bool:
        """Whether every row is one line, wherever the cursor is."""
        return self._one_line_rows

    @property
    def count(self) -> int:
        """How many lines all rows take, as last laid out."""
        if self._one_line_rows:
            more = self.taller()[1] if self.rows else 0
            return len(self.rows) + len(self._headed) + more
        return len(self._lines)

    def text_of(self, row: Any) -> str:
        """Return what a row shows, as text to search in."""
        return "\n".join(line.plain for line in self._draw(row, SEARCHED_WIDTH, False))

    def title_of(self, row: Any) -> str:
        """Return the first line of a row, without what aligns it."""
        first, *_ = self.text_of(row).split("\n")
        return " ".join(first.split())

    def row_at(self, y: int) -> int | None:
        """Return the index of the row at line `y`, if there is one."""
        index, _ = self.line_at(y) if y < self.count else (None, Content(""))
        return index

    def forget_drawn(self) -> None:
        """Draw every row again when it is needed next."""
        self._drawn.clear()

    def set_rows(self, rows: Sequence[Any], headings: Mapping[int, Content]) -> None:
        """Take other rows. headings: a line above a row, by the index of that row."""
        self.rows, self.headings = rows, headings
        self._headed = sorted(headings)
        self._heading_lines = [index + before for before, index in enumerate(self._headed)]
        self.forget_drawn()

    def fit(self, size: Size, *, scrollbar_width: int, has_gaps: bool) -> None:
        """Make the lines for a window, beside its scrollbar if it needs one."""
        self.lay_out(self.width, has_gaps=has_gaps)
        width = size.width - (self.count > size.height) * scrollbar_width
        if width != self.width and width > 0:
            self.lay_out(width, has_gaps=has_gaps)

    def lay_out(self, width: int, *, has_gaps: bool) -> None:
        """Make the lines for a width in cells; has_gaps: with a blank line before a row.

        Rows of one line stand together.
        """
        self.width = width
        self._lines = self._make_lines(width, has_gaps)

    def height_for(self, width: int, *, has_gaps: bool) -> int:
        """Return the count of lines: as last laid out, or, before that, what `width` would give."""
        if self._one_line_rows or self.width:
            return self.count
        return len(self._make_lines(width, has_gaps))

    def line_at(self, y: int) -> RowLine:
        """Return line `y`, which is below `count`."""
        if not self._one_line_rows:
            return self._lines[y]
        taller, more = self.taller()
        first, _ = self.lines_of(taller)
        part = min(max(0, y - first), more)
        y -= part
        if part and y == first:
            return taller, self._draw_row(taller, self.width)[part]
        before = bisect_left(self._heading_lines, y)
        if before < len(self._headed) and self._heading_lines[before] == y:
            return None, self.headings[self._headed[before]]
        return y - before, self._draw_row(y - before, self.width)[0]

    def lines_of(self, index: int) -> tuple[int, int]:
        """Return the first line of a row and how many lines it has: 0 if there is no such row."""
        if self._one_line_rows:
            taller, more = self.taller()
            line = index + bisect_right(self._headed, index) + more * (index > taller)
            height = 1 + more * (index == taller)
            return line, height if 0 <= index < len(self.rows) else 0
        lines = [y for y, (row, _) in enumerate(self._lines) if row == index]
        return next(iter(lines), 0), len(lines)

    def rows_in(self, height: int) -> int:
        """Return how many rows about `height` lines show; at least 1."""
        lines_a_row = self.count // max(1, len(self.rows))
        return max(1, height // max(1, lines_a_row))

    def _make_lines(self, width: int, has_gaps: bool) -> list[RowLine]:
        lines: list[RowLine] = []
        if self._one_line_rows:
            return lines
        for index in range(len(self.rows)):
            drawn = self._draw_row(index, width)
            is_list = len(drawn) == 1 and index not in self.headings
            if has_gaps and index and not is_list:
                lines.append((None, Content("")))
            if index in self.headings:
                lines.append((None, self.headings[index]))
            lines.extend((index, line) for line in drawn)
        return lines

    def _draw_row(self, index: int, width: int) -> list[Content]:
        is_current = self._is_current(index)
        key = (index, width, is_current)
        if key not in self._drawn:
            room = max(1, width - self._margin)
            self._drawn[key] = self._draw(self.rows[index], room, is_current)
        return self._drawn[key]
