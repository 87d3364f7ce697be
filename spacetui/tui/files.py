"""FileData in a value: is it one, which are in there, what is it called. Names are strangers' text."""

import mimetypes
import re
from collections.abc import Mapping

from spacetui.model.call import FILE_DATA
from spacetui.model.schema import Json

# How deep and how many are looked for in a stranger's value.
MOST_DEEP = 40
MOST_FOUND = 1_000


def is_file_data(value: Json) -> bool:
    """Whether a JSON value is a FileData: by its mark, else by the keys that older versions give."""
    if not isinstance(value, Mapping):
        return False
    meta = value.get("meta")
    if isinstance(meta, Mapping) and meta.get("_type") == FILE_DATA:
        return True
    if isinstance(value.get("path"), str) and ("url" in value or "orig_name" in value):
        return True
    return isinstance(value.get("name"), str) and value.get("is_file") is True


def files_within(value: Json, depth: int = MOST_DEEP) -> list[Mapping[str, Json]]:
    """List the FileData in a value, in order, at most MOST_FOUND."""
    if depth <= 0:
        return []
    if isinstance(value, Mapping):
        if is_file_data(value):
            return [value]
        parts: list[Json] = list(value.values())
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    else:
        return []
    found: list[Mapping[str, Json]] = []
    for part in parts:
        if isinstance(part, (Mapping, list, tuple)):
            found += files_within(part, depth - 1)
            if len(found) >= MOST_FOUND:
                return found[:MOST_FOUND]
    return found


def name_of(data: Mapping[str, Json]) -> str:
    """Give the file name that a FileData carries; may be empty."""
    for key in ("orig_name", "path", "name", "url"):
        text = data.get(key)
        if isinstance(text, str) and text:
            return re.split(r"[/\\]", text.rstrip("/\\"))[-1]
    return ""


def type_of(data: Mapping[str, Json]) -> str:
    """Give the type of a FileData in a word, `webp`; may be empty."""
    name = name_of(data)
    stem, dot, ending = name.rpartition(".")
    if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        return ending.lower()
    mime = data.get("mime_type")
    if isinstance(mime, str):
        guessed = mimetypes.guess_extension(mime.split(";")[0].strip())
        return guessed.lstrip(".") if guessed else ""
    return ""


def size_of(data: Mapping[str, Json]) -> int | None:
    """Give the size in bytes that a FileData states, if it does."""
    size = data.get("size")
    return size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None
