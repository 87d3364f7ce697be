"""CallWriter: writes calls while they run, for the journal of each call."""

import sqlite3
import time
from collections.abc import Sequence

from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.store import call_rows, saved_files
from spacetui.store.database import Database, owners_folder
from spacetui.store.key_values import is_excluded
from spacetui.store.owners import Owner, ended_owners, interrupt_calls_of_ended
from spacetui.store.row_types import StoredEvent
from spacetui.store.size_limit import keep_within
from spacetui.store.store_thread import StoreThread
from spacetui.store.valid_text import valid

# The id of a call that is not kept, because its app is excluded.
EXCLUDED = -1
# Ended calls kept in memory while the file cannot be written; the oldest ones are given up.
MAX_UNSAVED = 50


class CallWriter:
    """Writes the calls that this process makes. limit: bytes of all that is kept."""

    def __init__(self, thread: StoreThread, limit: int) -> None:
        self._thread = thread
        self._limit = limit
        self._owner: Owner | None = None
        self._unsaved: list[tuple[int, Recording]] = []

    async def begin(self, recording: Recording) -> int:
        """Write a call before it is sent; return its id, EXCLUDED, or 0 if it was not written."""
        return await self._thread.run(lambda database: self._begin(database, recording), 0)

    async def begin_again(self, number: int) -> None:
        """Mark a call that has ended as one that this process makes, since it goes on.

        number: what `begin` has returned when it began.
        """
        await self._thread.run(lambda database: self._begin_again(database, number), None)

    async def write_progress(
        self, number: int, state: RunState, first: int, events: Sequence[StoredEvent]
    ) -> float:
        """Write how far a call is, and return the seconds that the processor was busy with it.

        first: how many of its events were written before.
        """

        def work(connection: sqlite3.Connection) -> float:
            began = time.thread_time()
            call_rows.write_events(connection, number, first, events)
            call_rows.write_partial(connection, number, state)
            return time.thread_time() - began

        if number <= 0:
            return 0.0
        return await self._thread.write(work, 0.0)

    async def end(
        self, number: int, recording: Recording, first: int = 0, events: Sequence[StoredEvent] = ()
    ) -> int:
        """Write how a call ended, and return its id. number: what `begin` has returned.

        A call that cannot be written is tried again with the next one.
        """
        if number == EXCLUDED:
            return number
        ended = await self._thread.run(
            lambda database: self._end(database, number, recording, first, events), None
        )
        if ended is None:
            self._unsaved = [*self._unsaved, (number, recording)][-MAX_UNSAVED:]
        return ended or number

    async def interrupt(self, number: int) -> None:
        """Mark a call as interrupted, since the user has left it."""
        owner = self._owner
        if owner is None or number <= 0:
            return

        def work(connection: sqlite3.Connection) -> None:
            call_rows.interrupt_calls(connection, owner.id, number)
            connection.execute("update calls set owner = null where id = ?", (number,))

        await self._thread.write(work, None)

    async def interrupt_calls_of_ended(self) -> None:
        """Mark the running calls of processes that have ended as interrupted."""
        if self._thread.path is None:
            return
        folder = owners_folder(self._thread.path)
        # A process that runs is asked by its lock alone, without a transaction: that would wait
        # for whoever writes, and each list of the history comes here first.
        none: list[str] = []
        ended = await self._thread.read(lambda connection: ended_owners(connection, folder), none)
        if ended:
            await self._thread.write(
                lambda connection: interrupt_calls_of_ended(connection, folder, ended), None
            )

    async def add_input_file(self, number: int, facts: saved_files.FileFacts) -> None:
        """Write which file a call was given; facts: of `read_facts`."""
        if number > 0:
            await self._thread.write(
                lambda connection: saved_files.add_input(connection, number, facts), None
            )

    async def aclose(self) -> None:
        """Try once more what could not be written, before the thread is closed."""
        if self._unsaved:
            await self._thread.write(self._save_unsaved, None)

    def release(self) -> None:
        """Give up the calls of this process, after the thread is closed."""
        if self._owner is not None:
            self._owner.release()

    # The methods below run on the thread.

    def _claim(self, database: Database) -> str:
        if self._owner is None:
            self._owner = Owner(database.owners)
        return self._owner.claim()

    def _begin_again(self, database: Database, number: int) -> None:
        owner = self._claim(database)
        with database.transaction() as connection:
            call_rows.begin_again(connection, number, owner)

    def _begin(self, database: Database, recording: Recording) -> int:
        owner = self._claim(database)
        with database.transaction() as connection:
            if is_excluded(connection, valid(recording.source.src)):
                return EXCLUDED
            self._save_unsaved(connection)
            number = call_rows.begin_call(connection, recording, owner)
        self._unsaved.clear()
        return number

    def _end(
        self,
        database: Database,
        number: int,
        recording: Recording,
        first: int,
        events: Sequence[StoredEvent],
    ) -> int:
        with database.transaction() as connection:
            self._save_unsaved(connection)
            kept = _end_or_add(connection, number, recording)
            call_rows.write_events(connection, kept, first, events)
            saved_files.add_outputs(connection, recording, kept)
        self._unsaved.clear()
        keep_within(database, self._limit)
        return kept

    def _save_unsaved(self, connection: sqlite3.Connection) -> None:
        for number, recording in self._unsaved:
            _end_or_add(connection, number, recording)


def _end_or_add(connection: sqlite3.Connection, number: int, recording: Recording) -> int:
    """Write the end of a call that was begun, or all of one that was not; return its id."""
    if number:
        call_rows.end_call(connection, number, recording)
        return number
    return call_rows.add_call(connection, recording)
