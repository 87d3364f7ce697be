"""Which files a parameter accepts: its file types in words, and what is wrong with a file."""

import mimetypes
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from spacetui.model.components import component_type
from spacetui.model.file_input import FileInput, files_in
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.system.image_header import header_at
from spacetui.text.format import size_text


class _MediaType(NamedTuple):
    """How a kind of media is called in an error, with examples of its formats."""

    noun: str
    examples: str


_MEDIA_TYPES = {
    "image": _MediaType("an image", "png, jpg or webp"),
    "audio": _MediaType("an audio file", "wav, mp3 or ogg"),
    "video": _MediaType("a video", "mp4 or webm"),
    "text": _MediaType("a text file", "txt or md"),
}
# File types that the label of a parameter names.
MAX_NAMED = 3


def file_problem(file: FileInput, parameter: Parameter) -> str | None:
    """Return why `file` cannot be sent as `parameter`, or None. Looks at the disk."""
    if file.is_url:
        return None
    if re.match(r"[a-z]+://", file.path):
        return "only http and https addresses, or a path"
    path = Path(file.path)
    try:
        if not path.exists():
            return f"no file at {file.path}"
        if path.is_dir():
            return f"{file.path} is a folder"
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        return f"cannot read {file.path}: {getattr(error, 'strerror', None) or error}"
    return type_problem(path, parameter) or size_problem(path, parameter)


def value_problem(value: Json | Missing, parameter: Parameter) -> str | None:
    """Return why one of the files in `value` cannot be sent as `parameter`, or None."""
    problems = (_listed_problem(file, parameter) for file in files_in(value))
    return next(filter(None, problems), None)


def _listed_problem(file: FileInput, parameter: Parameter) -> str | None:
    if not file.folder:
        return file_problem(file, parameter)
    # It was listed in its folder. Whether it can be read is found out by the call.
    path = Path(file.path)
    if problem := type_problem(path, parameter) or size_problem(path, parameter):
        return f"{path.name}: {problem}"
    return None


def size_problem(path: Path, parameter: Parameter) -> str | None:
    """Return why a file is larger than the app takes, or None."""
    limit = parameter.max_file_size
    if limit is None:
        return None
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return None  # whether it can be read is another question
    if size <= limit:
        return None
    return f"larger than {size_text(limit)}, the limit of the app"


def states_types(parameter: Parameter) -> bool:
    """Return whether a parameter lists its file types, so that its server or page checks them.

    An Image, Audio or Video without such a list takes what its server can decode.
    """
    kind = component_type(parameter.component)
    is_stated = isinstance(parameter.props.get("file_types"), list)
    return is_stated or bool(kind.file_types) or kind.is_gallery


def type_problem(path: Path, parameter: Parameter) -> str | None:
    """Return why the type of a file is not one that `parameter` accepts, or None."""
    types = accepted_types(parameter)
    if not types or any(_has_type(path, each) for each in types):
        return None
    if len(types) == 1 and (media := _MEDIA_TYPES.get(types[0])):
        return f"not {media.noun}; {media.examples}"
    return f"not a file of the wanted type; {_either([_type_name(each) for each in types])}"


def _type_name(file_type: str) -> str:
    media = _MEDIA_TYPES.get(file_type)
    if media:
        return media.noun
    return file_type.lstrip(".")


def name_fits(path: Path, parameter: Parameter) -> bool:
    """Return whether a file is of an accepted type by its name; does not look at the disk."""
    types = accepted_types(parameter)
    return not types or any(_is_named_as(path, each) for each in types)


def _has_type(path: Path, file_type: str) -> bool:
    if _is_named_as(path, file_type):
        return True
    return file_type == "image" and header_at(path) is not None


def _is_named_as(path: Path, file_type: str) -> bool:
    """file_type: an ending `.csv`, a kind of media `image`, or a MIME type, perhaps `audio/*`."""
    guessed = mimetypes.guess_type(path.name)[0] or ""
    if file_type.startswith("."):
        return path.name.lower().endswith(file_type)
    if file_type in _MEDIA_TYPES:
        if guessed.startswith(f"{file_type}/"):
            return True
        # This machine may not know `.flac`; the server judges then.
        return file_type in ("audio", "video") and bool(path.suffix) and not guessed
    if file_type.endswith("/*"):
        return guessed.startswith(file_type[:-1])
    return "/" in file_type and guessed == file_type


def accepted_types(parameter: Parameter) -> tuple[str, ...]:
    """Return the file types that a parameter accepts, in lower case; none if it accepts all."""
    stated = tuple(each.lower() for each in parameter.file_types if each and each != "file")
    if stated or "file" in parameter.file_types:
        return stated
    media = component_type(parameter.component).media
    if media:
        return (media,)
    return ()


def accepted_label(parameter: Parameter) -> str:
    """Return what a parameter accepts, in a few words: `image`, `csv or tsv`, `file`."""
    types = accepted_types(parameter)
    has_media = any(each in _MEDIA_TYPES for each in types)
    if has_media and len(types) == 1:
        return types[0]
    if has_media or not types:
        return "file"
    names = [_type_name(each) for each in types]
    if len(names) > MAX_NAMED:
        return ", ".join([*names[:MAX_NAMED], "…"])
    return _either(names)


def _either(words: Sequence[str]) -> str:
    """Return `a, b or c`."""
    *others, last = words
    if not others:
        return last
    return f"{', '.join(others)} or {last}"
