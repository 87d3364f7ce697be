"""The SQLite file: opened privately, by one thread, at one version of its layout."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from spacetui.store.layout import LAYOUT, VERSION, WORDS, run_script
from spacetui.store.migrations import MIGRATIONS
from spacetui.store.read_only import open_to_read

# Readable and writable by the user alone.
_PRIVATE = 0o600
# Seconds to wait while another spacetui writes, which takes long only where it scrubs a long
# history; and until nobody reads, to empty the -wal.
BUSY, BUSY_READERS = 10.0, 1.0
# Written with what is deleted, until the file is scrubbed.
_MUST_SCRUB = "store/must scrub"


class Database:
    """An open file of the current version. For one thread; raises sqlite3.Error and OSError."""

    def __init__(self, path: Path) -> None:
        """Open the file, make it if it is missing, and migrate one of an older version.

        Nothing is written to a file of a newer version, which raises sqlite3.DatabaseError.
        """
        self.path = path
        # The content of files is beside the database, and so are the locks of owners.
        self.files = files_folder(path)
        self.owners = owners_folder(path)
        self._must_checkpoint = False
        self.must_scrub = False
        _make_private(path)
        _refuse_newer(path)
        # Transactions are begun and ended by `transaction` alone.
        self.connection = sqlite3.connect(
            path, timeout=BUSY, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare()
        except BaseException:  # re-raised; the file must not stay open
            self.connection.close()
            raise

    def read(self, query: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Run a query."""
        return self.connection.execute(query, values)

    def value(self, query: str, values: tuple[object, ...] = ()) -> object:
        """Return the first column of the first row of a query; None where there is no row."""
        row = self.read(query, values).fetchone()
        return None if row is None else row[0]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Begin a transaction of writes; commit it, or undo it after an error."""
        self.connection.execute("begin immediate")
        try:
            yield self.connection
            self.connection.execute("commit")
        except BaseException:  # re-raised; what was written is undone
            # After some errors, such as a full disk, SQLite has undone it already.
            if self.connection.in_transaction:
                self.connection.execute("rollback")
            raise
        if self._must_checkpoint:
            self.checkpoint()

    @property
    def size(self) -> int:
        """Bytes of the pages in use."""
        pages, free = self.value("pragma page_count"), self.value("pragma freelist_count")
        page = self.value("pragma page_size")
        assert isinstance(pages, int) and isinstance(free, int) and isinstance(page, int)
        return (pages - free) * page

    def clear_words(self) -> None:
        """Empty the index of the search; within a transaction."""
        self.connection.execute("drop table words")
        self.connection.execute(WORDS)

    def scrub_later(self) -> None:
        """Note that deleted rows have left traces, which `scrub` removes; in their transaction."""
        self.must_scrub = True
        self.connection.execute("insert or replace into kept values (?, '1')", (_MUST_SCRUB,))

    def scrub(self) -> None:
        """Leave no byte of what was deleted in the file, its index or its -wal.

        The index keeps deleted words until its parts are merged. A page may hold the copy of a row
        that was moved to another one, so all pages are written anew. It takes seconds where the
        history is long.
        """
        self.connection.execute("insert into words(words) values('optimize')")
        self.connection.execute("vacuum")
        self.connection.execute("delete from kept where key = ?", (_MUST_SCRUB,))
        self.checkpoint()
        self.must_scrub = False

    def checkpoint(self) -> None:
        """Move what is in the -wal to the file and empty it; again later, if somebody reads it."""
        self._wait_at_most(BUSY_READERS)
        (is_busy, _, _) = self.read("pragma wal_checkpoint(truncate)").fetchone()
        self._wait_at_most(BUSY)
        self._must_checkpoint = bool(is_busy)

    def close(self) -> None:
        """Close the file, after what is still to be done to it."""
        if self.must_scrub:
            self.scrub()
        elif self._must_checkpoint:
            self.checkpoint()
        self.connection.close()

    def _wait_at_most(self, seconds: float) -> None:
        self.connection.execute(f"pragma busy_timeout = {int(seconds * 1000)}")

    def _prepare(self) -> None:
        for setting in ("secure_delete = on", "foreign_keys = on", "recursive_triggers = off"):
            self.connection.execute(f"pragma {setting}")
        version = self._version()
        if version == VERSION:
            self._configure()
            # A process that was killed may have left it to be done.
            noted = self.value("select 1 from kept where key = ?", (_MUST_SCRUB,))
            self.must_scrub = noted is not None
            return
        # A process that begins at the same moment waits here, and then finds the file made.
        has_migrated = False
        with self.transaction():
            version = self._version()
            if version > VERSION:
                raise sqlite3.DatabaseError(newer_file(version))
            if version == 0:
                run_script(self.connection, LAYOUT)
            else:
                has_migrated = version < VERSION  # or another process did it just now
                while version < VERSION:
                    version = MIGRATIONS[version](self.connection)
            self.connection.execute(f"pragma user_version = {VERSION}")
        self._configure()
        if has_migrated:
            self.scrub()

    def _configure(self) -> None:
        # The mode of the file. With it readers never wait for a writer, and a commit survives the
        # end of the process without a sync to the disk.
        self.connection.execute("pragma journal_mode = wal")
        self.connection.execute("pragma synchronous = normal")

    def _version(self) -> int:
        version = self.value("pragma user_version")
        assert isinstance(version, int)
        return version


def files_folder(path: Path) -> Path:
    """Return the folder of the copies of files, beside the database at `path`."""
    return path.with_name(f"{path.name}-files")


def owners_folder(path: Path) -> Path:
    """Return the folder of the locks of owners, beside the database at `path`."""
    return path.with_name(f"{path.name}-owners")


def newer_file(version: int) -> str:
    """Return why a file of this version is not used."""
    return (
        f"it was made by a newer spacetui (layout {version}; this one knows {VERSION})."
        " Update spacetui, or choose another folder by SPACETUI_DATA_DIR"
    )


def _refuse_newer(path: Path) -> None:
    """Raise sqlite3.DatabaseError for a file of a newer version, without writing to it."""
    if not path.stat().st_size:
        return
    with closing(open_to_read(path, BUSY)) as database:
        (version,) = database.execute("pragma user_version").fetchone()
    if version > VERSION:
        raise sqlite3.DatabaseError(newer_file(version))


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
