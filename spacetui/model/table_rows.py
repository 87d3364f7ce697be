"""Rows: the rows of a table in blocks, so that a change copies one block and not 100,000 rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from operator import itemgetter
from typing import overload

from spacetui.model.schema import Json

# Rows of a block: it is copied for a change of one of its rows.
BLOCK = 1_000


def cells_of(row: Json) -> list[Json]:
    """Return the cells of a row; what is no list is a row of one cell."""
    return row if isinstance(row, list) else [row]


class _Block:
    """Some rows, and the same rows in the columns of a table, made once."""

    __slots__ = ("_columns", "_in_columns", "rows")

    def __init__(self, rows: Sequence[Json]) -> None:
        self.rows = rows
        self._columns: Sequence[int] | None = None
        self._in_columns: Sequence[Json] = ()

    def is_in(self, columns: Sequence[int]) -> bool:
        """Return whether `in_columns` has made the rows in these columns."""
        return self._columns == columns

    def in_columns(self, columns: Sequence[int]) -> Sequence[Json]:
        if self._columns != columns:
            self._columns, self._in_columns = columns, _in_columns(self.rows, columns)
        return self._in_columns


def _in_columns(rows: Sequence[Json], columns: Sequence[int]) -> Sequence[Json]:
    """Return each row with the cells of these columns, null where it is too short."""
    width = len(columns)
    if columns == tuple(range(width)) and _are_lists(rows, width):
        return rows
    if not width:
        return [[] for _ in rows]
    if width == 1:
        return [_picked(row, columns) for row in rows]
    pick, longest = itemgetter(*columns), max(columns) + 1
    filled = (cells if len(cells) >= longest else _filled(cells, longest) for cells in _lists(rows))
    return [list(pick(cells)) for cells in filled]


def _are_lists(rows: Sequence[Json], width: int) -> bool:
    return set(map(type, rows)) <= {list} and set(map(len, rows)) <= {width}


def _lists(rows: Sequence[Json]) -> Iterator[list[Json]]:
    return map(cells_of, rows)


def _picked(row: Json, columns: Sequence[int]) -> list[Json]:
    cells = cells_of(row)
    return [cells[each] if each < len(cells) else None for each in columns]


def _filled(cells: list[Json], width: int) -> list[Json]:
    return [*cells, *[None] * (width - len(cells))]


class Rows(Sequence[Json]):
    """Rows that nothing changes: each change returns other Rows, which share the other blocks."""

    def __init__(self, rows: Sequence[Json] = ()) -> None:
        blocks = (rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK))
        self._set([_Block(each) for each in blocks])

    def _set(self, blocks: list[_Block]) -> None:
        self._blocks = blocks
        # The number of the first row of each block, and of the row after the last one.
        self._starts = [0, *accumulate(len(each.rows) for each in blocks)]

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, at: int) -> Json: ...
    @overload
    def __getitem__(self, at: slice) -> list[Json]: ...
    def __getitem__(self, at: int | slice) -> Json:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        number, place = self._place(at % len(self))
        return self._blocks[number].rows[place]

    def __iter__(self) -> Iterator[Json]:
        return chain.from_iterable(each.rows for each in self._blocks)

    def _place(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._starts, at) - 1
        return number, at - self._starts[number]

    def with_rows(self, at: int, count: int, rows: Sequence[Json]) -> Rows:
        """Return the rows with others in place of `count` rows, all of them in one block."""
        found = Rows()
        if not self._blocks:
            found._set([_Block(list(rows))])
            return found
        number, place = self._place(min(at, len(self) - 1))
        place += at - min(at, len(self) - 1)  # after the last row
        old = self._blocks[number].rows
        changed = [*old[:place], *rows, *old[place + count :]]
        halves = [changed[: len(changed) // 2], changed[len(changed) // 2 :]]
        parts = halves if len(changed) > 2 * BLOCK else [changed]
        blocks = [_Block(each) for each in parts if each]
        found._set([*self._blocks[:number], *blocks, *self._blocks[number + 1 :]])
        return found

    def in_columns(self, columns: Sequence[int]) -> list[Json]:
        """Return each row with the cells of these columns; quick where `prepare` made them."""
        return list(chain.from_iterable(each.in_columns(columns) for each in self._blocks))

    def prepare(self, columns: Sequence[int]) -> Iterator[None]:
        """Make the rows in these columns, a block a step; only those that are not made yet."""
        for each in self._blocks:
            if not each.is_in(columns):
                each.in_columns(columns)
                yield
