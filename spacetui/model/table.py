"""TableValue: a table that is edited; each change makes a new one, so that it can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacetui.model.schema import Json


@dataclass(frozen=True, slots=True)
class TableValue:
    """Headers, and rows as long as they are.

    Nothing changes a row in place: a table and the one after it share the rows that are the same,
    so that a change of one among 100,000 rows takes about a millisecond.
    """

    headers: tuple[Json, ...] = ()
    rows: tuple[list[Json], ...] = ()

    @property
    def width(self) -> int:
        return len(self.headers)

    def to_json(self) -> Json:
        """Return the value of a Dataframe. Source: gradio 6.31 components/dataframe.py."""
        return {"headers": list(self.headers), "data": list(self.rows), "metadata": None}

    def with_cell(self, row: int, column: int, value: Json) -> TableValue:
        """Return the table with another value in a cell; row -1 is that of the headers."""
        if row < 0:
            return replace(self, headers=_with_item(self.headers, column, value))
        cells = list(_with_item(self.rows[row], column, value))
        return replace(self, rows=_with_item(self.rows, row, cells))

    def with_headers(self, at: int, headers: Sequence[Json]) -> TableValue:
        """Return the table with other headers from the column `at` on."""
        after = self.headers[at + len(headers) :]
        return replace(self, headers=(*self.headers[:at], *headers, *after))

    def with_row(self, at: int) -> TableValue:
        """Return the table with an empty row before the row `at`."""
        empty: list[Json] = [None] * self.width
        return replace(self, rows=(*self.rows[:at], empty, *self.rows[at:]))

    def without_row(self, at: int) -> TableValue:
        return replace(self, rows=self.rows[:at] + self.rows[at + 1 :])

    def with_column(self, at: int, header: Json) -> TableValue:
        """Return the table with an empty column before the column `at`."""
        headers = (*self.headers[:at], header, *self.headers[at:])
        return TableValue(headers, tuple([*row[:at], None, *row[at:]] for row in self.rows))

    def without_column(self, at: int) -> TableValue:
        headers = self.headers[:at] + self.headers[at + 1 :]
        return TableValue(headers, tuple(row[:at] + row[at + 1 :] for row in self.rows))

    def with_block(self, row: int, column: int, block: Sequence[Sequence[Json]]) -> TableValue:
        """Return the table with a block of cells over its own, from a cell on.

        The rows that it lacks are added; all of its columns must be there.
        """
        rows = list(self.rows)
        rows += [[None] * self.width for _ in range(row + len(block) - len(rows))]
        for at, cells in enumerate(block, row):
            rows[at] = [*rows[at][:column], *cells, *rows[at][column + len(cells) :]]
        return replace(self, rows=tuple(rows))


def _with_item(items: Sequence[Json], at: int, item: Json) -> tuple[Json, ...]:
    return (*items[:at], item, *items[at + 1 :])


def table_of(value: Json) -> TableValue | None:
    """Return the table in a value, in the shape of any version, or None.

    Short rows are filled with null, and columns without a header get their number as one. A list of
    objects has their keys as headers.
    """
    if isinstance(value, Mapping) and isinstance(value.get("data"), list):
        return _table(value.get("headers", value.get("columns")), value["data"])
    if not isinstance(value, list) or not value:
        return None
    if all(isinstance(each, dict) for each in value):
        headers = list(dict.fromkeys(str(key) for each in value for key in each))
        return _table(headers, [[each.get(header) for header in headers] for each in value])
    return _table(None, value)


def _table(headers: Json, items: list[Json]) -> TableValue:
    rows = [each if isinstance(each, list) else [each] for each in items]
    names = headers if isinstance(headers, list) else []
    width = max(len(names), max((len(row) for row in rows), default=0))
    numbers = [str(number) for number in range(len(names) + 1, width + 1)]
    filled = (row if len(row) == width else [*row, *[None] * (width - len(row))] for row in rows)
    return TableValue((*names, *numbers), tuple(filled))
