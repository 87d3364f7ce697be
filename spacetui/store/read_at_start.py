"""What the app shows at its start, read at once and without a thread, before anything is drawn."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from spacetui.model.schema import Json
from spacetui.store.key_values import load_kept
from spacetui.store.layout import VERSION
from spacetui.store.read_only import open_to_read
from spacetui.store.schemas import load_schema
from spacetui.store.stored_schema import StoredSchema

# Seconds to wait for a file that somebody else uses.
PATIENCE = 0.1


class StartValues(NamedTuple):
    """What is known when the app starts. schema: of the app of the command line.

    kept: the values under the keys that begin with the prefix that was asked for.
    """

    schema: StoredSchema | None = None
    kept: Mapping[str, Json] = {}


def read_start_values(path: Path, src: str, prefix: str) -> StartValues:
    """Read what the app shows first; nothing where there is no file of this version.

    src: of the app to open at once, or empty. prefix: of the keys of kept values.
    """
    if not path.exists():
        return StartValues()
    try:
        with closing(open_to_read(path, PATIENCE)) as connection:
            (version,) = connection.execute("pragma user_version").fetchone()
            if version != VERSION:
                return StartValues()
            schema = load_schema(connection, src) if src else None
            return StartValues(schema, load_kept(connection, prefix))
    except (sqlite3.Error, ValueError):
        return StartValues()  # the store says why, when it opens the file
