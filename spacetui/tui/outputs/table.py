"""A table in aligned columns; what does not fit is counted."""

import math
from collections.abc import Mapping, Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import as_json, json_lines, note
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line

MOST_ROWS = 200
MOST_COLUMNS = 60
# Cells of a column: at most, and what is left at the right edge for one more that is cut.
WIDEST, LEAST = 32, 10
GAP = 2


class TableView(OutputView):
    """A Dataframe, or the data of a native plot."""

    def draw(self, value: Json, final: bool) -> None:
        table = table_in(value)
        if table is None:
            self.summary = "nothing" if value is None else ""
            self.body.fill(json_lines(value) if value is not None else lambda width: ())
            return
        headers, rows = table
        row_count = count_text(len(rows), "row", is_grouped=True)
        column_count = count_text(len(headers), "column", is_grouped=True)
        self.summary = f"{row_count} {glyphs().dot} {column_count}"
        self.body.fill(lambda width: table_lines(headers, rows, width))

    def copied(self) -> str:
        """Give the table as tab-separated text, as spreadsheets take it."""
        table = table_in(self.value)
        if table is None:
            return as_json(self.value)
        headers, rows = table
        return "\n".join("\t".join(_flat(each) for each in row) for row in [headers, *rows])


def table_in(value: Json) -> tuple[list[Json], list[list[Json]]] | None:
    """Give headers and rows of a table in any shape we know, or None."""
    if isinstance(value, Mapping) and isinstance(value.get("data"), list):
        rows = [each for each in value["data"] if isinstance(each, list)]
        given = value.get("headers", value.get("columns"))
        headers = list(given) if isinstance(given, list) else []
    elif isinstance(value, list) and value and all(isinstance(each, list) for each in value):
        rows, headers = value, []
    else:
        return None
    width = max([len(headers), *(len(each) for each in rows)], default=0)
    return [*headers, *(str(n + 1) for n in range(len(headers), width))], rows


def _flat(value: Json) -> str:
    return "" if value is None else str(value).replace("\t", " ").replace("\n", " ")


def table_lines(
    headers: Sequence[Json], rows: Sequence[Sequence[Json]], width: int
) -> list[Content]:
    """Lay a table out in `width` cells: numbers at the right of their column, text at the left."""
    shown = [[_cell(each) for each in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    names = [line(_flat(each), WIDEST) for each in headers[:MOST_COLUMNS]]
    widths: list[int] = []
    used = 0
    for column, name in enumerate(names):
        cells = (cell_len(row[column][0]) for row in shown if column < len(row))
        wanted = min(WIDEST, max(1, cell_len(name), *cells, 0))
        room = width - used - (GAP if widths else 0)
        if widths and wanted > room < LEAST:
            break
        widths.append(min(wanted, max(1, room)))
        used += widths[-1] + (GAP if len(widths) > 1 else 0)
    rights = [
        all(row[c][1] for row in shown if c < len(row)) and bool(shown) for c in range(len(widths))
    ]
    lines = [Content.styled(_joined(names, widths, rights), "$muted")]
    lines.append(Content.styled(glyphs().rule * min(width, used), "$rule"))
    lines += [Content(_joined([text for text, _ in row], widths, rights)) for row in shown]
    cut = []
    if len(rows) > MOST_ROWS:
        cut.append(f"{MOST_ROWS} of {count_text(len(rows), 'row', is_grouped=True)}")
    if len(headers) > len(widths):
        cut.append(f"{len(widths)} of {count_text(len(headers), 'column', is_grouped=True)}")
    if cut:
        lines.append(note(f"{f' {glyphs().dot} '.join(cut)}; y copies all"))
    return lines


def _cell(value: Json) -> tuple[str, bool]:
    """Give a cell's text and whether it is a number (or empty)."""
    if value is None:
        return "", True
    if isinstance(value, bool):
        return ("true" if value else "false"), False
    if isinstance(value, float):
        return (f"{value:.6g}" if math.isfinite(value) else str(value)), True
    if isinstance(value, int):
        return (str(value) if abs(value) < 10**18 else f"{value:.3e}"), True
    return line(
        _flat(value if isinstance(value, str) else as_json(value, None)[:400]), WIDEST
    ), False


def _joined(cells: Sequence[str], widths: Sequence[int], rights: Sequence[bool]) -> str:
    parts = []
    for column, width in enumerate(widths):
        text = cells[column] if column < len(cells) else ""
        if cell_len(text) > width:
            text = set_cell_size(text, max(0, width - 1)) + glyphs().cut
        blank = " " * max(0, width - cell_len(text))
        parts.append(blank + text if rights[column] else text + blank)
    return (" " * GAP).join(parts).rstrip()
