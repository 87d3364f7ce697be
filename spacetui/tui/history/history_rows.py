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
from spacetui.tui.widgets.row_layout import column_text, name_style
from spacetui.tui.wording.call_days import outcome_text
from spacetui.tui.wording.call_status import status_style, status_symbol

# Cells at most of the Space and of the endpoint, and which part of the row they may take.
MAX_SPACE, MAX_ENDPOINT, PART = 20, 16, 5
# Cells before the Space: the symbol and the time.
BEFORE_SPACE = len("● 12:34  ")


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
    right = _at_the_end(row, is_forgotten=is_forgotten, is_compared=is_compared)
    space = min(columns.space, width // PART)
    endpoint = min(columns.endpoint, width // PART)
    room = width - BEFORE_SPACE - space - 2 - endpoint - 2 - 2 - len(right)
    if room < 0:
        right, room = "", max(0, room + 2 + len(right))
    # One Content of few parts: a list that a search changes draws each of its rows anew.
    return [
        Content.assemble(
            _symbol(row, is_forgotten=is_forgotten),
            f" {moment_of(row.made_at):%H:%M}  ",
            (
                column_text(visible_line(row.title or row.src, 80), space),
                "$muted" if is_forgotten else name_style(is_current=is_current),
            ),
            (f"  {column_text(visible_line(row.api_name, 80), endpoint)}  ", "$secondary"),
            (column_text(visible_line(row.inputs, 200), room), "$muted"),
            (right and f"  {right}", "$accent" if is_compared else "$muted"),
        )
    ]


def _symbol(row: HistoryRow, *, is_forgotten: bool) -> tuple[str, str]:
    if is_forgotten:
        return glyphs().dash, "$warning"
    return status_symbol(row.status), status_style(row.status)


def _at_the_end(row: HistoryRow, *, is_forgotten: bool, is_compared: bool) -> str:
    """Return what stands at the right edge: how the call ended, or what is done with it."""
    if is_forgotten:
        return "to forget"
    return "compared with" if is_compared else outcome_text(row.status, row.duration)
