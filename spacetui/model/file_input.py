"""A file that the user named, as it stands in the values of a call until it is uploaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacetui.errors import BadValue
from spacetui.model.file_data import FILE_DATA
from spacetui.model.schema import FileShape, Json, Parameter


@dataclass(frozen=True, slots=True)
class FileInput:
    """A file the user named: a local path to upload, or an http(s) URL the server fetches.

    Only this type is ever read from disk. A FileData dict in a value is the server's own (a default, an
    earlier output) and goes back as it is. folder: what the user named, when it was the folder it lies in.
    """

    path: str
    folder: str = ""

    @property
    def is_url(self) -> bool:
        return self.path.startswith(("http://", "https://"))


def shape_files(parameter: Parameter, files: Sequence[FileInput]) -> Json:
    """Put files into the shape `parameter` wants; null for none.

    Raises BadValue for several files where one is wanted.
    """
    match parameter.file_shape:
        case FileShape.MANY:
            return list(files)
        case FileShape.GALLERY:
            return [{"image": each, "caption": None} for each in files]
    if len(files) > 1:
        raise BadValue("one file, not several", parameter=parameter.name)
    if not files:
        return None
    if parameter.file_shape is FileShape.VIDEO:
        return {"video": files[0], "subtitles": None}
    return files[0]


def files_in(value: Json) -> list[FileInput]:
    """List every FileInput in a value, in order."""
    if isinstance(value, FileInput):
        return [value]
    if isinstance(value, Mapping):
        return [file for each in value.values() for file in files_in(each)]
    if isinstance(value, (list, tuple)):
        return [file for each in value for file in files_in(each)]
    return []


def read_files(value: Json) -> Json:
    """Turn each FileData dict in a value *the user wrote* into a FileInput.

    Never call this on a server's value: it would upload whatever path the server names.
    """
    if isinstance(value, dict):
        meta = value.get("meta")
        path = value.get("path")
        if (
            isinstance(meta, dict)
            and meta.get("_type") == FILE_DATA
            and isinstance(path, str)
            and path
        ):
            return FileInput(path)
        return {key: read_files(each) for key, each in value.items()}
    if isinstance(value, list):
        return [read_files(each) for each in value]
    return value
