"""Writing a new file whose bytes arrive over time (security.md P9).

It gets its name when it is complete, and replaces no other file.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeAlias, TypeVar

from spacetui.errors import DownloadFailed
from spacetui.wire.files.file_names import numbered_name
from spacetui.wire.limits import DOWNLOAD_BYTES

# Called with the bytes so far and in all; None where the total is not known.
OnProgress: TypeAlias = Callable[[int, int | None], None]

_MAX_NUMBER = 10_000
# Bytes that stay free: a download that fills the disk breaks the other programs that use it.
_SPARE_BYTES = 32 * 1024 * 1024
_PART_FLAGS = (
    os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
)
_T = TypeVar("_T")


async def write_new_file(
    chunks: AsyncGenerator[bytes, None],
    folder: Path,
    name: str,
    *,
    total: int | None = None,
    on_progress: OnProgress | None = None,
    finish: Callable[[BinaryIO], None] | None = None,
) -> Path:
    """Write `chunks` to a new file called `name`, or numbered if that is taken. Return its path.

    total: how many bytes there must be, if that is known.
    finish: called with the complete file before it gets its name.
    Raises DownloadFailed and OSError; then no file is left.
    """
    free = await asyncio.to_thread(_free_space, folder)
    room = min(DOWNLOAD_BYTES, free - _SPARE_BYTES)
    if total is not None and total > room:
        raise DownloadFailed(
            "no room for it on this disk", where=name, hint=f"It has {total} bytes."
        )
    part, file = await asyncio.to_thread(_at_free_name, folder, name, _create_part)
    try:
        with file:
            size = 0
            async with aclosing(chunks):
                async for chunk in chunks:
                    size += len(chunk)
                    if size > room:
                        raise DownloadFailed("no room for it on this disk", where=name)
                    await asyncio.to_thread(file.write, chunk)
                    if on_progress is not None:
                        on_progress(size, total)
            if total is not None and size != total:
                raise DownloadFailed(
                    f"ended after {size} of {total} bytes", where=name, hint="Try again."
                )
            await asyncio.to_thread(_flush, file, finish)
        return await asyncio.to_thread(_at_free_name, folder, name, partial(_move_to_new, part))
    finally:
        part.unlink(missing_ok=True)


async def read_chunks(path: Path) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of a file on disk."""
    with await asyncio.to_thread(path.open, "rb") as source:
        while chunk := await asyncio.to_thread(source.read, 1 << 20):
            yield chunk


def _free_space(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def _at_free_name(folder: Path, name: str, create: Callable[[Path], _T]) -> _T:
    """Call `create` with the path of one name after another until it finds a free one."""
    for number in range(_MAX_NUMBER):
        try:
            return create(folder / numbered_name(name, number))
        except FileExistsError:
            continue
    raise FileExistsError(f"{_MAX_NUMBER} files of this name")


def _create_part(target: Path) -> tuple[Path, BinaryIO]:
    """Create the file that has the bytes of `target` until it is complete."""
    part = target.with_name(f"{target.name}.part")
    return part, os.fdopen(os.open(part, _PART_FLAGS, 0o666), "w+b")


def _move_to_new(part: Path, target: Path) -> Path:
    """Give the complete file its name. Raises FileExistsError if it is taken.

    A link cannot replace an existing file; a rename could.
    """
    try:
        os.link(part, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # no hard links on this file system
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        part.replace(target)
    return target


def _flush(file: BinaryIO, finish: Callable[[BinaryIO], None] | None) -> None:
    if finish is not None:
        finish(file)
    file.flush()
    os.fsync(file.fileno())
