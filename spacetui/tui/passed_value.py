"""A value on its way from an output to an input, of the same app or of another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spacetui.model.file_data import arrange_files
from spacetui.model.file_input import FileInput, shape_files
from spacetui.model.output_path import iter_file_paths
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.system.saved_files import viewing_folder

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session

# Takes the path and the URL of a file that was downloaded.
OnSaved = Callable[[str, str], None]


async def passed_value(
    session: Session,
    giver: OpenedApp,
    taker: OpenedApp,
    value: Json,
    parameter: Parameter,
    on_saved: OnSaved,
) -> Json:
    """Return what a parameter takes for an output of `giver`.

    An app takes its own files as it gave them. For another app they are downloaded: it could not
    fetch them itself where credentials are needed. Raises SpacetuiError and OSError.
    """
    if not parameter.takes_files:
        return value
    if giver.app.url == taker.app.url and _is_gallery(value, parameter):
        return value  # with its captions
    files = [file for _, file in iter_file_paths(value)]
    if giver.app.url == taker.app.url:
        return arrange_files(files, parameter.file_shape)
    inputs = []
    for file in files:
        path = await session.download(giver, file, viewing_folder())
        on_saved(str(path), session.file_url(giver, file))
        inputs.append(FileInput(str(path)))
    return shape_files(parameter, inputs)


def _is_gallery(value: Json, parameter: Parameter) -> bool:
    return parameter.file_shape is FileShape.GALLERY and isinstance(value, list)
