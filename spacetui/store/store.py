"""Store: what is kept on disk, for the session and both front ends."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from spacetui.model.recording import Recording
from spacetui.model.schema import App, Json
from spacetui.model.source import Source
from spacetui.store import call_rows, history, key_values, known_apps, saved_files, schemas
from spacetui.store.call_writer import CallWriter
from spacetui.store.database import Database, files_folder
from spacetui.store.row_types import (
    Favourite,
    HistoryRow,
    RecentApp,
    StoredEvent,
    StoredFile,
    StoreSize,
)
from spacetui.store.size_limit import MAX_BYTES, keep_within, measure
from spacetui.store.store_thread import StoreThread
from spacetui.store.stored_schema import StoredSchema

# Seconds from a deletion until the file is scrubbed.
SCRUB_AFTER = 1.0
# What `clear` empties. Favourites and excluded apps are choices of the user, which stay.
_CLEARED = ("calls", "endpoints", "schemas", "searches", "kept", "visited")


class Store:
    """What is kept on disk: calls, files, apps, and what the user marked, typed and searched for.

    No method raises for a file that cannot be used: what is read is empty then, and `on_error` is
    called once, with a line that states that nothing is kept, and why. What writes works on one
    thread of the store, in the order in which it is called, and what reads on another one: it sees
    what was awaited before, and does not wait for what is written meanwhile.

    writer: for the journals of calls (session/call_journal.py).
    path: the SQLite file; None keeps nothing and gives nothing. limit: bytes in all.
    Texts and values come from apps: draw them as such.
    """

    def __init__(
        self,
        path: Path | None,
        on_error: Callable[[str], None] = lambda line: None,
        *,
        limit: int = MAX_BYTES,
    ) -> None:
        self.path = path
        self.limit = limit
        self._thread = StoreThread(path, on_error)
        self.writer = CallWriter(self._thread, limit)
        self._scrubbing: asyncio.Task[None] | None = None

    @property
    def is_off(self) -> bool:
        """Whether nothing is kept, as the user wants it."""
        return self.path is None

    @property
    def is_failing(self) -> bool:
        """Whether the last that was to be kept could not be kept."""
        return self._thread.is_failing

    # The history.

    async def history(
        self, query: str = "", *, src: str = "", limit: int = 200, before: int | None = None
    ) -> tuple[HistoryRow, ...]:
        """List calls, newest first.

        query: only those that have, for each word of it, a word that begins with it, in their
        inputs, outputs, Space or endpoint. src: of `Source`, only of this app. before: an id; only
        calls before that one, for the next part of a long list.
        """
        await self.writer.interrupt_calls_of_ended()
        return await self._thread.read(
            lambda connection: history.list_calls(connection, query, src, limit, before), ()
        )

    async def interrupted(self) -> tuple[HistoryRow, ...]:
        """List the calls that were interrupted since the last start that asked; each one once."""
        await self.writer.interrupt_calls_of_ended()

        def work(connection: sqlite3.Connection) -> tuple[HistoryRow, ...]:
            untold = history.list_untold(connection)
            for row in untold:
                connection.execute("update calls set owner = null where id = ?", (row.id,))
            return untold

        return await self._thread.write(work, ())

    async def load_call(self, number: int) -> Recording | None:
        """Load a call, with its latest outputs while it runs; None if there is none."""
        return await self._thread.read(
            lambda connection: call_rows.load_call(connection, number), None
        )

    async def load_calls(self, query: str = "", limit: int = 200) -> tuple[Recording, ...]:
        """Load calls, newest first, with all of their values. query: as for `history`."""
        loaded = [await self.load_call(row.id) for row in await self.history(query, limit=limit)]
        return tuple(each for each in loaded if each is not None)

    async def calls_of_visit(self, src: str, visit: int, before: int) -> tuple[Recording, ...]:
        """Load the calls that shared their State before the call `before`, oldest first."""

        def work(connection: sqlite3.Connection) -> tuple[Recording, ...]:
            numbers = history.ids_of_visit(connection, src, visit, before)
            loaded = (call_rows.load_call(connection, number) for number in numbers)
            return tuple(each for each in loaded if each is not None)

        return await self._thread.read(work, ())

    async def events_of(self, number: int) -> tuple[StoredEvent, ...]:
        """List the events of a call: what happened when."""
        return await self._thread.read(
            lambda connection: call_rows.load_events(connection, number), ()
        )

    async def delete(self, numbers: Iterable[int]) -> int:
        """Delete calls, and return how many there were. A call that runs is not kept then.

        They are gone when this returns. A moment later, and at the latest before the file is
        closed, `scrub` leaves no byte of them.
        """
        wanted = tuple(numbers)
        deleted = await self._thread.run(lambda database: _delete(database, wanted), 0)
        if deleted and self._scrubbing is None:
            self._scrubbing = asyncio.ensure_future(self._scrub_soon())
        return deleted

    async def scrub(self) -> None:
        """Leave no byte of what was deleted in the file; seconds, where the history is long."""
        await self._thread.run(_scrub, None)

    async def _scrub_soon(self) -> None:
        await asyncio.sleep(SCRUB_AFTER)  # more may be deleted in a moment
        self._scrubbing = None
        await self.scrub()

    async def clear(self) -> None:
        """Delete everything but favourites and excluded apps, and leave no byte of it."""
        await self._thread.run(_clear, None)

    async def count_and_size(self) -> StoreSize:
        """Return how many calls there are, and how many bytes of the limit are used."""
        nothing = StoreSize(0, 0, self.limit)
        return await self._thread.run(lambda database: measure(database, self.limit), nothing)

    async def exclude(self, src: str) -> None:
        """Keep no call of an app from now on. src: of `Source`. Earlier calls stay."""
        await self._thread.write(lambda connection: key_values.exclude(connection, src), None)

    async def include(self, src: str) -> None:
        """Keep the calls of an app again."""
        await self._thread.write(lambda connection: key_values.include(connection, src), None)

    async def excluded(self) -> tuple[str, ...]:
        """List the apps whose calls are not kept."""
        return await self._thread.read(key_values.list_excluded, ())

    # Files of calls.

    async def keep_file(
        self, number: int, path: Path, file: Mapping[str, Json] | None = None
    ) -> None:
        """Keep a copy of a file of a call's outputs that was shown or saved at `path`.

        file: its FileData. A file above 20 MB is only listed.
        """

        def work(database: Database) -> None:
            with database.transaction() as connection:
                saved_files.add_copy(connection, database.files, number, path, file)
            keep_within(database, self.limit)

        await self._thread.run(work, None)

    async def files_of(self, number: int) -> tuple[StoredFile, ...]:
        """List the files of a call: copies, what has changed since, and what is gone."""
        if self.path is None:
            return ()
        folder = files_folder(self.path)
        return await self._thread.read(
            lambda connection: saved_files.list_files(connection, folder, number), ()
        )

    # Apps.

    async def save_schema(self, src: str, app: App, source: Source | None = None) -> None:
        """Keep an app as it is now, in place of what was kept. src: as the user opens it."""
        await self._thread.write(
            lambda connection: schemas.save_schema(connection, src, app, source), None
        )

    async def schema(self, src: str) -> StoredSchema | None:
        """Load the app that was opened as `src` before; None if there is none."""
        return await self._thread.read(
            lambda connection: schemas.load_schema(connection, src), None
        )

    async def add_opened_app(self, src: str, title: str) -> None:
        """Write that an app was opened."""
        await self._thread.write(
            lambda connection: known_apps.add_visit(connection, src, title), None
        )

    async def load_recent_apps(self, limit: int = 50) -> tuple[RecentApp, ...]:
        """Load the apps that were opened, the last one first."""
        return await self._thread.read(
            lambda connection: known_apps.list_visited(connection, limit), ()
        )

    async def add_favourite(self, src: str, title: str = "") -> None:
        """Mark an app as a favourite."""
        await self._thread.write(
            lambda connection: known_apps.add_favourite(connection, src, title), None
        )

    async def remove_favourite(self, src: str) -> None:
        """Take the mark of a favourite away."""
        await self._thread.write(
            lambda connection: known_apps.remove_favourite(connection, src), None
        )

    async def favourites(self) -> tuple[Favourite, ...]:
        """List the favourites, the last one first."""
        return await self._thread.read(known_apps.list_favourites, ())

    # What the user typed.

    async def add_search(self, query: str) -> None:
        """Write that the user searched for this."""
        await self._thread.write(lambda connection: key_values.add_search(connection, query), None)

    async def searches(self, limit: int = 50) -> tuple[str, ...]:
        """List what the user searched for, the last one first."""
        return await self._thread.read(
            lambda connection: key_values.list_searches(connection, limit), ()
        )

    async def keep(self, key: str, value: Json) -> None:
        """Keep a value under a key, in place of another one; None removes it.

        A FileInput, MISSING and WITHHELD may stand in it. Take secrets out before
        (Call.without_secrets): nothing is looked for here.
        """
        await self._thread.write(lambda connection: key_values.keep(connection, key, value), None)

    async def kept(self, key: str) -> Json:
        """Return the value under a key, or None."""
        return (await self.kept_all(key)).get(key)

    async def kept_all(self, prefix: str) -> dict[str, Json]:
        """Return the values under all keys that begin with `prefix`, by key."""
        nothing: dict[str, Json] = {}
        return await self._thread.read(
            lambda connection: key_values.load_kept(connection, prefix), nothing
        )

    async def aclose(self) -> None:
        """Close the file after all earlier work is done. Later work is not done."""
        if self._scrubbing is not None:
            self._scrubbing.cancel()  # it is done before the file is closed
        await self.writer.aclose()
        await self._thread.aclose()
        self.writer.release()

    async def __aenter__(self) -> "Store":
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        await self.aclose()


def _delete(database: Database, numbers: Sequence[int]) -> int:
    with database.transaction() as connection:
        deleted = call_rows.delete_calls(connection, numbers)
        saved_files.remove_unused(connection, database.files)
        if deleted:
            database.scrub_later()
    return deleted


def _scrub(database: Database) -> None:
    if database.must_scrub:
        database.scrub()


def _clear(database: Database) -> None:
    with database.transaction() as connection:
        for table in _CLEARED:
            connection.execute(f"delete from {table}")
        database.clear_words()
        saved_files.remove_unused(connection, database.files)
    database.scrub()
