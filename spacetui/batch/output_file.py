"""OutputFile: the lines of a batch on disk, and which rows need no call any more.

Beside the file OUT lie `OUT.sent`, which says which rows were sent and have no line yet, and
`OUT.lock`, which one process at a time holds. Both are removed when no row is in flight. A line is
appended in one write, so that a process that is killed leaves at most a torn last line.
"""

import os
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from spacetui.batch.output_line import LineHead, read_head
from spacetui.batch.shard import Shard
from spacetui.errors import Lost, UsageError
from spacetui.system.file_lock import FileLock

# How a line of a batch begins; a torn one is a start of such a line.
_START = b'{"row": '
_PRIVATE = 0o600


class OutputFile:
    """The output of one batch, open for more lines. Its methods but `open` only append.

    done: how many rows have a line with `data`. moved: lines with results of other inputs, which
    are in `OUT.old` now.
    """

    def __init__(self, path: Path, hashes: "array[int]", shard: Shard, lock: FileLock) -> None:
        self.path = path
        self.done = 0
        self.moved = 0
        self._hashes = hashes
        self._shard = shard
        self._lock = lock
        self._has_line = bytearray(len(hashes) + 1)
        self._sent_path = path.with_name(f"{path.name}.sent")
        # How often a row was sent that has no line yet.
        self._in_flight: dict[int, int] = {}
        self._file: BinaryIO | None = None
        self._sent_file: BinaryIO | None = None

    @classmethod
    def open(cls, path: Path, hashes: "array[int]", shard: Shard) -> "OutputFile":
        """Open the output at `path`, new or of an earlier run. For a thread.

        hashes: of all rows, by their place. Lines of rows that are to be called again are removed,
        and so is a torn last line. Raises UsageError for a file that is no output of a batch, and
        for one that another process writes.
        """
        try:
            if path.exists() and not path.is_file():
                raise UsageError("it is not a plain file", where=str(path))
            lock = FileLock.take(path.with_name(f"{path.name}.lock"))
            if lock is None:
                raise UsageError(
                    "another spacetui is writing it",
                    where=str(path),
                    hint="Wait for that one, or give each its own --out.",
                )
            made = cls(path, hashes, shard, lock)
            try:
                made._begin()
            except BaseException:  # whatever it is: the lock must not outlive it
                made.close()
                raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(f"it cannot be written: {reason}", where=str(path)) from error
        return made

    def is_done(self, row: int) -> bool:
        """Return whether a row has its result."""
        return bool(self._has_line[row])

    def sent_before(self, row: int) -> int:
        """Return how often a row was sent without a line; by an earlier run, or by this one."""
        return self._in_flight.get(row, 0)

    def note_sent(self, row: int, times: int) -> None:
        """Write that a row is about to be sent; times: how often then. 0: it was not taken."""
        if times:
            self._in_flight[row] = times
        else:
            self._in_flight.pop(row, None)
        assert self._sent_file is not None
        text = b"%d %d %d\n" % (row, self._hashes[row - 1], times)
        _append(self._sent_file, text, self._sent_path)

    def write(self, row: int, line: str, *, is_done: bool) -> None:
        """Append the line of a row. Raises Lost where the disk does not take it."""
        assert self._file is not None
        _append(self._file, line.encode("ascii"), self.path)
        self._has_line[row] = 1
        self.done += is_done
        self.note_sent(row, 0)

    def close(self) -> None:
        """Close the file; nothing is left beside it where no row is in flight."""
        for file in (self._file, self._sent_file):
            if file is not None:
                file.close()
        if self._sent_file is not None and not self._in_flight:
            self._sent_path.unlink(missing_ok=True)
        self._file = self._sent_file = None
        self._lock.release(remove=True)

    def _begin(self) -> None:
        # Unbuffered: each line is one write, which no end of this process can take back.
        self._read_sent()
        self._sent_file = _open_to_append(self._sent_path)
        if self.path.exists():
            self._take_lines()
        self._file = _open_to_append(self.path)

    def _take_lines(self) -> None:
        """Learn which rows are done, and remove the lines that do not stay."""
        must_rewrite = False
        with self.path.open("rb") as file:
            for line, head, stays in self._sorted_lines(file):
                must_rewrite |= not stays or not line.endswith(b"\n")
                if stays and head is not None:
                    self.done += head.is_done and self._shard.has(head.row)
                    self._in_flight.pop(head.row, None)
                elif head is not None and self._was_lost(head):
                    self.note_sent(head.row, head.lost)
        if must_rewrite:
            self._rewrite()

    def _rewrite(self) -> None:
        """Write the lines that stay to a new file, and the results of other inputs to OUT.old."""
        new = self.path.with_name(f"{self.path.name}.new")
        new.unlink(missing_ok=True)
        self._has_line = bytearray(len(self._hashes) + 1)
        with self.path.open("rb") as file, _open_to_append(new, os.O_EXCL) as kept:
            for line, head, stays in self._sorted_lines(file):
                if stays:
                    kept.write(line.removesuffix(b"\n") + b"\n")
                elif head is not None and head.is_done:
                    self._move(line)
            os.fsync(kept.fileno())
        new.chmod(self.path.stat().st_mode & 0o777)
        new.replace(self.path)

    def _sorted_lines(self, file: BinaryIO) -> Iterator[tuple[bytes, LineHead | None, bool]]:
        """Yield each line, what it says, and whether it stays. Raises UsageError for a foreign one.

        A torn last line says nothing.
        """
        for number, line in enumerate(file, 1):
            head = read_head(line)
            if head is None and (line.endswith(b"\n") or not _may_be_torn(line)):
                raise UsageError(
                    f"line {number} is no line of a batch",
                    where=str(self.path),
                    hint="Give another file for the output.",
                )
            stays = head is not None and self._is_wanted(head)
            if head is not None and stays:
                self._has_line[head.row] = 1
            yield line, head, stays

    def _is_wanted(self, head: LineHead) -> bool:
        """Return whether a line is the first of a row with the inputs that it has now.

        Failed rows are called again, but by the shard that they belong to.
        """
        if not self._is_current(head) or self._has_line[head.row]:
            return False
        return head.is_done or not self._shard.has(head.row)

    def _was_lost(self, head: LineHead) -> bool:
        """Return whether a line says that a row may have run, which has no result."""
        return head.lost > 0 and self._is_current(head) and not self._has_line[head.row]

    def _is_current(self, head: LineHead) -> bool:
        """Return whether a line is of a row with the inputs that it has now."""
        is_row = 1 <= head.row <= len(self._hashes)
        return is_row and head.hash == f"{self._hashes[head.row - 1]:016x}"

    def _move(self, line: bytes) -> None:
        with _open_to_append(self.path.with_name(f"{self.path.name}.old")) as old:
            old.write(line)
        self.moved += 1

    def _read_sent(self) -> None:
        """Learn which rows an earlier run has sent that have no line."""
        try:
            file = self._sent_path.open("rb")
        except FileNotFoundError:
            return
        with file:
            for line in file:
                self._take_sent(line)

    def _take_sent(self, line: bytes) -> None:
        try:
            row, row_hash, times = map(int, line.split())
        except ValueError:
            return  # torn: the call of that row was not sent
        is_row = 1 <= row <= len(self._hashes) and self._hashes[row - 1] == row_hash
        if is_row and times > 0:
            self._in_flight[row] = times
        elif is_row:
            self._in_flight.pop(row, None)


def _open_to_append(path: Path, flags: int = 0) -> BinaryIO:
    """Open a file to append, without a buffer; a new one is for the user alone."""

    def opener(name: str, wanted: int) -> int:
        return os.open(name, wanted | flags, _PRIVATE)

    return open(path, "ab", buffering=0, opener=opener)


def _append(file: BinaryIO, text: bytes, path: Path) -> None:
    try:
        written = file.write(text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Lost(f"it cannot be written: {reason}", where=str(path)) from error
    if written != len(text):
        # What is appended after it, once there is room again, must not join a torn line.
        file.truncate(file.tell() - written)
        raise Lost("it cannot be written: no room is left", where=str(path))


def _may_be_torn(line: bytes) -> bool:
    """Return whether a line without its end may be the start of a line of a batch."""
    return line.startswith(_START) or _START.startswith(line)
