"""FileData, the object that stands for a file in Gradio's values: how to recognise and build one.

Since Gradio 4.21 it carries a mark: `{"path", "url", "orig_name", "size", "mime_type",
"is_stream", "meta": {"_type": "gradio.FileData"}}`, of which only `path` and `meta` are required.
Gradio 4.0 to 4.20 send the same without `meta`. Gradio 3 sends `{"name", "data", "is_file",
"orig_name", "size"}`: `name` is the path on the server, or `data` holds the content as a data URI
where `is_file` is false. A file that is streamed has `is_stream` in every version.

The names, paths and URLs in one that a server sent are untrusted text. A file that the user named
and that is not uploaded yet is a FileInput (file_input.py), never a FileData.
Source: gradio 6.31 data_classes.py, FileData; gradio 3.50.2 components/file.py, postprocess.
"""

import mimetypes
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from spacetui.model.schema import FileShape, Json

# The mark: `meta._type` of a FileData since Gradio 4.21.
FILE_DATA = "gradio.FileData"
# How deep a server's value is searched for files, and how many of its parts are visited.
MAX_DEPTH = 40
MAX_VISITED = 10_000

# The fields of a FileData before it had a mark; 4.17 added is_stream.
_UNMARKED = {"path", "url", "size", "orig_name", "mime_type"}

FILE_DATA_SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "description": "A file. As input: `path` is what the upload gave, or a URL.",
    "properties": {
        "path": {"type": "string"},
        "url": {"type": ["string", "null"]},
        "orig_name": {"type": ["string", "null"]},
        "size": {"type": ["integer", "null"]},
        "mime_type": {"type": ["string", "null"]},
        "meta": {
            "type": "object",
            "properties": {"_type": {"const": FILE_DATA}},
            "required": ["_type"],
        },
    },
    "required": ["path", "meta"],
}
NAMED_FILE_SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "description": "A file, by the name that the upload gave, or by its bytes.",
    "properties": {
        "name": {"type": "string"},
        "is_file": {"type": "boolean"},
        "data": {"type": ["string", "null"], "description": "A data URI where is_file is false."},
        "orig_name": {"type": "string"},
    },
    "required": ["name", "is_file", "data"],
}


def file_data(path: Json, **stated: Json) -> dict[str, Json]:
    """Build a FileData. stated: more of its fields, such as orig_name and size."""
    return {"path": path, **stated, "meta": {"_type": FILE_DATA}}


def named_file(path: str, orig_name: str, size: int | None = None) -> dict[str, Json]:
    """Build Gradio 3's form of a file that the server has at `path`, or can fetch from there."""
    return {"name": path, "data": None, "is_file": True, "orig_name": orig_name, "size": size}


def inline_file(name: str, data_uri: str) -> dict[str, Json]:
    """Build Gradio 3's form of a file whose content is in the value itself."""
    return {"name": name, "data": data_uri, "is_file": False, "orig_name": name}


def arrange_files(files: Sequence[Json], shape: FileShape) -> Json:
    """Return the value of a component that wants `files` in `shape`; null for no file.

    files: each a FileData or what will become one. ONE, VIDEO and EDITOR take the first.
    """
    match shape:
        case FileShape.MANY:
            return list(files)
        case FileShape.GALLERY:
            return [{"image": each, "caption": None} for each in files]
    if not files:
        return None
    if shape is FileShape.VIDEO:
        return {"video": files[0], "subtitles": None}
    if shape is FileShape.EDITOR:
        # As Gradio itself does for one picture: what the layers make together is the picture.
        return {"background": files[0], "layers": [], "composite": files[0]}
    return files[0]


def is_marked_file(value: Json) -> bool:
    """Return whether `value` is a FileData by its mark, with a path: a file since Gradio 4.21.

    This is the strictest predicate, for values that are sent: the mark is what servers and the
    official clients look for.
    """
    return _has_mark(value) and isinstance(value.get("path"), str)


def is_certain_file(value: Json) -> bool:
    """Return whether `value` is a FileData by its mark or by the flags of older forms.

    This predicate is for outputs whose files are downloaded, get a URL or are linked. An app's own
    JSON may have the keys path and url, so that an unmarked one must have all keys of a FileData.
    """
    return is_marked_file(value) or _has_flags(value) or _has_all_fields(value)


def is_file_data(value: Json) -> bool:
    """Return whether `value` is a FileData of any version, or looks like one.

    This is the widest predicate, for values that are shown: a wrong guess costs nothing there.
    """
    if not isinstance(value, Mapping):
        return False
    if _has_mark(value) or _has_flags(value):
        return True
    return isinstance(value.get("path"), str) and ("url" in value or "orig_name" in value)


def is_file_schema(schema: Json) -> bool:
    """Return whether a JSON schema is that of a FileData, whatever its name (ImageData)."""
    if not isinstance(schema, Mapping):
        return False
    properties = schema.get("properties")
    if not isinstance(properties, Mapping) or "path" not in properties:
        return False
    # Before Gradio 4.21 a FileData has no `meta`.
    return "meta" in properties or {"orig_name", "mime_type"} <= properties.keys()


def is_streamed(file: Mapping[str, Json]) -> bool:
    """Return whether a FileData is streamed: its path names a playlist or nothing, not a file."""
    return file.get("is_stream") is True


def _has_mark(value: Json) -> bool:
    if not isinstance(value, Mapping):
        return False
    meta = value.get("meta")
    return isinstance(meta, Mapping) and meta.get("_type") == FILE_DATA


def _has_flags(value: Json) -> bool:
    if not isinstance(value, Mapping):
        return False
    if is_inline_file(value):
        return True
    if not isinstance(value.get("path") or value.get("name"), str):
        return False
    return is_streamed(value) or (value.get("is_file") is True and "name" in value)


def _has_all_fields(value: Json) -> bool:
    """Return whether `value` has the fields of a FileData of Gradio 4.0 to 4.20, and no others."""
    if not isinstance(value, Mapping) or not isinstance(value.get("path"), str):
        return False
    return value.keys() - {"is_stream"} == _UNMARKED


def is_inline_file(value: Json) -> bool:
    """Return whether `value` is a file of Gradio 3 whose content is in the value itself."""
    if not isinstance(value, Mapping) or value.get("is_file") is not False or "name" not in value:
        return False
    data = value.get("data")
    return isinstance(data, str) and data.startswith("data:")


def path_of(file: Mapping[str, Json]) -> str:
    """Return the path on the server that a FileData names; may be empty."""
    path = file.get("path") or file.get("name")
    return path if isinstance(path, str) else ""


def stated_names(file: Mapping[str, Json]) -> Iterator[str]:
    """List the texts of a FileData that end in a file name, the best first."""
    for key in ("orig_name", "path", "name"):
        text = file.get(key)
        if isinstance(text, str):
            yield text


def name_of(file: Mapping[str, Json]) -> str:
    """Return the file name that a FileData carries; may be empty."""
    for text in (*stated_names(file), file.get("url")):
        if isinstance(text, str) and text:
            return re.split(r"[/\\]", text.rstrip("/\\"))[-1]
    return f"file{_ending_of_inline(file)}" if is_inline_file(file) else ""


def _ending_of_inline(file: Mapping[str, Json]) -> str:
    """Return the ending of a file by the type in its data URI, `.vtt`; may be empty."""
    mime = re.match(r"data:([\w.+-]{1,50}/[\w.+-]{1,50})[;,]", file["data"])
    return (mimetypes.guess_extension(mime[1]) or "") if mime else ""


def type_of(file: Mapping[str, Json]) -> str:
    """Return the type of a FileData as a file ending without the dot, `webp`; may be empty."""
    name = name_of(file)
    stem, dot, ending = name.rpartition(".")
    if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        return ending.lower()
    mime = file.get("mime_type")
    if not isinstance(mime, str):
        return ""
    guessed = mimetypes.guess_extension(mime.split(";")[0].strip()) or ""
    return guessed.lstrip(".")


def size_of(file: Mapping[str, Json]) -> int | None:
    """Return the size in bytes that a FileData states, or None."""
    size = file.get("size")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        return None
    return size


def video_files(value: Json) -> tuple[Mapping[str, Json], Mapping[str, Json] | None] | None:
    """Return the files of a video and of its subtitles, as Gradio 3 to 5 give a Video.

    shape: `{"video": FileData, "subtitles": FileData or null}`, and with Gradio 3 `[file, null]`
    or `[file, file]` where the second has its content in it. None for any other value.
    """
    match value:
        case [video, None] if is_certain_file(video):
            return video, None
        case [video, subtitles] if is_certain_file(video) and is_inline_file(subtitles):
            return video, subtitles
    if not isinstance(value, Mapping) or not is_certain_file(value.get("video")):
        return None
    subtitles = value.get("subtitles") or None
    if subtitles is not None and not is_certain_file(subtitles):
        return None
    return value["video"], subtitles


def essential_fields(file: Mapping[str, Json]) -> dict[str, Json]:
    """Return a marked FileData cut to the fields that name the file.

    The `url` of a default belongs to another file: Gradio 6.31 puts its own example there
    (get_api_info).
    """
    return {key: file[key] for key in ("path", "orig_name", "meta") if file.get(key)}


def files_within(value: Json) -> list[Mapping[str, Json]]:
    """List what is_file_data finds in a value, in order; visits its first MAX_VISITED parts."""
    found: list[Mapping[str, Json]] = []
    # A stack of parts with their depths; the next part is on top.
    stack: list[tuple[Json, int]] = [(value, 0)]
    visited = 0
    while stack and visited < MAX_VISITED:
        part, depth = stack.pop()
        visited += 1
        if is_file_data(part):
            found.append(part)
        elif depth < MAX_DEPTH:
            parts = [each for each in _parts_of(part) if isinstance(each, (Mapping, list, tuple))]
            stack += [(each, depth + 1) for each in reversed(parts)]
    return found


def _parts_of(value: Json) -> list[Json]:
    if isinstance(value, Mapping):
        return list(islice(value.values(), MAX_VISITED))
    if isinstance(value, (list, tuple)):
        return list(value[:MAX_VISITED])
    return []


def map_files(
    value: Json,
    is_file: Callable[[Json], bool],
    change: Callable[[Mapping[str, Json]], Json],
) -> Json:
    """Return `value` with each file in it changed. is_file: one of the predicates above."""
    if isinstance(value, Mapping):
        if is_file(value):
            return change(value)
        return {key: map_files(each, is_file, change) for key, each in value.items()}
    if isinstance(value, list):
        return [map_files(each, is_file, change) for each in value]
    return value
