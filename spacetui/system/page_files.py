"""Pages that the browser shows: files of our own, for the user alone, which do not stay."""

import contextlib
import os
import secrets
import time
from pathlib import Path

from spacetui.system.at_exit import at_exit
from spacetui.system.paths import data_dir

# Seconds after which a page of another run is removed.
MAX_AGE = 24 * 60 * 60
_written: list[Path] = []


def pages_dir() -> Path:
    """Return the folder of the pages; it is made where it is missing. Raises OSError."""
    folder = data_dir() / "pages"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def write_page(page: str) -> Path:
    """Write a page into a new file, which is removed at exit. Raises OSError. Blocking."""
    folder = pages_dir()
    _remove([each for each in folder.glob("*.html") if _is_old(each)])
    path = folder / f"{secrets.token_hex(8)}.html"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="replace") as file:
        file.write(page)
    at_exit(remove_pages)
    _written.append(path)
    return path


def remove_pages() -> None:
    """Remove the pages of this run."""
    _remove(_written)
    _written.clear()


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > MAX_AGE
    except OSError:
        return False  # another run has removed it


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()
