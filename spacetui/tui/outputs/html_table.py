"""HtmlTable: a table of an HTML fragment, put into aligned columns when it is complete."""

from rich.cells import cell_len, set_cell_size

from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.widgets.glyphs import glyphs

# Cells of a column, and rows and columns that are aligned.
MAX_WIDTH, MAX_ROWS, MAX_COLUMNS = 40, 1_000, 40


class HtmlTable:
    """The rows of one table, read from the texts between its tags.

    Tags at the end of a cell or row may be missing, as HTML allows.
    """

    def __init__(self, start: int) -> None:
        """start: the number of the first of the parser's parts that belong to the table."""
        self._start = start
        self._cell = -1  # where the open cell begins
        self._rows: list[list[str]] = []

    def begin(self, tag: str, parts: list[str]) -> None:
        """Take note of a tag that begins within the table."""
        if tag not in ("tr", "td", "th"):
            return
        self._end_cell(parts)
        if tag == "tr" or not self._rows:
            self._rows.append([])
        if tag != "tr":
            self._cell = len(parts)

    def _end_cell(self, parts: list[str]) -> None:
        if self._cell >= 0:
            text = " ".join("".join(parts[self._cell :]).split())
            self._rows[-1].append(make_visible(text))
            self._cell = -1

    def replace(self, parts: list[str]) -> None:
        """Put the rows, aligned, in the place of the table's texts."""
        self._end_cell(parts)
        rows = [row[:MAX_COLUMNS] for row in self._rows[:MAX_ROWS] if row]
        if rows:
            parts[self._start :] = ["\n", *(f"{line}\n" for line in _aligned(rows))]


def _aligned(rows: list[list[str]]) -> list[str]:
    count = max(map(len, rows))
    columns = [[row[at] if at < len(row) else "" for row in rows] for at in range(count)]
    widths = [min(MAX_WIDTH, max(map(cell_len, column))) for column in columns]
    between = f" {glyphs().upright} "
    return [
        between.join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=False))
        for row in rows
    ]
