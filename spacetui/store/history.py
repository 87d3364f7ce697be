"""Lists of calls: newest first, of one Space, and those that a search finds."""

import sqlite3
from typing import Any

from spacetui.model.run import Status
from spacetui.store.row_types import HistoryRow
from spacetui.store.search_text import match_of

_COLUMNS = """
calls.id, calls.made_at, calls.src, calls.title, calls.api_name, calls.status, calls.duration,
calls.input_preview, calls.output_preview,
exists(select 1 from outputs where outputs.call = calls.id)
"""
# Calls of an app among which those of one visit are looked for.
MAX_OF_VISIT = 1_000
# The id of a call that comes after all others.
_LAST = (1 << 63) - 1


def list_calls(
    connection: sqlite3.Connection, query: str, src: str, limit: int, before: int | None
) -> tuple[HistoryRow, ...]:
    """List calls, newest first; the arguments are those of Store.history."""
    last = _LAST if before is None else before
    if query.strip():
        match = match_of(query, src)
        if not match:
            return ()
        # By the ids of the index, which is read backwards and no further than to the limit.
        rows = connection.execute(
            f"select {_COLUMNS} from words join calls on calls.id = words.rowid"
            " where words match ? and words.rowid < ? order by words.rowid desc limit ?",
            (match, last, limit),
        )
    elif src:
        rows = connection.execute(
            f"select {_COLUMNS} from calls where calls.src = ? and calls.id < ?"
            " order by calls.id desc limit ?",
            (src, last, limit),
        )
    else:
        rows = connection.execute(
            f"select {_COLUMNS} from calls where calls.id < ? order by calls.id desc limit ?",
            (last, limit),
        )
    return tuple(map(_row, rows))


def ids_of_visit(connection: sqlite3.Connection, src: str, visit: int, before: int) -> list[int]:
    """List the calls that shared their State before a call, oldest first.

    before: the id of that call. They are looked for among the MAX_OF_VISIT calls of the app before.
    """
    rows = connection.execute(
        "select id from"
        " (select id, visit from calls where src = ? and id < ? order by id desc limit ?)"
        " where visit = ? order by id",
        (src, before, MAX_OF_VISIT, visit),
    )
    return [number for (number,) in rows]


def list_untold(connection: sqlite3.Connection) -> tuple[HistoryRow, ...]:
    """List the interrupted calls that no start has told of yet, newest first."""
    rows = connection.execute(
        f"select {_COLUMNS} from calls where owner is not null and status = ?"
        " order by calls.id desc",
        (Status.INTERRUPTED.value,),
    )
    return tuple(map(_row, rows))


def _row(row: tuple[Any, ...]) -> HistoryRow:
    """Return a row of _COLUMNS as a value; SQLite's types are those of the columns."""
    number, made_at, src, title, api_name, status, *rest = row
    duration, inputs, output, has_outputs = rest
    call = (number, made_at, src, title, api_name, Status(status), duration, inputs, output)
    return HistoryRow(*call, bool(has_outputs))
