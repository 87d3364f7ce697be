"""The SQLite file and the one thread that uses it. A damaged or locked file never stops the app."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from spacetui.model.recording import Recording
from spacetui.store.codec import dump, load
from spacetui.store.trim_recording import trim_recording

_Result = TypeVar("_Result")

# The version of the layout below. A file with another one is left as it is.
VERSION = 1
# Readable and writable by the user alone.
_PRIVATE = 0o600
# Seconds to wait while another spacetui writes.
BUSY = 2.0
# Recordings kept in memory while the file cannot be written; the oldest ones are given up.
MAX_UNSAVED = 50
# Characters of one text that a search looks through.
MAX_SEARCHED = 20_000

_LAYOUT = """
create table if not exists recordings(
    id integer primary key, made_at real not null, src text not null, api_name text not null,
    status text not null, recording text not null);
create virtual table if not exists words using fts5(text);
create table if not exists visited(
    src text primary key, title text not null, at real not null, times integer not null);
"""


@dataclass(frozen=True, slots=True)
class RecentApp:
    """An app that was opened.

    opened_at: the last time, in seconds since the epoch. times: how often it was opened.
    """

    src: str
    title: str
    opened_at: float
    times: int


class Store:
    """Recordings and opened apps in one file; each method works on the store's own thread.

    on_error: called once, with a line that states that nothing is kept, and why.
    """

    def __init__(self, path: Path, on_error: Callable[[str], None] = lambda line: None) -> None:
        self.path = path
        self._on_error = on_error
        self._has_failed = False
        self._is_closed = False
        self._database: sqlite3.Connection | None = None
        self._unsaved: list[Recording] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def add(self, recording: Recording) -> Recording:
        """Store a recording; return it with its id, or with id 0 if it could not be written.

        A recording that could not be written is tried again with the next one.
        """
        added = await self._run(lambda: self._add(recording), 0)
        return replace(recording, id=added)

    async def load_recordings(self, limit: int = 200, query: str = "") -> tuple[Recording, ...]:
        """Load recordings, newest first.

        query: only those that contain, for each word of it, a word that begins with it.
        """
        nothing: tuple[Recording, ...] = ()
        return await self._run(lambda: self._load_recordings(limit, query), nothing)

    async def add_opened_app(self, src: str, title: str) -> None:
        """Store that an app was opened."""
        await self._run(lambda: self._add_opened_app(src, title), None)

    async def load_recent_apps(self, limit: int = 50) -> tuple[RecentApp, ...]:
        """Load the apps that were opened, the last one first."""
        nothing: tuple[RecentApp, ...] = ()
        return await self._run(lambda: self._load_recent_apps(limit), nothing)

    async def aclose(self) -> None:
        """Close the file after all earlier work is done. Later work is not done.

        Closing twice does nothing.
        """
        await self._run(self._close, None)
        self._is_closed = True
        self._thread.shutdown(wait=False)

    async def _run(self, work: Callable[[], _Result], otherwise: _Result) -> _Result:
        """Do `work` on the thread; return `otherwise` after an error and when it is closed."""
        if self._is_closed:
            return otherwise
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except (sqlite3.Error, OSError) as error:
            if not self._has_failed:
                self._has_failed = True
                self._on_error(f"calls are not kept on disk: {self.path}: {error}")
            return otherwise

    # The methods below run on the thread.

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            _make_private(self.path)
            database = sqlite3.connect(self.path, timeout=BUSY, check_same_thread=False)
            try:
                self._prepare(database)
            except BaseException:  # re-raised; the file must not stay open
                database.close()
                raise
            self._database = database
        return self._database

    def _prepare(self, database: sqlite3.Connection) -> None:
        version = database.execute("pragma user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"made by another spacetui (layout {version})")
        database.execute("pragma journal_mode = wal")
        database.executescript(f"{_LAYOUT} pragma user_version = {VERSION};")

    def _add(self, recording: Recording) -> int:
        self._unsaved = [*self._unsaved, trim_recording(recording)][-MAX_UNSAVED:]
        database = self._open()
        added = 0
        while self._unsaved:
            added = self._insert(database, self._unsaved[0])
            self._unsaved.pop(0)
        return added

    def _insert(self, database: sqlite3.Connection, recording: Recording) -> int:
        kept = replace(recording, id=0)
        try:
            text = dump(kept)
        except (ValueError, RecursionError):
            # Its outputs have a number or a nesting that JSON cannot hold. The call is still kept.
            text = dump(replace(kept, state=replace(kept.state, data=None)))
        src, api_name = kept.source.src, kept.call.endpoint.api_name
        row = (kept.made_at, _valid(src), _valid(api_name), kept.state.status.value, _valid(text))
        with database:
            cursor = database.execute(
                "insert into recordings(made_at, src, api_name, status, recording)"
                " values (?, ?, ?, ?, ?)",
                row,
            )
            database.execute(
                "insert into words(rowid, text) values (?, ?)",
                (cursor.lastrowid, _searched_text(kept)),
            )
        return cursor.lastrowid or 0

    def _load_recordings(self, limit: int, query: str) -> tuple[Recording, ...]:
        terms = " ".join('"' + _valid(term).replace('"', '""') + '"*' for term in query.split())
        if terms:
            rows = self._open().execute(
                "select id, recording from recordings"
                " where id in (select rowid from words where words match ?)"
                " order by id desc limit ?",
                (terms, limit),
            )
        else:
            rows = self._open().execute(
                "select id, recording from recordings order by id desc limit ?", (limit,)
            )
        recordings = (_load_recording(*row) for row in rows)
        return tuple(each for each in recordings if each is not None)

    def _add_opened_app(self, src: str, title: str) -> None:
        database = self._open()
        with database:
            database.execute(
                "insert into visited values (?, ?, ?, 1) on conflict(src) do update"
                " set title = excluded.title, at = excluded.at, times = times + 1",
                (_valid(src), _valid(title), time.time()),
            )

    def _load_recent_apps(self, limit: int) -> tuple[RecentApp, ...]:
        rows = self._open().execute(
            "select src, title, at, times from visited order by at desc limit ?", (limit,)
        )
        return tuple(RecentApp(*row) for row in rows)

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _make_private(path: Path) -> None:
    """Create the file for the user alone, or make it so, before SQLite opens it (security.md P4).

    SQLite gives its `-wal` and `-shm` files the mode that the file has when they are made. The file
    is not opened where it exists: closing it again would release the locks of another connection.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
    except FileExistsError:
        path.chmod(_PRIVATE)
    for suffix in ("-wal", "-shm"):  # of a version that did not do this
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).chmod(_PRIVATE)


def read_recent_sources(path: Path) -> list[str]:
    """Return the sources of the apps that were opened, the last one first; none after an error.

    It reads the file at once and without a thread, for the completion of a shell.
    """
    if not path.exists():
        return []
    query = "select src from visited order by at desc limit 200"
    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.1)
        with closing(database):
            return [src for (src,) in database.execute(query)]
    except sqlite3.Error:
        return []


def _load_recording(number: int, text: str) -> Recording | None:
    try:
        return replace(load(text, Recording), id=number)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # a row that this version cannot read must not hide the others


def _searched_text(recording: Recording) -> str:
    """Return the text that a search looks through: source, endpoint, inputs and outputs."""
    parts = [recording.source.src, recording.source.title, recording.call.endpoint.api_name]
    parts += [each for each in recording.call.values.values() if isinstance(each, str)]
    parts += [each for each in recording.state.values or () if isinstance(each, str)]
    return _valid("\n".join(part[:MAX_SEARCHED] for part in parts))


def _valid(text: str) -> str:
    """Return text that SQLite accepts: a lone surrogate, which UTF-8 lacks, becomes its escape."""
    return text.encode("utf-8", "backslashreplace").decode()
