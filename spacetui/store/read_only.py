"""Open the SQLite file for reading alone, without what writing and migrating need."""

import sqlite3
from pathlib import Path


def open_to_read(path: Path, timeout: float) -> sqlite3.Connection:
    """Open the file for reading alone; wait `timeout` seconds for others. Raises sqlite3.Error."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=timeout)
