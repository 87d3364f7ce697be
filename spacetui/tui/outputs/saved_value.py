"""What is written into a file when an output is saved that is no file itself."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import NamedTuple

from spacetui.model.schema import Json
from spacetui.model.table import TableValue
from spacetui.model.table_cells import cell_text
from spacetui.system.image_header import parse_header
from spacetui.tui.outputs.text_layout import as_json


class SavedValue(NamedTuple):
    """The ending of a file's name, and what is in the file."""

    suffix: str
    content: bytes


def saved_value(value: Json, suffix: str) -> SavedValue | None:
    """Return a value as it is saved: a text with this suffix, else JSON; None of no value."""
    if value is None:
        return None
    if isinstance(value, str):
        return SavedValue(suffix, _bytes(value))
    return SavedValue(".json", _bytes(as_json(value) + "\n"))


def saved_table(table: TableValue, rows: Sequence[int]) -> SavedValue:
    """Return these rows of a table as CSV; a cell of text is as it is, another as JSON."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([cell_text(each) for each in table.headers])
    writer.writerows([cell_text(each) for each in table.row(number)] for number in rows)
    return SavedValue(".csv", _bytes(out.getvalue()))


def saved_picture(data: bytes) -> SavedValue:
    """Return a picture that came in the value itself."""
    header = parse_header(data)
    if header is not None:
        return SavedValue(f".{header.format}", data)
    return SavedValue(".svg" if b"<svg" in data[:10_000] else ".bin", data)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
