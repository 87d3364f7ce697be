"""The SQLite file and the one thread that touches it. A file that is damaged or locked never stops the app."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from spacetui.model.recording import Recording
from spacetui.store.codec import dump, load
from spacetui.store.size_limits import trim_recording

_Result = TypeVar("_Result")

# The layout below. A file of another one is left alone.
VERSION = 1
# Seconds to wait for another spacetui that writes.
BUSY = 2.0
# Recordings that wait for a file that can be written; older ones are given up.
MAX_UNSAVED = 50

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
    """An app that was opened. at: seconds since the epoch, of the last time."""

    src: str
    title: str
    at: float
    times: int


class Store:
    """Recordings and visits in one file; each method does its work on the store's own thread.

    on_trouble hears once, in a line, that things are not kept, and why.
    """

    def __init__(self, path: Path, on_trouble: Callable[[str], None] = lambda line: None) -> None:
        self.path = path
        self._on_trouble = on_trouble
        self._has_complained = False
        self._is_closed = False
        self._database: sqlite3.Connection | None = None
        self._unsaved: list[Recording] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def add(self, recording: Recording) -> Recording:
        """Keep a recording; give it back with its id, or with id 0 if it could not be written yet.

        What could not be written is tried again with the next one.
        """
        added = await self._do(lambda: self._add(recording), 0)
        return replace(recording, id=added)

    async def load_recordings(self, limit: int = 200, query: str = "") -> tuple[Recording, ...]:
        """Give recordings, newest first; with `query` those in which each of its words begins a word."""
        nothing: tuple[Recording, ...] = ()
        return await self._do(lambda: self._read(limit, query), nothing)

    async def add_opened_app(self, src: str, title: str) -> None:
        """Note that an app was opened."""
        await self._do(lambda: self._visit(src, title), None)

    async def load_recent_apps(self, limit: int = 50) -> tuple[RecentApp, ...]:
        """Give the apps that were opened, last one first."""
        nothing: tuple[RecentApp, ...] = ()
        return await self._do(lambda: self._visited(limit), nothing)

    async def aclose(self) -> None:
        """Close the file, when all that was asked is done; what is asked later is not done. Twice is once."""
        await self._do(self._close, None)
        self._is_closed = True
        self._thread.shutdown(wait=False)

    async def _do(self, work: Callable[[], _Result], otherwise: _Result) -> _Result:
        if self._is_closed:
            return otherwise
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except (sqlite3.Error, OSError) as error:
            if not self._has_complained:
                self._has_complained = True
                self._on_trouble(f"calls are not kept on disk: {self.path}: {error}")
            return otherwise

    # Below, all runs on the thread.

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            database = sqlite3.connect(self.path, timeout=BUSY, check_same_thread=False)
            try:
                version = database.execute("pragma user_version").fetchone()[0]
                if version not in (0, VERSION):
                    raise sqlite3.DatabaseError(f"made by another spacetui (layout {version})")
                database.execute("pragma journal_mode = wal")
                database.executescript(f"{_LAYOUT} pragma user_version = {VERSION};")
                self.path.chmod(0o600)
            except BaseException:  # all of it goes on; the file must not stay open
                database.close()
                raise
            self._database = database
        return self._database

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
            # A number or a nesting that JSON cannot write; the call itself is still worth keeping.
            text = dump(replace(kept, state=replace(kept.state, data=None)))
        row = (
            kept.made_at,
            kept.source.src,
            kept.call.endpoint.api_name,
            kept.state.status.value,
            text,
        )
        with database:
            cursor = database.execute(
                "insert into recordings(made_at, src, api_name, status, recording) values (?, ?, ?, ?, ?)",
                tuple(_storable(each) for each in row),
            )
            database.execute(
                "insert into words(rowid, text) values (?, ?)", (cursor.lastrowid, _words(kept))
            )
        return cursor.lastrowid or 0

    def _read(self, limit: int, query: str) -> tuple[Recording, ...]:
        terms = " ".join('"' + _storable(term).replace('"', '""') + '"*' for term in query.split())
        if terms:
            found = self._open().execute(
                "select id, recording from recordings where id in (select rowid from words where words match ?)"
                " order by id desc limit ?",
                (terms, limit),
            )
        else:
            found = self._open().execute(
                "select id, recording from recordings order by id desc limit ?", (limit,)
            )
        return tuple(recording for row in found if (recording := _loaded(*row)) is not None)

    def _visit(self, src: str, title: str) -> None:
        database = self._open()
        with database:
            database.execute(
                "insert into visited values (?, ?, ?, 1) on conflict(src) do update"
                " set title = excluded.title, at = excluded.at, times = times + 1",
                (_storable(src), _storable(title), time.time()),
            )

    def _visited(self, limit: int) -> tuple[RecentApp, ...]:
        rows = self._open().execute(
            "select src, title, at, times from visited order by at desc limit ?", (limit,)
        )
        return tuple(RecentApp(*row) for row in rows)

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def read_recent_sources(path: Path) -> list[str]:
    """Give the apps that were opened, last one first, at once and without a thread; none where trouble is."""
    if not path.exists():
        return []
    try:
        with closing(
            sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.1)
        ) as database:
            return [
                src
                for (src,) in database.execute("select src from visited order by at desc limit 200")
            ]
    except sqlite3.Error:
        return []


def _loaded(number: int, text: str) -> Recording | None:
    try:
        return replace(load(text, Recording), id=number)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # a row that this version cannot read is no reason to hide the others


def _words(recording: Recording) -> str:
    """Give the text that a search looks through: where, what, the inputs and the outputs."""
    parts = [recording.source.src, recording.source.title, recording.call.endpoint.api_name]
    parts += [each for each in recording.call.values.values() if isinstance(each, str)]
    parts += [each for each in recording.state.data or () if isinstance(each, str)]
    return _storable("\n".join(part[:20_000] for part in parts))


def _storable(value: _Result) -> _Result:
    """Give text that SQLite can take: a lone surrogate, which UTF-8 lacks, becomes its stand-in."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()  # type: ignore[return-value]
    return value
