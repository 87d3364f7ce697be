"""The bound on the size of what is kept: the oldest outputs go first, then the oldest calls.

The inputs of a call are small and outlive its outputs. Pinned calls stay, and so do running ones.
"""

from collections.abc import Callable

from spacetui.store.call_rows import delete_calls, remove_outputs
from spacetui.store.database import Database
from spacetui.store.rows import StoreSize
from spacetui.store.saved_files import remove_copies, remove_unused, size_of_copies

# Bytes of the database and of the files beside it; and the share of it that is left after removing.
MAX_BYTES, SHARE_LEFT = 500_000_000, 0.9
# Calls that are listed at a time.
_BATCH = 20

_WITH_OUTPUTS = """
select id from calls where not is_pinned and owner is null and (
    exists(select 1 from outputs where outputs.call = calls.id)
    or exists(select 1 from files where files.call = calls.id and not is_input and sha256 != ''))
order by id limit ?
"""
_OLDEST = "select id from calls where not is_pinned and owner is null order by id limit ?"


def measure(database: Database, limit: int) -> StoreSize:
    """Return how much is kept."""
    calls = database.value("select count(*) from calls")
    assert isinstance(calls, int)
    return StoreSize(calls, _bytes(database), limit)


def keep_within(database: Database, limit: int) -> None:
    """Remove what is oldest where there is more than `limit` bytes."""
    if _bytes(database) <= limit:
        return
    goal = int(limit * SHARE_LEFT)
    if not _remove(database, goal, _WITH_OUTPUTS, _remove_outputs):
        _remove(database, goal, _OLDEST, _remove_call)
    with database.transaction() as connection:
        remove_unused(connection, database.files)


def _bytes(database: Database) -> int:
    return database.size + size_of_copies(database.connection)


def _remove(
    database: Database, goal: int, query: str, remove: Callable[[Database, int], None]
) -> bool:
    """Remove what `query` lists, until no more than `goal` bytes are left; return whether it is."""
    while numbers := [number for (number,) in database.read(query, (_BATCH,))]:
        for number in numbers:
            remove(database, number)
            if _bytes(database) <= goal:
                return True
    return False


def _remove_outputs(database: Database, number: int) -> None:
    with database.transaction() as connection:
        remove_outputs(connection, number)
        remove_copies(connection, database.files, number)


def _remove_call(database: Database, number: int) -> None:
    with database.transaction() as connection:
        delete_calls(connection, [number])
