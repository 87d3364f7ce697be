"""Which rows of a table are shown, and in which order: those with a text, sorted by a column.

It is done in a thread, beside the event loop. Python switches threads between two steps of its own,
and not within a sort of 100,000 values, so that the rows are sorted in pieces.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from spacetui.model.schema import Json
from spacetui.model.table import TableValue
from spacetui.model.table_cells import cell_text
from spacetui.model.table_rows import cells_of

# Rows that are sorted in one step, and rows that are read before is looked whether to go on.
PIECE = 2_000


class Order(NamedTuple):
    """What rows contain, and the column that they are sorted by; None: as they came."""

    words: str = ""
    column: int | None = None
    is_descending: bool = False

    def by(self, column: int) -> Order:
        """Return the next order of a column: ascending, descending, as they came."""
        if self.column != column:
            return self._replace(column=column, is_descending=False)
        if self.is_descending:
            return self._replace(column=None, is_descending=False)
        return self._replace(is_descending=True)


# Returns whether the rows are still wanted.
IsWanted: TypeAlias = Callable[[], bool]


def ordered_rows(
    table: TableValue,
    order: Order,
    shown: Sequence[Sequence[Json]],
    is_wanted: IsWanted = lambda: True,
) -> Sequence[int]:
    """Return the numbers of the rows that are shown, in their order.

    shown: what is displayed in place of the values, by row, where there is such; a text is looked
    for in it too. Without an end, some rows, once they are not wanted any more.
    """
    numbers: Sequence[int] = range(len(table.rows))
    if order.words:
        numbers = _with_words(table, order.words.casefold(), shown, is_wanted)
    if order.column is None or order.column >= table.width:
        return numbers
    return _sorted(table, numbers, order.column, is_descending=order.is_descending)


def _with_words(
    table: TableValue, words: str, shown: Sequence[Sequence[Json]], is_wanted: IsWanted
) -> list[int]:
    found: list[int] = []
    for number, row in enumerate(table.rows):
        if number % PIECE == 0 and not is_wanted():
            break
        cells = [*cells_of(row), *shown[number]] if number < len(shown) else cells_of(row)
        if words in "\n".join(map(cell_text, cells)).casefold():
            found.append(number)
    return found


class _Groups(NamedTuple):
    """The keys and numbers of rows whose cells can be compared with each other."""

    numbers: list[tuple[Any, int]]
    texts: list[tuple[Any, int]]
    nothing: list[int]


def _sorted(
    table: TableValue, numbers: Sequence[int], column: int, *, is_descending: bool
) -> list[int]:
    """Return the rows sorted: numbers, then texts without regard to case; nulls are last."""
    groups = _grouped(table, numbers, column)
    kinds = [groups.numbers, groups.texts]
    if is_descending:
        kinds.reverse()
    found = [number for kind in kinds for number in _in_order(kind, is_descending)]
    return found + groups.nothing


def _grouped(table: TableValue, numbers: Iterable[int], column: int) -> _Groups:
    groups, rows, slot = _Groups([], [], []), list(table.rows), table.columns[column]
    for number in numbers:
        cells = cells_of(rows[number])
        value = cells[slot] if slot < len(cells) else None
        if value is None or (isinstance(value, float) and math.isnan(value)):
            groups.nothing.append(number)
        elif isinstance(value, (int, float)):
            groups.numbers.append((value, number))
        else:
            groups.texts.append((cell_text(value).casefold(), number))
    return groups


def _in_order(keyed: list[tuple[Any, int]], is_descending: bool) -> Iterable[int]:
    iterator = iter(keyed)
    pieces: list[list[tuple[Any, int]]] = []
    while piece := list(islice(iterator, PIECE)):
        piece.sort(key=_key, reverse=is_descending)
        pieces.append(piece)
    return (number for _, number in merge(*pieces, key=_key, reverse=is_descending))


def _key(keyed: tuple[Any, int]) -> Any:
    return keyed[0]
