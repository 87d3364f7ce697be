"""Files in ARGs: `@path`, a URL or JSON; and whether the files of a call can be sent."""

import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput, files_in, read_file_json, shape_files
from spacetui.model.schema import Json, Parameter
from spacetui.model.typed_text import parse_json
from spacetui.system.accepted_files import size_problem, states_types, type_problem


def read_file_texts(texts: Sequence[str], parameter: Parameter) -> Json:
    """Return the value of a file parameter from the texts of its ARGs; null for an empty one.

    One text may be JSON: a FileData, or a list of files. Raises BadValue.
    """
    texts = [text for text in texts if text]
    if len(texts) == 1 and texts[0].lstrip().startswith(("[", "{")):
        try:
            value = parse_json(texts[0])
        except ValueError as error:
            raise BadValue(str(error), parameter=parameter.name) from error
        return read_file_json(value, parameter, _read_file)
    return shape_files(parameter, [_read_file(text) for text in texts])


def _read_file(text: str) -> FileInput:
    if text.startswith(("http://", "https://")):
        return FileInput(text)
    if not text.startswith("@") or len(text) == 1:
        raise BadValue(f"{text!r} is not a file"[:120], hint="Write @path, or a URL.")
    return FileInput(text[1:])


def from_home(file: FileInput) -> FileInput:
    """Return a file with its path; `~/` at the start of it is the home folder."""
    if not file.path.startswith("~/"):
        return file
    return replace(file, path=str(Path(file.path).expanduser()))


def unreadable_file(value: Json, parameter: Parameter) -> str:
    """Return why a file in `value` cannot be sent; empty if all can.

    It cannot be read, or it is larger than the app takes.
    """
    for path in _paths_in(value):
        if problem := path_problem(path):
            return f"{path!r} {problem}"[:300]
        if size := size_problem(Path(path), parameter):
            return f"{path!r} is {size}"[:300]
    return ""


def unwanted_file(value: Json, parameter: Parameter) -> str:
    """Return why a file in `value` is not of a type that the parameter lists; empty if all are."""
    if not states_types(parameter):
        return ""
    for path in _paths_in(value):
        if not path_problem(path) and (problem := type_problem(Path(path), parameter)):
            return f"{path!r} is {problem}"[:300]
    return ""


def _paths_in(value: Json) -> list[str]:
    return [file.path for file in files_in(value) if not file.is_url]


def path_problem(path: str) -> str:
    """Return why a file cannot be read; empty if it can.

    The file is not opened, since opening a pipe that has no writer would block.
    """
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return "does not exist"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except ValueError as error:  # the path contains NUL
        return f"cannot be read: {error}"
    if stat.S_ISDIR(mode):
        return "is a folder; only files are taken here"
    if not stat.S_ISREG(mode):
        return "is not a plain file"
    if not os.access(path, os.R_OK):
        return "may not be read by you"
    return ""
