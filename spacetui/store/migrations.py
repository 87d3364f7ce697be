"""From each older layout to a newer one. A migration is one transaction: all of it, or nothing.

Each runs within that transaction, and the file stays as it was until it is committed. It returns
the version that it has led to.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from spacetui.model.call import Call
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint
from spacetui.model.source import Source
from spacetui.store.call_rows import add_call
from spacetui.store.codec import load
from spacetui.store.layout import LAYOUT, VERSION, run_script
from spacetui.store.search_text import indexed


def _from_1(connection: sqlite3.Connection) -> int:
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
    return VERSION


def _recording_of_1(text: str) -> Recording | None:
    try:
        return load(text, Recording)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # the columns of the row still say what was called, and when


def _from_2(connection: sqlite3.Connection) -> int:
    """Index the texts of calls anew, which have words more now, and drop what nothing has used."""
    connection.execute("alter table calls drop column is_pinned")
    numbers = [number for (number,) in connection.execute("select id from calls").fetchall()]
    for number in numbers:  # one at a time, since all texts may be hundreds of megabytes
        query = "select text from words where rowid = ?"
        for (text,) in connection.execute(query, (number,)).fetchall():
            src, _, rest = text.partition("\n")  # see searched_text
            new = f"{src}\n{indexed(rest)}"
            if new.split() != text.split():
                connection.execute("update words set text = ? where rowid = ?", (new, number))
    return 3


# version -> the migration from it.
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], int]] = {1: _from_1, 2: _from_2}
