"""A value on one line: a text as it is, a file by its name, a table by its size, else as JSON."""

import json
from collections.abc import Mapping
from pathlib import PurePath

from spacetui.model.file_data import is_file_data, name_of
from spacetui.model.file_input import FileInput
from spacetui.model.schema import WITHHELD, Json
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs

# Characters.
MAX_SUMMARY = 120
# Files of a list that are named.
MAX_NAMED = 20


def summarize(value: Json) -> str:
    """Return a value on one line."""
    return visible_line(_text_of(value), MAX_SUMMARY)


def summarize_quoted(value: Json) -> str:
    """Return a value on one line, a text in quotes."""
    if isinstance(value, str):
        return f"“{summarize(value)}”"
    return summarize(value)


def _text_of(value: Json) -> str:
    if isinstance(value, str):
        return value
    if value is WITHHELD:
        return "••••••"
    if isinstance(value, FileInput):
        return PurePath(value.path).name or value.path
    if is_file_data(value):
        return name_of(value)
    if names := _names_of_files(value):
        return ", ".join(names)
    if isinstance(value, Mapping) and (size := _size_of_table(value)):
        return size
    try:
        return json.dumps(value, ensure_ascii=False, default=summarize)
    except (ValueError, RecursionError):
        return repr(value)


def _names_of_files(value: Json) -> list[str]:
    """Return the names of the first files of a list of files, or of the items of a gallery."""
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        return []
    files = [each.get("image") or each.get("video") or each for each in value[:MAX_NAMED]]
    if not all(is_file_data(each) for each in files):
        return []
    names = [name_of(each) or "file" for each in files]
    hidden = len(value) - len(names)
    return [*names, f"{hidden} more"] if hidden else names


def _size_of_table(value: Mapping[str, Json]) -> str:
    headers, rows = value.get("headers"), value.get("data")
    if not isinstance(headers, list) or not isinstance(rows, list):
        return ""
    size = count_text(len(rows), "row"), count_text(len(headers), "column")
    return f" {glyphs().dot} ".join(size)
