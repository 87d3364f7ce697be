"""Whose a running call is. Each process holds a lock on a file of its own as long as it lives.

Two running spacetui share the database. A call whose owner's lock can be taken was interrupted: the
system takes a lock back when its process ends, also after kill -9.
"""

import secrets
import sqlite3
from pathlib import Path

from spacetui.store.call_rows import interrupt_calls
from spacetui.system.file_lock import FileLock


class Owner:
    """This process, as the owner of the calls that it makes. id: written with them."""

    def __init__(self, folder: Path) -> None:
        self.id = secrets.token_hex(8)
        self._folder = folder
        self._lock: FileLock | None = None

    def claim(self) -> str:
        """Return the id, after taking the lock that shows that it lives. Raises OSError."""
        if self._lock is None:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._lock = FileLock.take(_path(self._folder, self.id))
        return self.id

    def release(self) -> None:
        """Give the lock back."""
        if self._lock is not None:
            self._lock.release(remove=True)
            self._lock = None


def owners_of_running_calls(connection: sqlite3.Connection) -> list[str]:
    """List the owners of the calls that have not ended."""
    rows = connection.execute(
        "select distinct owner from calls where owner is not null and status != 'interrupted'"
    )
    return [owner for (owner,) in rows]


def ended_owners(connection: sqlite3.Connection, folder: Path) -> list[str]:
    """List the owners of running calls whose processes have ended. It only reads."""
    return [each for each in owners_of_running_calls(connection) if _has_ended(_path(folder, each))]


def _has_ended(path: Path) -> bool:
    try:
        lock = FileLock.take(path, create=False)
    except FileNotFoundError:
        return True
    if lock is None:
        return False
    lock.release()
    return True


def interrupt_calls_of_ended(
    connection: sqlite3.Connection, folder: Path, owners: list[str]
) -> None:
    """Mark the calls of those owners as interrupted whose processes have ended."""
    for owner in owners:
        path = _path(folder, owner)
        try:
            lock = FileLock.take(path, create=False)
        except FileNotFoundError:
            interrupt_calls(connection, owner)
            continue
        if lock is None:
            continue  # it runs
        interrupt_calls(connection, owner)
        lock.release(remove=True)


def _path(folder: Path, owner: str) -> Path:
    return folder / f"{owner}.lock"
