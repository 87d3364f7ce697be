"""From each older layout to the next one. A migration is one transaction: all of it, or nothing.

Each runs within that transaction, and the file stays as it was until it is committed.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from spacetui.model.call import Call
from spacetui.model.recording import Recording, Source
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint
from spacetui.store.call_rows import add_call
from spacetui.store.codec import load
from spacetui.store.layout import LAYOUT, run_script


def _from_1(connection: sqlite3.Connection) -> None:
    """Move each recording, which was one JSON text in a row, to the tables of calls."""
    connection.execute("drop table if exists words")
    run_script(connection, LAYOUT)
    rows = connection.execute("select * from recordings order by id")
    for number, made_at, src, api_name, status, text in rows:
        recording = _recording_of_1(text) or Recording(
            Call(Endpoint(api_name, 0)), Source(src, src), RunState(Status(status)), made_at
        )
        add_call(connection, replace(recording, id=number))
    connection.execute("drop table recordings")


def _recording_of_1(text: str) -> Recording | None:
    try:
        return load(text, Recording)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # the columns of the row still say what was called, and when


# version -> the migration to the next one.
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _from_1}
