"""Files of calls: copies of those that were shown or saved, by content, and facts of the others.

A copy is a file of the folder beside the database, named by the SHA-256 of its content, so that the
same content is kept once.
"""

import hashlib
import mimetypes
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacetui.model.file_data import files_within, name_of, path_of, size_of
from spacetui.model.recording import Recording
from spacetui.model.schema import Json
from spacetui.store.row_types import StoredFile

# Bytes of the largest file of which a copy is kept, and of the largest input that is read for its
# hash; the size and the time of a larger one tell whether it has changed.
MAX_COPY, MAX_HASHED = 20_000_000, 200_000_000
# Files that are listed of one call.
MAX_FILES = 200
_PRIVATE = 0o600
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of this machine. modified_at: seconds. sha256: empty where it was not read."""

    path: str
    size: int
    modified_at: float
    sha256: str = ""


def read_facts(path: Path) -> FileFacts | None:
    """Read the facts of a file; None where it cannot be read. It may take a while."""
    try:
        status = path.stat()
        digest = ""
        if status.st_size <= MAX_HASHED:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
    return FileFacts(str(path.absolute()), status.st_size, status.st_mtime, digest)


def add_input(connection: sqlite3.Connection, call: int, facts: FileFacts) -> None:
    """Write which file a call was given."""
    _insert(connection, call, (1, Path(facts.path).name, facts.path, "", facts.size,
            facts.modified_at, _type(facts.path), facts.sha256))  # fmt: skip


def add_outputs(connection: sqlite3.Connection, recording: Recording, call: int) -> None:
    """Write which files the outputs of a call name; none of them is here yet."""
    known = {path for (path,) in _paths(connection, call)}
    for value in recording.state.values or ():
        for file in files_within(value)[:MAX_FILES]:
            name = name_of(file) or "file"
            path = path_of(file) or name
            if path in known:
                continue
            known.add(path)
            _insert(connection, call, (0, name, path, "", size_of(file), None, _type(name), ""))


def add_copy(
    connection: sqlite3.Connection,
    folder: Path,
    call: int,
    saved: Path,
    file: Mapping[str, Json] | None = None,
) -> None:
    """Keep a copy of a file that was shown or saved, and write where it was saved.

    file: the FileData of the output. Raises OSError.
    """
    status, digest = saved.stat(), ""
    size, modified_at = status.st_size, status.st_mtime
    if size <= MAX_COPY:
        digest = _copy(saved, folder)
        connection.execute(
            "insert or ignore into contents values (?, ?, ?)", (digest, size, time.time())
        )
    path = str(saved) if file is None else path_of(file) or name_of(file)
    found = connection.execute(
        "update files set saved_path = ?, size = ?, modified_at = ?, sha256 = ?"
        " where call = ? and path = ? and not is_input",
        (str(saved.absolute()), size, modified_at, digest, call, path),
    )
    if not found.rowcount:
        saved_path = str(saved.absolute())
        row = (0, saved.name, path, saved_path, size, modified_at, _type(saved.name), digest)
        _insert(connection, call, row)


def list_files(connection: sqlite3.Connection, folder: Path, call: int) -> tuple[StoredFile, ...]:
    """List the files of a call, inputs first, as they are by now."""
    rows = connection.execute(
        "select is_input, name, path, saved_path, size, modified_at, media_type, sha256 from files"
        " where call = ? order by is_input desc, id",
        (call,),
    )
    return tuple(_stored(folder, row) for row in rows.fetchall())


def remove_unused(connection: sqlite3.Connection, folder: Path) -> None:
    """Remove the copies that belong to no call any more."""
    unused = connection.execute(
        "select sha256 from contents where not exists (select 1 from files"
        " where files.sha256 = contents.sha256 and files.sha256 != '')"
    ).fetchall()
    for (digest,) in unused:
        (folder / digest).unlink(missing_ok=True)
    connection.executemany("delete from contents where sha256 = ?", unused)
    known = {digest for (digest,) in connection.execute("select sha256 from contents")}
    for path in _in_folder(folder):  # also what a process that was killed has left
        if path.name not in known:
            path.unlink(missing_ok=True)


def remove_copies(connection: sqlite3.Connection, folder: Path, call: int) -> None:
    """Remove the copies of the files of a call, to save room; the files are still listed."""
    of_call = "call = ? and not is_input and sha256 != ''"
    rows = connection.execute(f"select distinct sha256 from files where {of_call}", (call,))
    digests = [digest for (digest,) in rows]
    connection.execute(f"update files set sha256 = '' where {of_call}", (call,))
    for digest in digests:
        deleted = connection.execute(
            "delete from contents where sha256 = ? and not exists"
            " (select 1 from files where files.sha256 = contents.sha256 and files.sha256 != '')",
            (digest,),
        )
        if deleted.rowcount:
            (folder / digest).unlink(missing_ok=True)


def size_of_copies(connection: sqlite3.Connection) -> int:
    """Return the bytes of all copies."""
    return int(connection.execute("select coalesce(sum(size), 0) from contents").fetchone()[0])


def _insert(connection: sqlite3.Connection, call: int, row: tuple[object, ...]) -> None:
    connection.execute(
        "insert into files(call, is_input, name, path, saved_path, size, modified_at, media_type,"
        " sha256) select id, ?, ?, ?, ?, ?, ?, ?, ? from calls where id = ?",
        (*row, call),
    )


def _paths(connection: sqlite3.Connection, call: int) -> sqlite3.Cursor:
    return connection.execute("select path from files where call = ? and not is_input", (call,))


def _copy(source: Path, folder: Path) -> str:
    """Copy a file to the folder, and return the name of the copy: the hash of its content."""
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / f"{os.getpid()}.part"
    part.unlink(missing_ok=True)
    digest = hashlib.sha256()
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE)
        with os.fdopen(descriptor, "wb") as made, source.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                made.write(chunk)
        part.replace(folder / digest.hexdigest())
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()


def _in_folder(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())


def _stored(folder: Path, row: tuple[Any, ...]) -> StoredFile:
    is_input, name, path, saved_path, size, modified_at, media_type, digest = row
    kept = folder / digest if digest and (folder / digest).is_file() else None
    local = path if is_input else saved_path
    is_there = bool(local) and Path(local).is_file()
    facts = FileFacts(local, size or 0, modified_at or 0.0, digest)
    return StoredFile(
        bool(is_input),
        name,
        path,
        saved_path,
        size,
        media_type,
        digest,
        kept,
        is_gone=kept is None and not is_there,
        is_changed=is_there and kept is None and _has_changed(facts),
    )


def _has_changed(facts: FileFacts) -> bool:
    path = Path(facts.path)
    status = path.stat()
    if status.st_size != facts.size:
        return True
    if status.st_mtime == facts.modified_at or not facts.sha256:
        return status.st_mtime != facts.modified_at
    now = read_facts(path)
    return now is None or now.sha256 != facts.sha256


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or ""
