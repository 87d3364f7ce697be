"""TableValue: the table in a value; each change makes a new one, so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json
from spacetui.model.table_rows import Rows, cells_of

# The row of the headers.
HEADERS = -1


class Place(NamedTuple):
    """A cell: its row, from 0 or HEADERS, and its column."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TableValue:
    """Headers and rows. A row may be shorter than the headers; its other cells are null.

    Nothing changes a row in place. A table and the one after it share the rows that are the same,
    and a column that is added or removed changes none: columns has the place of each column in the
    rows, and `slots` counts the places that were ever used. path: leads to the list of rows in the
    value; None where the value has no such list.
    """

    headers: tuple[Json, ...] = ()
    rows: Rows = field(default_factory=Rows)
    columns: tuple[int, ...] = ()
    slots: int = 0
    path: OutputPath | None = None

    @property
    def width(self) -> int:
        return len(self.headers)

    def row(self, at: int) -> Sequence[Json]:
        """Return the cells of a row, as many as there are headers; of row -1 the headers."""
        if at < 0:
            return self.headers
        cells = cells_of(self.rows[at])
        return [cells[slot] if slot < len(cells) else None for slot in self.columns]

    def cell(self, place: Place) -> Json:
        """Return the value of a cell; null where a short row has none."""
        if place.row < 0:
            return self.headers[place.column]
        cells, slot = cells_of(self.rows[place.row]), self.columns[place.column]
        return cells[slot] if slot < len(cells) else None

    def has(self, place: Place) -> bool:
        """Return whether there is such a cell below the headers; a short row has fewer of them."""
        if not (0 <= place.row < len(self.rows) and 0 <= place.column < self.width):
            return False
        return self.columns[place.column] < len(cells_of(self.rows[place.row]))

    def path_to(self, place: Place) -> OutputPath:
        """Return the path to a cell in the value; empty where it has none."""
        if self.path is None or not isinstance(self.rows[place.row], list):
            return ()
        return (*self.path, place.row, self.columns[place.column])

    def to_json(self) -> Json:
        """Return the value of a Dataframe. Source: gradio 6.31 components/dataframe.py.

        After a change of columns it makes all rows anew, unless `prepare` did.
        """
        return {
            "headers": list(self.headers),
            "data": self.rows.in_columns(self.columns),
            "metadata": None,
        }

    def prepare(self) -> Iterator[None]:
        """Make the rows that `to_json` needs, in steps of about a millisecond."""
        return self.rows.prepare(self.columns)

    # Changes.

    def with_cell(self, place: Place, value: Json) -> TableValue:
        """Return the table with another value in a cell or a header."""
        row, column = place
        if row < 0:
            return replace(self, headers=_with_item(self.headers, column, value))
        cells, slot = cells_of(self.rows[row]), self.columns[column]
        filled = [*cells, *[None] * (slot + 1 - len(cells))]
        filled[slot] = value
        return replace(self, rows=self.rows.with_rows(row, 1, [filled]))

    def with_headers(self, at: int, headers: Sequence[Json]) -> TableValue:
        """Return the table with other headers from the column `at` on."""
        after = self.headers[at + len(headers) :]
        return replace(self, headers=(*self.headers[:at], *headers, *after))

    def with_row(self, at: int) -> TableValue:
        """Return the table with an empty row before the row `at`."""
        empty: list[Json] = [None] * self.slots
        return replace(self, rows=self.rows.with_rows(at, 0, [empty]))

    def without_row(self, at: int) -> TableValue:
        return replace(self, rows=self.rows.with_rows(at, 1, []))

    def with_column(self, at: int, header: Json) -> TableValue:
        """Return the table with an empty column before the column `at`."""
        return replace(
            self,
            headers=(*self.headers[:at], header, *self.headers[at:]),
            columns=(*self.columns[:at], self.slots, *self.columns[at:]),
            slots=self.slots + 1,
        )

    def without_column(self, at: int) -> TableValue:
        return replace(
            self,
            headers=self.headers[:at] + self.headers[at + 1 :],
            columns=self.columns[:at] + self.columns[at + 1 :],
        )

    def with_block(self, row: int, column: int, block: Sequence[Sequence[Json]]) -> TableValue:
        """Return the table with a block of cells over its own, from a cell on.

        The rows that it lacks are added; all of its columns must be there.
        """
        rows = list(self.rows)
        rows += [[] for _ in range(row + len(block) - len(rows))]
        for at, cells in enumerate(block, row):
            rows[at] = self._over(rows[at], column, cells)
        return replace(self, rows=Rows(rows))

    def _over(self, row: Json, column: int, cells: Sequence[Json]) -> list[Json]:
        """Return a row with other cells from a column on."""
        old = cells_of(row)
        filled = [*old, *[None] * (self.slots - len(old))]
        for slot, cell in zip(self.columns[column:], cells, strict=False):
            filled[slot] = cell
        return filled


def _with_item(items: Sequence[Json], at: int, item: Json) -> tuple[Json, ...]:
    return (*items[:at], item, *items[at + 1 :])


def make_table(
    headers: Sequence[Json], rows: Sequence[Json], path: OutputPath | None = None
) -> TableValue:
    """Return a table; columns without a header get their number as one."""
    lengths = map(len, rows) if set(map(type, rows)) <= {list} else _lengths(rows)
    width = max(len(headers), max(lengths, default=0))
    numbers = (str(number) for number in range(len(headers) + 1, width + 1))
    return TableValue((*headers, *numbers), Rows(rows), tuple(range(width)), width, path)


def _lengths(rows: Sequence[Json]) -> Iterator[int]:
    return (len(cells_of(each)) for each in rows)


def table_of(value: Json) -> TableValue | None:
    """Return the table in a value, in the shape of any version, or None."""
    if isinstance(value, Mapping) and isinstance(value.get("data"), list):
        headers = value.get("headers", value.get("columns"))
        return make_table(headers if isinstance(headers, list) else [], value["data"], ("data",))
    if isinstance(value, list) and value and set(map(type, value)) == {list}:
        return make_table([], value, ())
    return None


def table_of_list(value: Json) -> TableValue | None:
    """Return the table in any list, or None.

    A list of objects has their keys as headers; what else is no list is a row of one cell.
    """
    if not isinstance(value, list) or not value:
        return None
    if not all(isinstance(each, dict) for each in value):
        return make_table([], value)
    headers = list(dict.fromkeys(str(key) for each in value for key in each))
    return make_table(headers, [[each.get(header) for header in headers] for each in value])
