"""The layout of a table: its cells in aligned columns, with the chosen one marked.

Pure: a table and a width in, lines out. What does not fit is counted.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.text_layout import as_json, muted
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import rule

MAX_ROWS = 200
MAX_COLUMNS = 60
# Cells: the widest column, the narrowest one that is cut at the right edge, and the gap.
MAX_WIDTH, MIN_WIDTH, GAP = 32, 10, 2
# Characters of a nested value.
MAX_JSON = 400
# Lines above the first row: the headers and a rule.
HEAD_LINES = 2
CHOSEN_STYLE = "bold $background on $accent"


class Place(NamedTuple):
    """A cell of a table: its row among the rows that are shown as such, and its column, from 0."""

    row: int
    column: int


class Table(NamedTuple):
    """The headers and rows of a table.

    numbers: the place of each row in the list that it comes from. path: leads to that list; None
    where the value is a text that has the table in it.
    """

    headers: list[Json]
    rows: list[list[Json]]
    numbers: Sequence[int]
    path: OutputPath | None

    def path_to(self, place: Place) -> OutputPath:
        """Return the path to a cell in the value of the output; empty where it has none."""
        if self.path is None:
            return ()
        return (*self.path, self.numbers[place.row], place.column)

    def has(self, place: Place) -> bool:
        """Return whether there is such a cell; a short row has fewer of them."""
        if place.row not in range(len(self.rows)):
            return False
        return place.column in range(len(self.rows[place.row]))


def table_in(value: Json) -> Table | None:
    """Return the table in a value, in the shape of any version, or None.

    Columns without a header are numbered.
    """
    path: OutputPath = ()
    if isinstance(value, Mapping) and isinstance(value.get("data"), list):
        path = ("data",)
        items, headers = value["data"], value.get("headers", value.get("columns"))
    elif isinstance(value, list) and value and all(isinstance(each, list) for each in value):
        items, headers = value, None
    else:
        return None
    if not isinstance(headers, list):
        headers = []
    numbers = [number for number, each in enumerate(items) if isinstance(each, list)]
    rows = [items[number] for number in numbers]
    width = max((len(each) for each in rows), default=0)
    names = [str(number) for number in range(len(headers) + 1, width + 1)]
    return Table([*headers, *names], rows, numbers, path)


class _Cell(NamedTuple):
    """The text of a cell, and whether it may be aligned as a number."""

    text: str
    is_number: bool


class _Column(NamedTuple):
    """The width of a column in cells, and whether all of it is numbers."""

    width: int
    is_number: bool


_EMPTY = _Cell("", is_number=True)


class TableLines(NamedTuple):
    """The lines of a table. chosen: the number of the line with the chosen cell, or None.

    corner: the first row and column that are drawn. starts: where each column begins, in cells.
    """

    lines: list[Content]
    chosen: int | None
    corner: Place
    starts: list[int]

    def place_at(self, x: int, y: int) -> Place | None:
        """Return the place of the cell at a column and line of the text; None above the rows."""
        if y < HEAD_LINES or not self.starts:
            return None
        column = max(0, bisect_right(self.starts, x) - 1)
        return Place(self.corner.row + y - HEAD_LINES, self.corner.column + column)


class _Window(NamedTuple):
    """The part of a table that may be drawn: names and cells as text, columns as wide as wanted."""

    names: list[str]
    rows: list[list[_Cell]]
    columns: list[_Column]


class TableLayout:
    """Lays out a table in lines. What is measured once serves every cell that is chosen in it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._corner = Place(0, 0)
        self._window: _Window | None = None

    def lines(self, width: int, chosen: Place | None = None) -> TableLines:
        """Return the table in `width` cells: numbers at the right of their column, text left.

        Rows and columns before the chosen cell are left out where it would not be seen otherwise.
        """
        top, left = _corner(chosen or Place(0, 0))
        names, rows, wanted = self._window_at(Place(top, left))
        skipped, columns = 0, _fit(wanted, width)
        while chosen is not None and chosen.column - left >= skipped + len(columns):
            skipped += 1
            columns = _fit(wanted[skipped:], width)
        names, rows = names[skipped:], [row[skipped:] for row in rows]
        left += skipped
        lines = [Content.styled(_join(names, columns), "$muted"), _rule(columns, width)]
        lines += [Content(_join([cell.text for cell in row], columns)) for row in rows]
        if cut := _cut_text(self.table, top, left, len(columns)):
            key = "y" if chosen is None else "Y"
            lines.append(muted(f"{cut}; {key} copies all"))
        corner, starts = Place(top, left), _starts(columns)
        if chosen is None:
            return TableLines(lines, None, corner, starts)
        at = HEAD_LINES + chosen.row - top
        lines[at] = _with_chosen(rows[chosen.row - top], columns, chosen.column - left)
        return TableLines(lines, at, corner, starts)

    def _window_at(self, corner: Place) -> _Window:
        if self._window is None or corner != self._corner:
            self._corner, (top, left) = corner, corner
            names = self.table.headers[left:][:MAX_COLUMNS]
            shown = [visible_line(flat(each), MAX_WIDTH) for each in names]
            rows = self.table.rows[top : top + MAX_ROWS]
            cells = [_row_cells(row[left:], len(shown)) for row in rows]
            self._window = _Window(shown, cells, _measure(shown, cells))
        return self._window


def _corner(chosen: Place) -> Place:
    """Return the first row and column that may be drawn, the same for many cells side by side."""
    rows, columns = MAX_ROWS // 2, MAX_COLUMNS // 2
    return Place(
        max(0, chosen.row // rows - 1) * rows, max(0, chosen.column // columns - 1) * columns
    )


def _with_chosen(row: Sequence[_Cell], columns: Sequence[_Column], column: int) -> Content:
    """Return the line of a row whose cell in `column` is chosen."""
    texts = [_align(cell.text, each) for cell, each in zip(row, columns, strict=False)]
    before = (" " * GAP).join([*texts[:column], ""])
    after = (" " * GAP).join(["", *texts[column + 1 :]]).rstrip()
    return Content.assemble(before, (texts[column], CHOSEN_STYLE), after)


def _cut_text(table: Table, top: int, left: int, column_count: int) -> str:
    """Return which rows and columns are shown, where that is not all."""
    cut = []
    if len(table.rows) > MAX_ROWS:
        total = count_text(len(table.rows), "row", is_grouped=True)
        cut.append(f"{_range_text(top, min(MAX_ROWS, len(table.rows) - top))} of {total}")
    if len(table.headers) > column_count:
        total = count_text(len(table.headers), "column", is_grouped=True)
        cut.append(f"{_range_text(left, column_count)} of {total}")
    return f" {glyphs().dot} ".join(cut)


def _range_text(first: int, count: int) -> str:
    return f"{first + 1} to {first + count}" if first else str(count)


def _row_cells(row: Sequence[Json], count: int) -> list[_Cell]:
    cells = [_cell(each) for each in row[:count]]
    return cells + [_EMPTY] * (count - len(cells))


def _measure(names: Sequence[str], rows: Sequence[list[_Cell]]) -> list[_Column]:
    """Return the columns, each as wide as its widest text."""
    columns = []
    for index, name in enumerate(names):
        cells = [row[index] for row in rows]
        widest = max(cell_len(text) for text in (name, *(cell.text for cell in cells)))
        is_number = bool(cells) and all(cell.is_number for cell in cells)
        columns.append(_Column(max(1, min(MAX_WIDTH, widest)), is_number))
    return columns


def _fit(wanted: Sequence[_Column], width: int) -> list[_Column]:
    """Return the columns that fit into `width` cells; the last one may cut its text."""
    columns: list[_Column] = []
    left = width
    for column in wanted:
        if columns:
            left -= GAP
            if left < MIN_WIDTH and left < column.width:
                break
        columns.append(column._replace(width=min(column.width, max(1, left))))
        left -= columns[-1].width
    return columns


def _starts(columns: Sequence[_Column]) -> list[int]:
    return [0, *accumulate(column.width + GAP for column in columns)][: len(columns)]


def _rule(columns: Sequence[_Column], width: int) -> Content:
    used = sum(column.width for column in columns) + GAP * max(0, len(columns) - 1)
    return rule(min(width, used))


def _cell(value: Json) -> _Cell:
    match value:
        case None:
            return _EMPTY
        case True | False:
            return _Cell(str(value).lower(), is_number=False)
        case float():
            return _Cell(f"{value:.6g}", is_number=True)
        case int():
            return _Cell(_integer_text(value), is_number=True)
        case str():
            text = value
        case _:
            text = as_json(value, None)[:MAX_JSON]
    return _Cell(visible_line(flat(text), MAX_WIDTH), is_number=False)


def _integer_text(value: int) -> str:
    if abs(value) < 10**18:
        return str(value)
    return f"{Decimal(value):.3e}"  # an int may be too large for a float


def cell_text(value: Json) -> str:
    """Return a cell as it is copied: text as it is, anything else as JSON, nothing as nothing."""
    if value is None:
        return ""
    return value if isinstance(value, str) else as_json(value, None)


def flat(value: Json) -> str:
    """Return a cell as text in one line, without what separates cells."""
    return "" if value is None else str(value).replace("\t", " ").replace("\n", " ")


def _join(texts: Sequence[str], columns: Sequence[_Column]) -> str:
    """Return the first texts of a row, each in its column."""
    parts = [_align(text, column) for text, column in zip(texts, columns, strict=False)]
    return (" " * GAP).join(parts).rstrip()


def _align(text: str, column: _Column) -> str:
    width = column.width
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1) + glyphs().cut
    blanks = " " * max(0, width - cell_len(text))
    return blanks + text if column.is_number else text + blanks


def column_name(value: Json, path: OutputPath) -> str:
    """Return the header of the cell at a path of a value, or its number. Untrusted.

    Empty where the path leads to no cell of a table.
    """
    table = table_in(value)
    if table is None or len(path) < 2 or path[:-2] != table.path:
        return ""
    column = path[-1]
    if not isinstance(column, int) or column >= len(table.headers):
        return ""
    return flat(table.headers[column]) or str(column + 1)


def cell_name(value: Json, path: OutputPath) -> str:
    """Return what the cell at a path of a value is called, `score, row 2`; empty as above."""
    column = column_name(value, path)
    match path:
        case (*_, int(row), _) if column:
            return f"{column}, row {row + 1}"
    return ""
