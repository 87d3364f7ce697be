"""Bytes that come -> a new file in the chosen folder; under its name only when it is whole (security.md P9)."""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import BinaryIO, TypeAlias

from spacetui.errors import DownloadFailed
from spacetui.wire.files.file_names import numbered_name
from spacetui.wire.limits import DOWNLOAD_BYTES

# Told the bytes so far and in all, or None where that is not known.
OnProgress: TypeAlias = Callable[[int, int | None], None]

_MAX_NUMBER = 10_000
# A download that fills the disk to the last byte breaks what else runs there.
_SPARE_BYTES = 32 * 1024 * 1024


async def write_new_file(
    parts: AsyncGenerator[bytes, None],
    folder: Path,
    name: str,
    *,
    total: int | None = None,
    on_progress: OnProgress | None = None,
    finish: Callable[[BinaryIO], None] | None = None,
) -> Path:
    """Write `parts` to a new file called `name`, or numbered_name where that is taken, and give its path.

    total: how many bytes there must be. finish: done to the whole file before it gets its name.
    Raises DownloadFailed and OSError; then nothing of it is left.
    """
    free = await asyncio.to_thread(_free_space, folder)
    room = min(DOWNLOAD_BYTES, free - _SPARE_BYTES)
    if (total or 0) > room:
        raise DownloadFailed(
            "no room for it on this disk", where=name, hint=f"It has {total} bytes."
        )
    part, sink = await asyncio.to_thread(_create_part, folder, name)
    try:
        with sink:
            size = 0
            async with aclosing(parts):
                async for piece in parts:
                    size += len(piece)
                    if size > room:
                        raise DownloadFailed("no room for it on this disk", where=name)
                    await asyncio.to_thread(sink.write, piece)
                    if on_progress is not None:
                        on_progress(size, total)
            if total is not None and size != total:
                raise DownloadFailed(
                    f"ended after {size} of {total} bytes", where=name, hint="Try again."
                )
            await asyncio.to_thread(_flush, sink, finish)
        return await asyncio.to_thread(_give_name, part, folder, name)
    finally:
        part.unlink(missing_ok=True)


async def read_chunks(path: Path) -> AsyncGenerator[bytes, None]:
    """Give the bytes of a file on disk."""
    with await asyncio.to_thread(path.open, "rb") as source:
        while piece := await asyncio.to_thread(source.read, 1 << 20):
            yield piece


def _free_space(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def _create_part(folder: Path, name: str) -> tuple[Path, BinaryIO]:
    """Make a new file for what is not complete yet; one that lies there already is left alone."""
    flags = (
        os.O_RDWR
        | os.O_CREAT
        | os.O_EXCL
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_CLOEXEC", 0)
    )
    for number in range(_MAX_NUMBER):
        part = folder / f"{numbered_name(name, number)}.part"
        try:
            return part, os.fdopen(os.open(part, flags, 0o666), "w+b")
        except FileExistsError:
            continue
    raise FileExistsError(f"{_MAX_NUMBER} files of this name")


def _flush(sink: BinaryIO, finish: Callable[[BinaryIO], None] | None) -> None:
    if finish is not None:
        finish(sink)
    sink.flush()
    os.fsync(sink.fileno())


def _give_name(part: Path, folder: Path, name: str) -> Path:
    """Give the complete file the first free name. A link cannot replace what lies there; a rename could."""
    for number in range(_MAX_NUMBER):
        target = folder / numbered_name(name, number)
        try:
            os.link(part, target, follow_symlinks=False)
        except FileExistsError:
            continue
        except (
            OSError,
            NotImplementedError,
        ):  # a file system without hard links: take the name, then fill it
            try:
                os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            except FileExistsError:
                continue
            part.replace(target)
        return target
    raise FileExistsError(f"{_MAX_NUMBER} files of this name")
