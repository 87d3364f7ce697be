"""Content wrapped to a width in cells, at blanks if there are any; the cells of tables too."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import end_of_row

# Cells of a column that is not made narrower.
MIN_COLUMN = 4


def wrap_content(content: Content, width: int) -> list[Content]:
    """Return the rows of a content at `width` cells, at least one."""
    rows: list[Content] = []
    for line in content.split("\n", allow_blank=True):
        rows += _wrap_line(line, max(1, width))
    return rows or [Content("")]


def _wrap_line(line: Content, width: int) -> list[Content]:
    text = line.plain
    if len(text) * 2 <= width or line.cell_length <= width:
        return [line]
    rows, at = [], 0
    while at < len(text):
        end = max(at + 1, end_of_row(text[: at + width + 1], width, at))
        if end >= len(text):
            rows.append(line[at:])
            break
        blank = text.rfind(" ", at + 1, end + 1)
        rows.append(line[at : blank if blank > at else end])
        at = blank + 1 if blank > at else end
    return rows


def table_rows(table: Sequence[Sequence[Content]], width: int, aligned: str = "") -> list[Content]:
    """Return the rows of a table within `width` cells; the first names the columns.

    aligned: how the text of each column stands: `<` at the left, `^` in the middle, `>` at the
    right. A column without a sign stands at the left.
    """
    count = max(map(len, table), default=0)
    between = f" {glyphs().upright} "
    widths = _fit([_width_of(table, at) for at in range(count)], width - len(between) * (count - 1))
    columns = list(zip(widths, aligned[:count].ljust(count, "<"), strict=True))
    rows = []
    for number, cells in enumerate(table):
        style = "bold" if number == 0 else ""
        rows += _row(cells, columns, between, style)
        if number == 0:
            length = min(width, sum(widths) + len(between) * (count - 1))
            rows.append(Content.styled(glyphs().rule * length, "$rule"))
    return rows


def _width_of(table: Sequence[Sequence[Content]], at: int) -> int:
    cells = (line for row in table if at < len(row) for line in row[at].split("\n"))
    return max((each.cell_length for each in cells), default=0)


def _fit(widths: list[int], width: int) -> list[int]:
    """Make the widest columns narrower until all fit, none below MIN_COLUMN cells."""
    while sum(widths) > width and max(widths) > MIN_COLUMN:
        widest = max(widths)
        second = max((each for each in widths if each < widest), default=MIN_COLUMN)
        count = widths.count(widest)
        share = -(-(sum(widths) - width) // count)
        narrower = max(MIN_COLUMN, second, widest - share)
        widths = [narrower if each == widest else each for each in widths]
    return [max(1, each) for each in widths]


def _row(
    cells: Sequence[Content], columns: Sequence[tuple[int, str]], between: str, style: str
) -> list[Content]:
    """Return the rows of a row of a table. columns: the width of each, and how its text stands."""
    wrapped = [
        wrap_content(cell.stylize(style), width)
        for cell, (width, _) in zip(cells, columns, strict=False)
    ]
    bar = Content.styled(between, "$rule")
    rows = []
    for y in range(max(map(len, wrapped), default=0)):
        parts = [
            (wrapped[at][y] if at < len(wrapped) and y < len(wrapped[at]) else Content(""))
            for at in range(len(columns))
        ]
        padded = [_padded(each, *column) for each, column in zip(parts, columns, strict=True)]
        rows.append(bar.join(padded))
    return rows


def _padded(content: Content, width: int, aligned: str) -> Content:
    room = width - content.cell_length
    before = {"<": 0, "^": room // 2, ">": room}[aligned]
    return " " * before + content + " " * (room - before)
