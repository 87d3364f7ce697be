"""What a shell completes, read at once and without a thread: known apps, and the ids of calls."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from spacetui.store.read_only import open_to_read


def read_recent_sources(path: Path) -> list[str]:
    """Return the sources of the apps that were opened, the last one first; none after an error."""
    rows = _read_at_once(path, "select src from visited order by at desc limit 200")
    return [src for (src,) in rows]


def read_recent_ids(path: Path) -> list[tuple[int, str]]:
    """Return the ids of the last calls, each with what it called; none after an error."""
    query = "select id, title, api_name, input_preview from calls order by id desc limit 200"
    return [(number, " ".join(rest)) for number, *rest in _read_at_once(path, query)]


def _read_at_once(path: Path, query: str) -> list[tuple[Any, ...]]:
    if not path.exists():
        return []
    try:
        with closing(open_to_read(path, timeout=0.1)) as database:
            return database.execute(query).fetchall()
    except sqlite3.Error:
        return []
