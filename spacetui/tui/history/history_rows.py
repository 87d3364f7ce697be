"""A call of the history as a row: status, time, Space, endpoint, inputs, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from spacetui.store.row_types import HistoryRow
from spacetui.text.format import moment_of
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right, name_style
from spacetui.tui.wording.call_days import outcome_text
from spacetui.tui.wording.call_status import status_style, status_symbol

# Cells at most of the Space and of the endpoint, and which part of the row they may take.
MAX_SPACE, MAX_ENDPOINT, PART = 20, 16, 5


class Columns(NamedTuple):
    """The cells that the longest name of a Space and of an endpoint take."""

    space: int = MAX_SPACE
    endpoint: int = MAX_ENDPOINT


def columns_of(rows: Sequence[HistoryRow]) -> Columns:
    """Return the columns that these calls need."""
    spaces = {row.title or row.src for row in rows}
    endpoints = {row.api_name for row in rows}
    return Columns(_widest(spaces, MAX_SPACE), _widest(endpoints, MAX_ENDPOINT))


def _widest(texts: Iterable[str], most: int) -> int:
    return min(most, max((cell_len(visible_line(each, most)) for each in texts), default=0))


def draw_call(
    row: HistoryRow,
    width: int,
    is_current: bool,
    columns: Columns,
    *,
    is_forgotten: bool,
    is_compared: bool,
) -> list[Content]:
    """Return the line of a call. is_forgotten: it is about to be. is_compared: with another."""
    symbol = Content.styled(status_symbol(row.status), status_style(row.status))
    if is_forgotten:
        symbol = Content.styled(glyphs().dash, "$warning")
    name = "$muted"
    if not is_forgotten:
        name = name_style(is_current=is_current)
    left = Content.assemble(
        symbol,
        f" {moment_of(row.made_at):%H:%M}  ",
        _column(row.title or row.src, min(columns.space, width // PART), name),
        _column(row.api_name, min(columns.endpoint, width // PART), "$secondary"),
        (visible_line(row.inputs, 200), "$muted"),
    )
    right = outcome_text(row.status, row.duration)
    if is_forgotten:
        right = "to forget"
    elif is_compared:
        right = "compared with"
    style = "$accent" if is_compared else "$muted"
    return [left_right(left, Content.styled(right, style), width, gap=2)]


def _column(text: str, width: int, style: str) -> Content:
    """Return a text in a column of `width` cells, and two blanks."""
    cut = Content.styled(visible_line(text, 80), style).truncate(width, ellipsis=True)
    return cut + " " * (width - cut.cell_length + 2)
