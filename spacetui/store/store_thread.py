"""StoreThread: the thread that opens the database and writes to it, and one that only reads.

No error of SQLite or of the file system leaves it.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from spacetui.store.database import BUSY, Database
from spacetui.store.read_only import open_to_read

_Result = TypeVar("_Result")


class NotKept(Exception):
    """SQLite or the file system refused; the argument says why."""


class StoreThread:
    """Runs work on the database, which is opened by the first of it.

    What only reads has a connection of its own, and so waits neither for our writes nor for those
    of another process: the history is listed at once also while a long one is scrubbed.

    path: None where nothing is to be kept; then nothing is read either.
    on_error: called once, with a line that states that nothing is kept, and why.
    """

    def __init__(self, path: Path | None, on_error: Callable[[str], None]) -> None:
        self.path = path
        # Whether the last write failed, or a read since then.
        self.is_failing = False
        self._is_told = False
        self._on_error = on_error
        self._is_closed = path is None
        self._database: Database | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._read_connection: sqlite3.Connection | None = None
        self._read_thread: ThreadPoolExecutor | None = None

    async def run(self, work: Callable[[Database], _Result], otherwise: _Result) -> _Result:
        """Do `work` on the thread; return `otherwise` after an error and when it is closed."""
        if self._is_closed:
            return otherwise
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work)
        except NotKept as error:
            self._tell(error)
            return otherwise
        self.is_failing = False
        return done

    async def write(
        self, work: Callable[[sqlite3.Connection], _Result], otherwise: _Result
    ) -> _Result:
        """Do `work` in one transaction; see `run`."""

        def in_transaction(database: Database) -> _Result:
            with database.transaction() as connection:
                return work(connection)

        return await self.run(in_transaction, otherwise)

    async def read(
        self, work: Callable[[sqlite3.Connection], _Result], otherwise: _Result
    ) -> _Result:
        """Do `work`, which only reads; see `run`. It sees all writes that were awaited before."""
        if self._database is None and not await self.run(lambda database: True, False):
            return otherwise  # it is opened, made or migrated by the thread that writes
        if self._is_closed:
            return otherwise
        if self._read_thread is None:
            self._read_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-read")
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._read_thread, self._do_read, work)
        except NotKept as error:
            self._tell(error)
            return otherwise

    async def aclose(self) -> None:
        """Close the file after all earlier work is done. Later work is not done.

        Closing twice does nothing.
        """
        if self._is_closed:
            return
        self._is_closed = True
        # The thread that writes is the last one: it empties the -wal, which nobody reads then.
        closings = ((self._read_thread, self._close_reading), (self._thread, self._close))
        for thread, close in closings:
            if thread is not None:
                await asyncio.get_running_loop().run_in_executor(thread, close)
                thread.shutdown(wait=False)

    def _tell(self, error: NotKept) -> None:
        self.is_failing = True
        if not self._is_told:
            self._is_told = True
            self._on_error(f"calls are not kept on disk: {self.path}: {error}")

    # The methods below run on one of the threads.

    def _do(self, work: Callable[[Database], _Result]) -> _Result:
        try:
            if self._database is None:
                assert self.path is not None
                self._database = Database(self.path)
            return work(self._database)
        except (sqlite3.Error, OSError) as error:
            raise NotKept(str(error)) from error

    def _do_read(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        try:
            if self._read_connection is None:
                assert self.path is not None
                self._read_connection = open_to_read(self.path, BUSY)
            return work(self._read_connection)
        except sqlite3.Error as error:
            raise NotKept(str(error)) from error

    def _close_reading(self) -> None:
        if self._read_connection is not None:
            self._read_connection.close()
            self._read_connection = None

    def _close(self) -> None:
        if self._database is None:
            return
        try:
            self._database.close()
        except sqlite3.Error:
            # What is committed is in the -wal, from where the next start takes it.
            self._database.connection.close()
        self._database = None
