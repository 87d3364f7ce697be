"""The cells of a table as text, and what a cell is called."""

from __future__ import annotations

import json
from itertools import islice
from math import isfinite

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json
from spacetui.model.table import table_of

_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)


def cell_text(value: Json) -> str:
    """Return a cell as it is typed and copied: text as it is, nothing for null, else JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if type(value) is int or (type(value) is float and isfinite(value)):
        return repr(value)  # as JSON has it, in a tenth of the time
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        return str(value)


def cell_start(value: Json, limit: int) -> str:
    """Return the first characters of `cell_text`, at most about `limit`; quick for a huge cell."""
    if isinstance(value, str):
        return value[:limit]
    if not isinstance(value, (list, dict)):
        return cell_text(value)[:limit]
    parts: list[str] = []
    length = 0
    try:
        for part in islice(_ENCODER.iterencode(value), limit):
            parts.append(part[:limit])
            length += len(part)
            if length >= limit:
                break
    except (TypeError, ValueError, RecursionError):
        return str(value)[:limit]
    return "".join(parts)[:limit]


def flat(value: Json) -> str:
    """Return a cell as text in one line, without what separates cells."""
    return cell_text(value).replace("\t", " ").replace("\n", " ")


def column_name(value: Json, path: OutputPath) -> str:
    """Return the header of the cell at a path of a value, or its number. Untrusted.

    Empty where the path leads to no cell of a table.
    """
    table = table_of(value) if len(path) > 1 else None
    if table is None or path[:-2] != table.path:
        return ""
    column = path[-1]
    if not isinstance(column, int) or column >= table.width:
        return ""
    return flat(table.headers[column]) or str(column + 1)


def cell_name(value: Json, path: OutputPath) -> str:
    """Return what the cell at a path of a value is called, `score, row 2`; empty as above."""
    column = column_name(value, path)
    match path:
        case (*_, int(row), _) if column:
            return f"{column}, row {row + 1}"
    return ""
