"""The bound on the size of what is kept: the oldest outputs go first, then the oldest calls.

The inputs of a call are small and outlive its outputs. Running calls stay.
"""

import sqlite3
from collections.abc import Callable

from spacetui.store.call_rows import delete_calls, remove_outputs
from spacetui.store.database import Database
from spacetui.store.row_types import StoreSize
from spacetui.store.saved_files import remove_copies, remove_unused, size_of_copies

# Bytes of the database and of the files beside it; and the share of it that is left after removing.
MAX_BYTES, SHARE_LEFT = 500_000_000, 0.9
# Calls that are listed at a time, and that go at one time: a result is drawn only after this, and
# what is still too much goes with the next one.
_BATCH, MAX_REMOVED = 20, 100

# Each half ends at its limit, however many calls have lost their outputs before.
_WITH_OUTPUTS = """
select id from (
    select id from outputs join calls on id = outputs.call
    where outputs.call > ?1 and owner is null order by outputs.call limit ?2)
union
select id from (
    select distinct calls.id as id from files join calls on calls.id = files.call
    where files.call > ?1 and owner is null and not is_input and sha256 != ''
    order by files.call limit ?2)
order by id limit ?2
"""
_OLDEST = "select id from calls where id > ?1 and owner is null order by id limit ?2"


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

    def remove_outputs_and_copies(connection: sqlite3.Connection, number: int) -> None:
        remove_outputs(connection, number)
        remove_copies(connection, database.files, number)

    def remove_call(connection: sqlite3.Connection, number: int) -> None:
        delete_calls(connection, [number])

    has_more = _remove(database, goal, _WITH_OUTPUTS, remove_outputs_and_copies)
    if not has_more and _bytes(database) > goal:
        _remove(database, goal, _OLDEST, remove_call)
    with database.transaction() as connection:
        remove_unused(connection, database.files)


def _bytes(database: Database) -> int:
    return database.size + size_of_copies(database.connection)


def _remove(
    database: Database,
    goal: int,
    query: str,
    remove: Callable[[sqlite3.Connection, int], None],
) -> bool:
    """Remove what `query` lists, until no more than `goal` bytes are left or it has done enough.

    Return whether there may be more of it.
    """
    last = 0
    for _ in range(0, MAX_REMOVED, _BATCH):
        numbers = [number for (number,) in database.read(query, (last, _BATCH))]
        if not numbers:
            return False
        last = numbers[-1]
        with database.transaction() as connection:
            for number in numbers:
                remove(connection, number)
                if _bytes(database) <= goal:
                    return True
    return True
