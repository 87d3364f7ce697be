"""Files that the app writes or opens: saved text, files for the viewer, and which may be opened."""

import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

# Suffixes of files that a viewer only displays. An untrusted page, script or shortcut is saved, but
# never opened by us (security.md section 5).
_VIEWABLE = frozenset(
    (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".wav", ".mp3", ".flac",
     ".ogg", ".opus", ".m4a", ".aac", ".mp4", ".webm", ".mov", ".mkv", ".avi", ".txt", ".csv",
     ".tsv", ".json", ".pdf")
)  # fmt: skip


@lru_cache(maxsize=1)
def viewing_folder() -> Path:
    """Return a temporary folder for files that are downloaded only to be viewed."""
    return Path(tempfile.mkdtemp(prefix="spacetui-"))


def is_in_viewing_folder(path: str) -> bool:
    """Return whether a file was downloaded by us, so that its folder tells the user nothing."""
    is_made = viewing_folder.cache_info().currsize > 0
    return is_made and Path(path).is_relative_to(viewing_folder())


def write_new(name: str, text: str, folder: Path | None = None) -> Path:
    """Write `text` to a new file, `name (1)` if the name is taken. Raises OSError."""
    content = text.encode("utf-8", "surrogatepass")
    return _write_new((folder or Path.cwd()) / name, lambda file: file.write(content))


def write_new_bytes(name: str, content: bytes, folder: Path) -> Path:
    """Write a new file in `folder`, `name (1)` if the name is taken. Raises OSError."""
    return _write_new(folder / name, lambda file: file.write(content))


def copy_new(source: Path, name: str, folder: Path) -> Path:
    """Copy a file to a new one in `folder`, `name (1)` if the name is taken. Raises OSError."""
    with source.open("rb") as original:
        return _write_new(folder / name, lambda file: shutil.copyfileobj(original, file))


def _write_new(base: Path, write: Callable[[BinaryIO], object]) -> Path:
    for number in range(1000):
        path = base if number == 0 else base.with_name(f"{base.stem} ({number}){base.suffix}")
        try:
            with path.open("xb") as file:
                write(file)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(f"{base} and a thousand more")


def may_open(path: Path) -> bool:
    """Return whether the desktop may be asked to open an untrusted file."""
    suffix = path.suffix.lower()
    return suffix in _VIEWABLE or (suffix == ".ts" and _is_mpeg_ts(path))


def _is_mpeg_ts(path: Path) -> bool:
    """Return whether a `.ts` file is a video that an app streamed, and not a TypeScript program."""
    try:
        with path.open("rb") as file:
            return file.read(189)[::188] == b"GG"  # each packet of 188 bytes begins with G
    except OSError:
        return False
