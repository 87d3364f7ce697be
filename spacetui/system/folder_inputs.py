"""A folder that the user named -> the files in it, for a component that takes a folder.

Such a component is gr.File with file_count="directory". The files are those that a browser would
send, without hidden ones: nobody who names a folder means its `.git` or `.env`.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput, files_in
from spacetui.model.schema import Json, Parameter

# As many files as Gradio takes at once, and how many entries are visited to find them.
MAX_FILES = 1000
MAX_VISITED = 20_000


def with_folders(value: Json, parameter: Parameter) -> Json:
    """Return `value` with each folder in it replaced by its files, if `parameter` takes folders.

    Raises BadValue for too many files.
    """
    if not parameter.takes_folder or not any(is_folder(file) for file in files_in(value)):
        return value
    given = value if isinstance(value, list) else [value]
    found: list[Json] = []
    for each in given:
        if isinstance(each, FileInput) and is_folder(each):
            found += files_of(each.path)
        else:
            found.append(each)
    if len(found) > MAX_FILES:
        raise BadValue(f"more than {MAX_FILES} files", hint="Name fewer.")
    return found


def is_folder(file: FileInput) -> bool:
    """Return whether the user named a folder that exists here."""
    try:
        return not file.is_url and Path(file.path).is_dir()
    except (OSError, ValueError):
        return False


def files_of(folder: str) -> list[FileInput]:
    """List the files below `folder`, sorted by path. Links that lead out of it are not followed.

    Raises BadValue when there are none or too many, or when a folder cannot be read.
    """
    root = Path(folder)
    found: list[FileInput] = []
    try:
        for visited, path in enumerate(_entries_below(root, root.resolve())):
            if path is not None:
                found.append(FileInput(str(path), folder=folder))
            if len(found) > MAX_FILES or visited > MAX_VISITED:
                raise BadValue(
                    f"more than {MAX_FILES} files in the folder {folder}",
                    hint="Name a smaller one.",
                )
    except OSError as error:
        raise BadValue(f"{error.filename or folder} cannot be read: {error.strerror}") from error
    if not found:
        raise BadValue(f"no files in the folder {folder}", hint="Hidden ones do not count.")
    return sorted(found, key=lambda file: Path(file.path).parts)


def _entries_below(folder: Path, root: Path) -> Iterator[Path | None]:
    """List the entries below `folder`: the path of each plain file, None for any other entry.

    Raises OSError.
    """
    inner: list[Path] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith("."):
                yield None
                continue
            if entry.is_dir(follow_symlinks=False):
                inner.append(path)
            yield path if stat.S_ISREG(_mode_within(path, root)) else None
    for each in inner:
        yield from _entries_below(each, root)


def _mode_within(path: Path, root: Path) -> int:
    """Return the mode of the file at `path`; 0 for a link that leads out of `root` or nowhere."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return 0
        return path.stat().st_mode
    except (OSError, RuntimeError):
        return 0
