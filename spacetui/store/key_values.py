"""Searches, values under a key (forms, open Spaces, the language), and Spaces that are excluded."""

import sqlite3
import time

from spacetui.model.schema import Json
from spacetui.store.codec import dump, load_json
from spacetui.store.valid_text import valid

# Searches that are kept.
MAX_SEARCHES = 200


def add_search(connection: sqlite3.Connection, query: str) -> None:
    """Write that the user searched for this."""
    connection.execute("insert or replace into searches values (?, ?)", (valid(query), time.time()))
    connection.execute(
        "delete from searches where query not in"
        " (select query from searches order by at desc limit ?)",
        (MAX_SEARCHES,),
    )


def list_searches(connection: sqlite3.Connection, limit: int) -> tuple[str, ...]:
    """List what the user searched for, the last one first."""
    rows = connection.execute(
        "select query from searches order by at desc, rowid desc limit ?", (limit,)
    )
    return tuple(query for (query,) in rows)


def keep(connection: sqlite3.Connection, key: str, value: Json) -> None:
    """Write a value under a key, in place of another one; None removes it."""
    if value is None:
        connection.execute("delete from kept where key = ?", (valid(key),))
        return
    try:
        text = dump(value)
    except (ValueError, RecursionError):
        return  # JSON cannot hold it
    connection.execute("insert or replace into kept values (?, ?)", (valid(key), text))


def load_kept(connection: sqlite3.Connection, prefix: str) -> dict[str, Json]:
    """Load the values under all keys that begin with `prefix`, by key."""
    start = valid(prefix)
    rows = connection.execute(
        "select key, value from kept where key >= ? and substr(key, 1, ?) = ?",
        (start, len(start), start),
    )
    return {key: load_json(value) for key, value in rows}


def exclude(connection: sqlite3.Connection, src: str) -> None:
    """Keep no call of an app from now on."""
    connection.execute("insert or ignore into excluded values (?)", (valid(src),))


def include(connection: sqlite3.Connection, src: str) -> None:
    """Keep the calls of an app again."""
    connection.execute("delete from excluded where src = ?", (valid(src),))


def list_excluded(connection: sqlite3.Connection) -> tuple[str, ...]:
    """List the apps whose calls are not kept."""
    return tuple(src for (src,) in connection.execute("select src from excluded order by src"))


def is_excluded(connection: sqlite3.Connection, src: str) -> bool:
    """Return whether the calls of an app are not kept."""
    found = connection.execute("select 1 from excluded where src = ?", (valid(src),))
    return found.fetchone() is not None
