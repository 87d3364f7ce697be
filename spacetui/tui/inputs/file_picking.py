"""Picking files for a field: the dialog, and what is picked put into the field."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path, PurePath

from spacetui.model.components import component_type
from spacetui.model.file_input import FileInput, files_in, shape_files
from spacetui.model.folder_entry import FolderEntry
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.system.accepted_files import name_fits
from spacetui.system.folder_listing import list_folder
from spacetui.tui.inputs.input_field import InputField


def fits_of(parameter: Parameter) -> Callable[[Path], bool]:
    """Return whether a file is of a type that the parameter accepts, by its name."""
    return partial(name_fits, parameter=parameter)


def pick_files(field: InputField, type_text: Callable[[str], None]) -> None:
    """Open the dialog for a field, in the folder of the file that it has.

    type_text: replaces the text in the field, as if the user had typed it.
    """
    from spacetui.tui.inputs.file_picker import FilePicker

    parameter, given = field.parameter, field.reading().value

    def take(paths: list[PurePath] | None) -> None:
        if not paths:
            return
        if parameter.takes_folder:  # whose files are listed when the value is read
            type_text("\n".join(json.dumps(str(path)) for path in paths))
        else:
            field.set_value(with_picked(given, paths, parameter))

    picker = FilePicker(
        folder_of(given),
        partial(list_on_disk, fits=fits_of(parameter)),
        several=parameter.takes_several_files,
        takes_folder=parameter.takes_folder,
    )
    field.app.push_screen(picker, take)


async def list_on_disk(folder: PurePath, *, fits: Callable[[Path], bool]) -> Sequence[FolderEntry]:
    """Return what a folder of this machine has, read in a thread. Raises OSError."""
    return await asyncio.to_thread(list_folder, Path(folder), fits)


def folder_of(value: Json | Missing) -> Path:
    """Return the folder of the last local file in a value, else the current one."""
    paths = [Path(file.path) for file in files_in(value) if not file.is_url]
    try:
        is_there = bool(paths) and paths[-1].parent.is_dir()
    except (OSError, ValueError):  # not a path
        is_there = False
    if is_there:
        return paths[-1].parent.absolute()
    return Path.cwd()


def with_picked(value: Json | Missing, paths: Sequence[PurePath], parameter: Parameter) -> Json:
    """Return the value of a parameter with files that were picked.

    They stand beside those of the user's that are there where there may be several. Of a pair, the
    last two stay.
    """
    files = [FileInput(str(path)) for path in paths]
    if component_type(parameter.component).is_pair:
        return shape_files(parameter, [*files_in(value), *files][-2:])
    picked = shape_files(parameter, files)
    if not isinstance(picked, list) or not isinstance(value, list) or not files_in(value):
        return picked
    return [*value, *picked]
