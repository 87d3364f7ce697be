"""A stranger's file name -> one that may be written (security.md 5)."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from spacetui.model.file_data import stated_names
from spacetui.model.schema import Json
from spacetui.text.terminal import is_safe

MAX_NAME_BYTES = 200
_FALLBACK = "output"
_FORBIDDEN = frozenset('<>:"|?*/\\')
_RESERVED = re.compile(
    r"(?i)(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]|conin\$|conout\$|clock\$)(?= *(?:\.|$))"
)


def safe_name(file: Mapping[str, Json]) -> str:
    """Give the name to write a FileData under: one path part that is harmless on any system.

    Of orig_name, else of path, the last part, cut at both kinds of slash. Percent signs stay as they are.
    """
    for text in stated_names(file):
        if name := clean_name(text):
            return name
    return _FALLBACK


def clean_name(text: str) -> str:
    """Give the last part of `text` as a harmless name, or an empty string if nothing is left of it."""
    # A signed URL's query is no part of a name; a name of a million letters is not looked at as a whole.
    last = re.split(r"[/\\]", text[-4096:])[-1]
    kept = "".join(
        each for each in last if each not in _FORBIDDEN and is_safe(each) and each not in "\t\n"
    )
    name = kept.lstrip(". ").rstrip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    return shorten_name(name)


def shorten_name(name: str, room: int = MAX_NAME_BYTES) -> str:
    """Cut a name to `room` UTF-8 bytes; a short extension stays."""
    if len(name.encode()) <= room:
        return name
    extension = PurePosixPath(name).suffix
    if len(extension.encode()) > 20:
        extension = ""
    stem = (
        name[: len(name) - len(extension)]
        .encode()[: room - len(extension.encode())]
        .decode("utf-8", "ignore")
    )
    return f"{stem.rstrip('. ')}{extension}"


def numbered_name(name: str, number: int) -> str:
    """Give the name to try after `number` others were taken: `a.txt`, `a (1).txt`."""
    if not number:
        return name
    extension = PurePosixPath(name).suffix
    mark = f" ({number})"
    stem = shorten_name(
        name[: len(name) - len(extension)], MAX_NAME_BYTES - len(extension.encode()) - len(mark)
    )
    return f"{stem}{mark}{extension}"
