"""HtmlTable: the rows of a table of HTML as they are read."""

from __future__ import annotations

from textual.content import Content

from spacetui.tui.outputs.rich_text.block import MAX_TABLE_ROWS
from spacetui.tui.outputs.rich_text.html_runs import HtmlRuns

MAX_COLUMNS = 40

Rows = tuple[tuple[Content, ...], ...]


class HtmlTable:
    """The table that is open, if one is. One within a cell of it is text of that cell.

    Tags at the end of a cell or row may be missing, as HTML allows.
    """

    def __init__(self) -> None:
        self.is_in_cell = False
        self._rows: list[list[Content]] | None = None
        self._depth = 0  # tables within each other

    @property
    def is_open(self) -> bool:
        return self._rows is not None

    @property
    def takes_cells(self) -> bool:
        """Whether a row or cell that begins now is one of the table."""
        return self._depth == 1 and self._rows is not None

    @property
    def rows(self) -> Rows:
        """The rows that have a cell."""
        return tuple(tuple(row[:MAX_COLUMNS]) for row in self._rows or () if row)

    def begin(self) -> bool:
        """Take note that a table begins; return whether it is not within another one."""
        self._depth += 1
        if self._depth == 1:
            self._rows = []
        return self._depth == 1

    def end(self, runs: HtmlRuns) -> Rows:
        """Take note that a table ends; return its rows if it is not within another one."""
        self.end_cell(runs)
        is_last, rows = self._depth <= 1, self.rows
        self._depth = max(0, self._depth - 1)
        if not is_last:
            return ()
        self._rows = None
        return rows

    def leave(self) -> Rows:
        """Take it for the layout of a page instead; return the rows that it had until now."""
        rows = self.rows
        self._rows, self.is_in_cell = None, False
        return rows

    def begin_row(self, runs: HtmlRuns) -> Rows:
        """Begin a row; return the rows before it where there are so many that they are shown."""
        self.end_cell(runs)
        assert self._rows is not None
        full: Rows = ()
        if len(self._rows) >= MAX_TABLE_ROWS:
            full = self.rows
            del self._rows[1:]  # the first one has the names of its columns
        self._rows.append([])
        return full

    def begin_cell(self, runs: HtmlRuns) -> None:
        self.end_cell(runs)
        if not self._rows:
            self._rows = [[]]
        self.is_in_cell = True

    def end_cell(self, runs: HtmlRuns) -> None:
        """End the cell that is open, whose text was read into `runs`."""
        if self.is_in_cell and self._depth == 1 and self._rows:
            self._rows[-1].append(runs.content.rstrip())
            runs.clear()
            self.is_in_cell = False
