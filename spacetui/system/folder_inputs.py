"""A folder the user named -> the files in it, where a component takes a folder (gr.File, file_count="directory").

What a browser would send, less what is hidden: nobody who names a folder means its `.git` or `.env`.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput, files_in
from spacetui.model.schema import Json, Parameter

# As many as Gradio takes in one go; and how many entries are looked at to find them.
MAX_FILES = 1000
MAX_LOOKED_AT = 20_000


def with_folders(value: Json, parameter: Parameter) -> Json:
    """Give `value` with each folder in it replaced by its files, if `parameter` takes folders. Raises BadValue."""
    if not parameter.takes_folder or not any(is_folder(file) for file in files_in(value)):
        return value
    given = value if isinstance(value, list) else [value]
    found: list[Json] = []
    for each in given:
        found += files_of(each.path) if isinstance(each, FileInput) and is_folder(each) else [each]
    if len(found) > MAX_FILES:
        raise BadValue(f"more than {MAX_FILES} files", hint="Name fewer.")
    return found


def is_folder(file: FileInput) -> bool:
    try:
        return not file.is_url and Path(file.path).is_dir()
    except (OSError, ValueError):
        return False


def files_of(folder: str) -> list[FileInput]:
    """List the files below `folder`, sorted by their way there; links that lead out of it are left where they are.

    Raises BadValue when there are none, too many, or a folder that cannot be read.
    """
    root = Path(folder)
    found: list[FileInput] = []
    try:
        for looked_at, path in enumerate(_below(root, root.resolve())):
            if path is not None:
                found.append(FileInput(str(path), folder=folder))
            if len(found) > MAX_FILES or looked_at > MAX_LOOKED_AT:
                raise BadValue(
                    f"more than {MAX_FILES} files in the folder {folder}",
                    hint="Name a smaller one.",
                )
    except OSError as error:
        raise BadValue(f"{error.filename or folder} cannot be read: {error.strerror}") from error
    if not found:
        raise BadValue(f"no files in the folder {folder}", hint="Hidden ones do not count.")
    return sorted(found, key=lambda file: Path(file.path).parts)


def _below(folder: Path, root: Path) -> Iterator[Path | None]:
    """Give each plain file below `folder`, and None for every other entry. Raises OSError."""
    inner: list[Path] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            is_plain = not entry.name.startswith(".") and stat.S_ISREG(_mode_within(path, root))
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                inner.append(path)
            yield path if is_plain else None
    for each in inner:
        yield from _below(each, root)


def _mode_within(path: Path, root: Path) -> int:
    """Give the mode of what lies at `path`, or 0 when a link leads out of `root`, or nowhere."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return 0
        return path.stat().st_mode
    except (OSError, RuntimeError):
        return 0
