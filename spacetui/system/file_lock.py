"""FileLock: a lock that the operating system takes back when the process ends, however it ends."""

import os
import sys
from pathlib import Path

# Readable and writable by the user alone.
_PRIVATE = 0o600


class FileLock:
    """A lock on a file, held by one process at a time until `release` or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path, *, create: bool = True) -> "FileLock | None":
        """Take the lock on `path`; return None where another process or object holds it.

        create: make the file if it is missing. Raises OSError, such as FileNotFoundError.
        """
        flags = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | (os.O_CREAT if create else 0)
        descriptor = os.open(path, flags, _PRIVATE)
        if not _lock(descriptor):
            os.close(descriptor)
            return None
        if not _is_at(descriptor, path):
            # Whoever held it has removed the file since it was opened here.
            os.close(descriptor)
            return cls.take(path, create=create)
        return cls(path, descriptor)

    def release(self, *, remove: bool = False) -> None:
        """Give the lock back. remove: remove its file too, while nobody else can hold it."""
        if self._descriptor < 0:
            return
        if remove and sys.platform != "win32":
            self.path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = -1
        if remove and sys.platform == "win32":  # an open file cannot be removed there
            _remove_if_free(self.path)


def _is_at(descriptor: int, path: Path) -> bool:
    """Return whether the open file is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _remove_if_free(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return  # another process has just opened it, and removes it when it is done


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
