"""StoreThread: the one thread that opens the database and works on it. No error leaves it."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from spacetui.store.database import Database

_Result = TypeVar("_Result")


class NotKept(Exception):
    """SQLite or the file system refused; the argument says why."""


class StoreThread:
    """Runs work on the database, which is opened by the first of it.

    path: None where nothing is to be kept; then nothing is read either.
    on_error: called once, with a line that states that nothing is kept, and why.
    """

    def __init__(self, path: Path | None, on_error: Callable[[str], None]) -> None:
        self.path = path
        # Whether the last work failed.
        self.is_failing = False
        self._is_told = False
        self._on_error = on_error
        self._is_closed = path is None
        self._database: Database | None = None
        self._thread: ThreadPoolExecutor | None = None

    async def run(self, work: Callable[[Database], _Result], otherwise: _Result) -> _Result:
        """Do `work` on the thread; return `otherwise` after an error and when it is closed."""
        if self._is_closed:
            return otherwise
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work)
        except NotKept as error:
            self.is_failing = True
            if not self._is_told:
                self._is_told = True
                self._on_error(f"calls are not kept on disk: {self.path}: {error}")
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
        """Do `work`, which only reads; see `run`."""
        return await self.run(lambda database: work(database.connection), otherwise)

    async def aclose(self) -> None:
        """Close the file after all earlier work is done. Later work is not done.

        Closing twice does nothing.
        """
        if self._thread is not None and not self._is_closed:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
            self._thread.shutdown(wait=False)
        self._is_closed = True

    # The methods below run on the thread.

    def _do(self, work: Callable[[Database], _Result]) -> _Result:
        try:
            if self._database is None:
                assert self.path is not None
                self._database = Database(self.path)
            return work(self._database)
        except (sqlite3.Error, OSError) as error:
            raise NotKept(str(error)) from error

    def _close(self) -> None:
        if self._database is None:
            return
        try:
            self._database.close()
        except sqlite3.Error:
            # What is committed is in the -wal, from where the next start takes it.
            self._database.connection.close()
        self._database = None
