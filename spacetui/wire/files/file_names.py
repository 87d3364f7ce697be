"""Safe names: a file name from a server becomes one that may be written (security.md section 5)."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from spacetui.model.file_data import stated_names
from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import is_safe

MAX_NAME_BYTES = 200
_FALLBACK = "output"
_FORBIDDEN = frozenset('<>:"|?*/\\\t\n')
# Names of devices on Windows.
_RESERVED = re.compile(
    r"(?i)(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]|conin\$|conout\$|clock\$)(?= *(?:\.|$))"
)


def safe_name(file: Mapping[str, Json]) -> str:
    """Return the name to write a FileData under: one path part that is harmless on any system.

    It is the last part of orig_name, or else of path, cut at slashes of both kinds. Percent signs
    are not decoded.
    """
    for text in stated_names(file):
        if name := clean_name(text):
            return name
    return _FALLBACK


def clean_name(text: str) -> str:
    """Return the last part of `text` as a harmless name, or an empty string if nothing is left."""
    # A text of a million letters is not searched as a whole.
    last = re.split(r"[/\\]", text[-4096:])[-1]
    kept = "".join(each for each in last if each not in _FORBIDDEN and is_safe(each))
    name = kept.lstrip(". ").rstrip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    return shorten_name(name)


def shorten_name(name: str, limit: int = MAX_NAME_BYTES) -> str:
    """Cut a name to `limit` bytes of UTF-8. An extension of up to 20 bytes stays."""
    if len(name.encode()) <= limit:
        return name
    stem, extension = _split_extension(name)
    if len(extension.encode()) > 20:
        stem, extension = name, ""
    room = limit - len(extension.encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore")
    return f"{stem.rstrip('. ')}{extension}"


def numbered_name(name: str, number: int) -> str:
    """Return the name to try after `number` others were taken: `a.txt`, `a (1).txt`."""
    if not number:
        return name
    stem, extension = _split_extension(name)
    suffix = f" ({number})"
    room = MAX_NAME_BYTES - len(extension.encode()) - len(suffix)
    return f"{shorten_name(stem, room)}{suffix}{extension}"


def _split_extension(name: str) -> tuple[str, str]:
    extension = PurePosixPath(name).suffix
    return name[: len(name) - len(extension)], extension
