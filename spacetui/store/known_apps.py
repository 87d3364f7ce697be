"""Which apps were opened, and which the user marked as favourites."""

import sqlite3
import time

from spacetui.store.row_types import Favourite, RecentApp
from spacetui.store.valid_text import valid


def add_visit(connection: sqlite3.Connection, src: str, title: str) -> None:
    """Write that an app was opened."""
    connection.execute(
        "insert into visited values (?, ?, ?, 1) on conflict(src) do update"
        " set title = excluded.title, at = excluded.at, times = times + 1",
        (valid(src), valid(title), time.time()),
    )


def list_visited(connection: sqlite3.Connection, limit: int) -> tuple[RecentApp, ...]:
    """List the apps that were opened, the last one first."""
    rows = connection.execute(
        "select src, title, at, times from visited order by at desc limit ?", (limit,)
    )
    return tuple(RecentApp(*row) for row in rows)


def add_favourite(connection: sqlite3.Connection, src: str, title: str) -> None:
    """Mark an app; one that is marked keeps its place."""
    connection.execute(
        "insert into favourites values (?, ?, ?) on conflict(src) do update"
        " set title = excluded.title",
        (valid(src), valid(title), time.time()),
    )


def remove_favourite(connection: sqlite3.Connection, src: str) -> None:
    """Take the mark of an app away."""
    connection.execute("delete from favourites where src = ?", (valid(src),))


def list_favourites(connection: sqlite3.Connection) -> tuple[Favourite, ...]:
    """List the marked apps, the last one first."""
    rows = connection.execute("select src, title, at from favourites order by at desc, rowid desc")
    return tuple(Favourite(*row) for row in rows)
