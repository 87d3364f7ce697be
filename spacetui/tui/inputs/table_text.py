"""Text as a table: CSV and TSV as files and spreadsheets give them, and JSON."""

import csv
import io
from pathlib import Path

from spacetui.errors import BadValue
from spacetui.model.schema import Json
from spacetui.model.table import TableValue, make_table, table_of, table_of_list
from spacetui.model.table_columns import TableColumns
from spacetui.model.typed_text import parse_json
from spacetui.text.format import size_text

# Endings of files with a table, and bytes that one may have.
TABLE_TYPES = (".csv", ".tsv", ".json", ".txt")
MAX_FILE = 25_000_000


def is_table_file(path: Path) -> bool:
    """Return whether a file may hold a table, by its name."""
    return path.suffix.lower() in TABLE_TYPES


def read_table_file(path: Path, columns: TableColumns) -> TableValue:
    """Return the table in a file. Raises BadValue where there is none."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise BadValue(f"{path.name} is larger than {size_text(MAX_FILE)}")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadValue(f"{path.name} is not UTF-8 text") from error
    except OSError as error:
        raise BadValue(f"cannot read {path.name}: {error.strerror}") from error
    return read_table(text, columns)


def read_table(text: str, columns: TableColumns) -> TableValue:
    """Return the table that a whole text is: JSON, or CSV or TSV whose first line has the headers.

    Raises BadValue for text that is none, a row longer than the headers, a cell that its column
    does not take, and another number of columns where that is fixed.
    """
    if is_json(text):
        value = parse_table_json(text)
        table = table_of(value) or table_of_list(value)
        if table is None:
            raise BadValue("JSON without a table: a list of rows or objects is one")
    else:
        headers, *rows = csv_rows(text) or [[]]
        table = make_table(headers, _read_rows(rows, headers, columns))
    if not columns.columns_grow and columns.headers and table.width != len(columns.headers):
        raise BadValue(f"{table.width} columns; this table has {len(columns.headers)}")
    return table


def is_json(text: str) -> bool:
    """Return whether a text begins as a list or an object does."""
    return text.lstrip().startswith(("{", "["))


def parse_table_json(text: str) -> Json:
    """Return JSON. Raises BadValue."""
    try:
        return parse_json(text)
    except ValueError as error:
        raise BadValue(str(error)) from error


def _read_rows(
    rows: list[list[str]], headers: list[str], columns: TableColumns
) -> list[list[Json]]:
    for number, cells in enumerate(rows, 2):
        if len(cells) > len(headers):
            raise BadValue(f"row {number} has {len(cells)} cells, the headers {len(headers)}")
    read = read_block(rows, columns, names=headers, first_row=2)
    return [[*cells, *[None] * (len(headers) - len(cells))] for cells in read]


def read_block(
    rows: list[list[str]],
    columns: TableColumns,
    *,
    names: list[str],
    first_row: int,
    first_column: int = 0,
) -> list[list[Json]]:
    """Return the values of texts that fill cells from a column on.

    names: the headers from there on. first_row: the number of the first row, for the message.
    Raises BadValue for a cell that its column does not take.
    """
    values: list[list[Json]] = []
    for number, cells in enumerate(rows, first_row):
        read: list[Json] = []
        for at, cell in enumerate(cells):
            try:
                read.append(columns.read(cell, first_column + at))
            except BadValue as error:
                raise BadValue(f"row {number}, {names[at]}: {error.failure.message}") from error
        values.append(read)
    return values


def csv_rows(text: str) -> list[list[str]]:
    """Return the rows of CSV or TSV without the empty ones. Raises BadValue."""
    if "\t" in text.partition("\n")[0]:
        return _parse(text, "\t")
    return _parse(text, ",")


def pasted_rows(text: str) -> list[list[str]]:
    """Return the cells of a pasted text: TSV; CSV of several lines alike; else a cell a line."""
    if "\t" in text:
        return _parse(text, "\t")
    lines = text.splitlines()
    if len(lines) > 1:
        rows = _parse(text, ",")
        if len({len(row) for row in rows}) == 1 and len(rows[0]) > 1:
            return rows
    return [[line] for line in lines]


def _parse(text: str, delimiter: str) -> list[list[str]]:
    is_csv = delimiter == ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=is_csv)
    try:
        return [row for row in reader if row]
    except csv.Error as error:
        raise BadValue(f"not CSV: {error}") from error
