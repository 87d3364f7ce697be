"""A file that the user named, as it stands in the values of a call until it is uploaded."""

import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from spacetui.errors import BadValue
from spacetui.model.components import component_type
from spacetui.model.file_data import arrange_files, is_marked_file, map_files
from spacetui.model.schema import FileShape, Json, Parameter


@dataclass(frozen=True, slots=True)
class FileInput:
    """A file the user named: a local path to upload, or an http(s) URL that the server fetches.

    Only this type is ever read from disk. A FileData in a value is the server's own (a default, an
    earlier output) and is sent back as it is. folder: the folder that the user named, where the
    file was found in one.
    """

    path: str
    folder: str = ""

    @property
    def is_url(self) -> bool:
        return self.path.startswith(("http://", "https://"))


def shape_files(parameter: Parameter, files: Sequence[FileInput]) -> Json:
    """Return the value of `parameter` that holds these files; null for none.

    Raises BadValue for several files where one is wanted, and for more than two where two are.
    """
    if component_type(parameter.component).is_pair:
        return _pair(files, parameter)
    takes_several = parameter.takes_several_files
    if len(files) > 1 and not takes_several:
        raise BadValue("one file, not several", parameter=parameter.name)
    if parameter.file_shape is FileShape.GALLERY:
        return [_gallery_item(each) for each in files]
    return arrange_files(files, parameter.file_shape)


def _pair(files: Sequence[FileInput], parameter: Parameter) -> Json:
    """Return the two files of a slider; null stands for a missing one.

    Source: gradio 6.31 components/imageslider.py, SliderData.
    """
    if len(files) > 2:
        raise BadValue(f"two files, not {len(files)}", parameter=parameter.name)
    if files:
        return [*files, *[None] * (2 - len(files))]
    return None


def _gallery_item(file: FileInput) -> Json:
    """Return an item of a gallery. Source: gradio 6.31 components/gallery.py, GalleryVideo."""
    name = file.path.partition("?")[0] if file.is_url else file.path
    kind = mimetypes.guess_type(name)[0] or ""
    key = "video" if kind.startswith("video/") else "image"
    return {key: file, "caption": None}


def read_file_json(
    value: Json, parameter: Parameter, read_text: Callable[[str], FileInput]
) -> Json:
    """Return the value of a file parameter from JSON that the user wrote.

    A FileData is a file to upload, and so is a text, which `read_text` reads. Both may stand alone
    or in a list; they are put into the shape of the parameter, and so is a gallery where a list of
    files is wanted. What else stands there stays.
    """

    def read(part: Json) -> Json:
        if isinstance(part, str):
            return read_text(part)
        return read_files(part)

    if not isinstance(value, list):
        file = read(value)
        if isinstance(file, FileInput):
            return shape_files(parameter, [file])
        return file
    items = [read(each) for each in value]
    if parameter.file_shape is FileShape.MANY:
        return [part for each in items for part in files_in(each) or [each]]
    if parameter.file_shape is not FileShape.GALLERY:
        return items
    return [_gallery_item(each) if isinstance(each, FileInput) else each for each in items]


def files_in(value: Json) -> list[FileInput]:
    """List every FileInput in a value, in order."""
    if isinstance(value, FileInput):
        return [value]
    if isinstance(value, Mapping):
        return [file for each in value.values() for file in files_in(each)]
    if isinstance(value, (list, tuple)):
        return [file for each in value for file in files_in(each)]
    return []


def map_file_inputs(value: Json, change: Callable[[FileInput], Json]) -> Json:
    """Return `value` with each FileInput in it replaced by what `change` makes of it."""
    if isinstance(value, FileInput):
        return change(value)
    if isinstance(value, Mapping):
        return {key: map_file_inputs(each, change) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [map_file_inputs(each, change) for each in value]
    return value


def read_files(value: Json) -> Json:
    """Replace each FileData in a value *that the user wrote* by a FileInput of its path.

    Never call this on a server's value: it would upload whatever path the server names.
    """
    return map_files(value, _names_a_file, lambda file: FileInput(file["path"]))


def _names_a_file(value: Json) -> bool:
    return is_marked_file(value) and bool(value["path"])


def base_name(path: str) -> str:
    """Return the last part of a path whose parts are separated by `/` or `\\`."""
    return PurePosixPath(path.replace("\\", "/")).name
