"""FileData in a value: is it one, which are in there, what is it called. Names are strangers' text."""

import mimetypes
import re
from collections.abc import Mapping
from itertools import islice

from spacetui.model.schema import Json

# How deep and how far files are looked for in a stranger's value.
MOST_DEEP = 40
MOST_VISITED = 10_000
FILE_DATA = "gradio.FileData"


def is_file_data(value: Json) -> bool:
    """Whether a JSON value is a FileData: by its mark, else by the keys that older versions give."""
    if not isinstance(value, Mapping):
        return False
    meta = value.get("meta")
    if isinstance(meta, Mapping) and meta.get("_type") == FILE_DATA:
        return True
    if isinstance(value.get("path"), str) and ("url" in value or "orig_name" in value):
        return True
    is_flagged = value.get("is_file") is True or value.get("is_stream") is True
    return is_flagged and isinstance(value.get("name") or value.get("path"), str)


def files_within(value: Json) -> list[Mapping[str, Json]]:
    """List the FileData in a value, in order; looks at its first MOST_VISITED parts."""
    found: list[Mapping[str, Json]] = []
    # A stack of what is still to be looked at, the next on top, each with its depth.
    stack: list[tuple[Json, int]] = [(value, 0)]
    visited = 0
    while stack and visited < MOST_VISITED:
        part, depth = stack.pop()
        visited += 1
        if isinstance(part, Mapping):
            if is_file_data(part):
                found.append(part)
                continue
            parts: list[Json] = list(islice(part.values(), MOST_VISITED))
        elif isinstance(part, (list, tuple)):
            parts = list(part[:MOST_VISITED])
        else:
            continue
        if depth < MOST_DEEP:
            stack += [
                (each, depth + 1)
                for each in reversed(parts)
                if isinstance(each, (Mapping, list, tuple))
            ]
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
