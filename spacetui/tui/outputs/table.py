"""A table in aligned columns; what does not fit is counted."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import as_json, muted
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import rule

MAX_ROWS = 200
MAX_COLUMNS = 60
# Cells: the widest column, the narrowest one that is cut at the right edge, and the gap.
MAX_WIDTH, MIN_WIDTH, GAP = 32, 10, 2
# Characters of a nested value.
MAX_JSON = 400


class TableView(OutputView):
    """A Dataframe, or the data of a native plot."""

    def draw(self, value: Json, final: bool) -> None:
        table = table_in(value)
        if table is None:
            self.draw_json(value)
            return
        headers, rows = table
        row_count = count_text(len(rows), "row", is_grouped=True)
        column_count = count_text(len(headers), "column", is_grouped=True)
        self.summary = f"{row_count} {glyphs().dot} {column_count}"
        self.body.show_lines(lambda width: table_lines(headers, rows, width))

    def text_to_copy(self) -> str:
        """Return the table as text with tabs between cells, which spreadsheets can paste."""
        table = table_in(self.value)
        if table is None:
            return as_json(self.value)
        headers, rows = table
        return "\n".join("\t".join(_flat(each) for each in row) for row in [headers, *rows])


def table_in(value: Json) -> tuple[list[Json], list[list[Json]]] | None:
    """Return the headers and rows of a table in the shape of any version, or None.

    Columns without a header are numbered.
    """
    if isinstance(value, Mapping) and isinstance(value.get("data"), list):
        rows = [each for each in value["data"] if isinstance(each, list)]
        headers = value.get("headers", value.get("columns"))
    elif isinstance(value, list) and value and all(isinstance(each, list) for each in value):
        rows, headers = value, None
    else:
        return None
    if not isinstance(headers, list):
        headers = []
    width = max((len(each) for each in rows), default=0)
    numbers = [str(number) for number in range(len(headers) + 1, width + 1)]
    return [*headers, *numbers], rows


class _Cell(NamedTuple):
    """The text of a cell, and whether it may be aligned as a number."""

    text: str
    is_number: bool


class _Column(NamedTuple):
    """The width of a column in cells, and whether all of it is numbers."""

    width: int
    is_number: bool


_EMPTY = _Cell("", is_number=True)


def table_lines(
    headers: Sequence[Json], rows: Sequence[Sequence[Json]], width: int
) -> list[Content]:
    """Lay out a table in `width` cells: numbers at the right of their column, text at the left."""
    names = [visible_line(_flat(each), MAX_WIDTH) for each in headers[:MAX_COLUMNS]]
    shown = [_row_cells(row, len(names)) for row in rows[:MAX_ROWS]]
    columns = _fit_columns(names, shown, width)
    lines = [Content.styled(_join(names, columns), "$muted"), _rule(columns, width)]
    lines += [Content(_join([cell.text for cell in row], columns)) for row in shown]
    cut = []
    if len(rows) > MAX_ROWS:
        cut.append(f"{MAX_ROWS} of {count_text(len(rows), 'row', is_grouped=True)}")
    if len(headers) > len(columns):
        cut.append(f"{len(columns)} of {count_text(len(headers), 'column', is_grouped=True)}")
    if cut:
        lines.append(muted(f"{f' {glyphs().dot} '.join(cut)}; y copies all"))
    return lines


def _row_cells(row: Sequence[Json], count: int) -> list[_Cell]:
    cells = [_cell(each) for each in row[:count]]
    return cells + [_EMPTY] * (count - len(cells))


def _fit_columns(names: Sequence[str], rows: Sequence[list[_Cell]], width: int) -> list[_Column]:
    """Return the columns that fit into `width` cells; the last one may cut its text."""
    columns: list[_Column] = []
    left = width
    for index, name in enumerate(names):
        cells = [row[index] for row in rows]
        widest = max(cell_len(text) for text in (name, *(cell.text for cell in cells)))
        wanted = max(1, min(MAX_WIDTH, widest))
        if columns:
            left -= GAP
            if left < MIN_WIDTH and left < wanted:
                break
        is_number = bool(cells) and all(cell.is_number for cell in cells)
        columns.append(_Column(min(wanted, max(1, left)), is_number))
        left -= columns[-1].width
    return columns


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
    return _Cell(visible_line(_flat(text), MAX_WIDTH), is_number=False)


def _integer_text(value: int) -> str:
    if abs(value) < 10**18:
        return str(value)
    return f"{Decimal(value):.3e}"  # an int may be too large for a float


def _flat(value: Json) -> str:
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
