"""The layout of a table: its cells in aligned columns, with the chosen one marked.

Pure: a table and a width in, lines out, of the rows and columns in sight only. What is not in sight
is counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from spacetui.model.schema import MISSING, Json
from spacetui.model.table import HEADERS, Place, TableValue
from spacetui.model.table_cells import cell_start
from spacetui.model.table_order import Order
from spacetui.text.format import count_text, grouped_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import key_name
from spacetui.tui.outputs.styled_values import StyledValues
from spacetui.tui.outputs.text_layout import muted
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import CHOSEN_STYLE, cut_text, rule

# Cells: the widest column, the narrowest one that is cut at the right edge, and the gap.
MAX_WIDTH, MIN_WIDTH, GAP = 32, 10, 2
# Rows at each end and in between that a column is measured by.
MEASURED = 100
# Characters of a cell that are read to draw it.
MAX_READ = 400
# Lines above the first row: the headers and a rule.
HEAD_LINES = 2
AS_IT_CAME = Order()


class Window(NamedTuple):
    """The part of a table in sight.

    order: the numbers of the rows that are shown, in their order. top, left: the first row of these
    and the first column in sight. height: the rows in sight. chosen: the row of these and the
    column of the chosen cell.
    """

    order: Sequence[int]
    top: int = 0
    left: int = 0
    height: int = 20
    chosen: Place | None = None

    @property
    def rows(self) -> Sequence[int]:
        """The numbers of the rows in sight."""
        return self.order[self.top : self.top + self.height]


class ShownColumn(NamedTuple):
    """A column in sight: its number, its first cell of the line, its width."""

    number: int
    start: int
    width: int
    is_number: bool


class _Cell(NamedTuple):
    """What is drawn of a cell. is_number: it may be aligned as one."""

    text: str
    is_number: bool = False
    style: str = ""


_EMPTY = _Cell("", is_number=True)


class TableLayout:
    """Lays out a table in lines. A column is measured once, when it comes into sight."""

    def __init__(self, table: TableValue, styled: StyledValues | None = None) -> None:
        self.table = table
        self.styled = styled or StyledValues()
        self._measured: dict[int, tuple[int, bool]] = {}

    def lines(self, window: Window, width: int, order: Order = AS_IT_CAME) -> list[Content]:
        """Return what is in sight in `width` cells, and what is not; order: how it is sorted."""
        columns = self.columns_from(window.left, width)
        names = [self._name(each.number, order) for each in columns]
        used = columns[-1].start + columns[-1].width if columns else 0
        lines = [_line(names, columns), rule(min(width, used))]
        for at, number in enumerate(window.rows, window.top):
            chosen = window.chosen.column if window.chosen and window.chosen.row == at else None
            cells = [self._cell(number, each.number) for each in columns]
            if chosen is not None:
                cells = [
                    cell._replace(style=CHOSEN_STYLE) if each.number == chosen else cell
                    for cell, each in zip(cells, columns, strict=True)
                ]
            lines.append(_line(cells, columns))
        return [*lines, *(muted(each) for each in self._notes(window, columns))]

    def columns_from(self, left: int, width: int) -> list[ShownColumn]:
        """Return the columns that fit into `width` cells; the last one may cut its text."""
        columns: list[ShownColumn] = []
        at = 0
        for number in range(left, self.table.width):
            wanted, is_number = self._measure(number)
            room = width - at
            if columns and room < MIN_WIDTH and room < wanted:
                break
            columns.append(ShownColumn(number, at, min(wanted, max(1, room)), is_number))
            at += wanted + GAP
        return columns

    def left_for(self, column: int, left: int, width: int) -> int:
        """Return the first column in sight with which `column` is in sight too."""
        left = min(left, column)
        while self.columns_from(left, width)[-1].number < column:
            left += 1
        return left

    def place_at(self, x: int, y: int, window: Window, width: int) -> Place | None:
        """Return the cell of a window at a column and line of the text; row -1 for a header."""
        columns = self.columns_from(window.left, width)
        row = y - HEAD_LINES
        if not columns or row >= len(window.rows):
            return None
        starts = [each.start for each in columns]
        column = columns[max(0, bisect_right(starts, x) - 1)].number
        return Place(window.top + row if row >= 0 else HEADERS, column)

    def _measure(self, column: int) -> tuple[int, bool]:
        """Return the cells that a column takes, and whether all of it is numbers."""
        if column not in self._measured:
            cells = [self._cell(row, column) for row in _sample(len(self.table.rows))]
            texts = [self._name(column, AS_IT_CAME).text, *(cell.text for cell in cells)]
            widest = max(map(cell_len, texts))
            is_number = bool(cells) and all(cell.is_number for cell in cells)
            self._measured[column] = max(1, min(MAX_WIDTH, widest)), is_number
        return self._measured[column]

    def _name(self, column: int, order: Order) -> _Cell:
        text = visible_line(cell_start(self.table.headers[column], MAX_READ), MAX_WIDTH)
        if order.column == column:
            text = f"{glyphs().down if order.is_descending else glyphs().up}{text}"
        return _Cell(text, style="$muted")

    def _cell(self, row: int, column: int) -> _Cell:
        place = Place(row, column)
        if not self.table.has(place):
            return _EMPTY
        cell = drawn_cell(self.table.cell(place))
        shown, style = self.styled.shown(row, column), self.styled.style(row, column)
        if shown is not MISSING:
            cell = cell._replace(text=drawn_cell(shown).text)
        return cell._replace(style=style or cell.style)

    def _notes(self, window: Window, columns: Sequence[ShownColumn]) -> list[str]:
        """Return what is not in sight, and which of the values are copied."""
        notes = []
        if cut := self._cut_text(window, columns):
            notes.append(f"{cut}; {_all_of_it(window)}")
        if self.styled.display:
            notes.append("shown as its Styler has it; copies take the values")
        if text := self._cell_note(window, columns):
            notes.append(text)
        return notes

    def _cell_note(self, window: Window, columns: Sequence[ShownColumn]) -> str:
        """Return how long the chosen cell is where it is cut."""
        chosen = window.chosen
        widths = {each.number: each.width for each in columns}
        if chosen is None or chosen.column not in widths or chosen.row >= len(window.order):
            return ""
        place = Place(window.order[chosen.row], chosen.column)
        value = self.table.cell(place)
        text = cell_start(value, MAX_READ)
        is_whole = len(text) <= MAX_WIDTH and cell_len(text) <= widths[chosen.column]
        if is_whole or not isinstance(value, (str, list, dict)):
            return ""
        if not isinstance(value, str):
            return f"the cell is cut; {key_name('page')} shows it"
        length = count_text(len(value), "character", is_grouped=True)
        return f"the cell is cut: {length}; {key_name('page')} shows it"

    def _cut_text(self, window: Window, columns: Sequence[ShownColumn]) -> str:
        cut = []
        if len(window.order) > window.height:
            total = count_text(len(window.order), "row", is_grouped=True)
            cut.append(f"{_range_text(window.top, len(window.rows))} of {total}")
        if self.table.width > len(columns):
            total = count_text(self.table.width, "column", is_grouped=True)
            cut.append(f"{_range_text(window.left, len(columns))} of {total}")
        return f" {glyphs().dot} ".join(cut)


def _all_of_it(window: Window) -> str:
    """Return which key has all of a table; with a chosen cell, the others act on the cell alone."""
    if window.chosen is None:
        return f"{key_name('page')} shows all"
    return f"{key_name('copy_table')} copies all"


def _sample(count: int) -> Sequence[int]:
    """Return the rows that a column is measured by: all, or some of the whole length."""
    if count <= 3 * MEASURED:
        return range(count)
    step = max(1, count // MEASURED)
    return [*range(MEASURED), *range(MEASURED, count, step), *range(count - MEASURED, count)]


def _range_text(first: int, count: int) -> str:
    last = grouped_text(first + count)
    return f"{grouped_text(first + 1)} to {last}" if first else last


def drawn_cell(value: Json) -> _Cell:
    """Return what is drawn of a value; null is told from an empty text."""
    match value:
        case None:
            return _Cell("null", is_number=True, style="$muted")
        case True | False:
            return _Cell(str(value).lower())
        case float():
            return _Cell(f"{value:.6g}", is_number=True)
        case int():
            return _Cell(_integer_text(value), is_number=True)
    return _Cell(visible_line(cell_start(value, MAX_READ), MAX_WIDTH))


def _integer_text(value: int) -> str:
    if abs(value) < 10**18:
        return str(value)
    return f"{Decimal(value):.3e}"  # an int may be too large for a float


def _line(cells: Sequence[_Cell], columns: Sequence[ShownColumn]) -> Content:
    parts: list[str | tuple[str, str]] = []
    is_marked = False
    for cell, column in zip(cells, columns, strict=True):
        text, blanks = _fitted(cell.text, column.width)
        before, after = (blanks, "") if column.is_number else ("", blanks)
        if cell.style == CHOSEN_STYLE:
            text, before, after = f"{before}{text}{after}", "", ""
            is_marked = True
        parts += [before, (text, cell.style) if cell.style else text, f"{after}{' ' * GAP}"]
    line = Content.assemble(*parts)
    return line[: len(line) - GAP] if is_marked else line.rstrip(" ")


def _fitted(text: str, width: int) -> tuple[str, str]:
    """Return a text that fits into so many cells, and the blanks that fill them."""
    text = cut_text(text, width)
    return text, " " * max(0, width - cell_len(text))
