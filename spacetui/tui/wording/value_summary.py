"""A value on one line: a text as it is, a file by its name, anything else as JSON."""

import json
from pathlib import PurePath

from spacetui.model.file_data import is_file_data, name_of
from spacetui.model.file_input import FileInput
from spacetui.model.schema import WITHHELD, Json
from spacetui.text.terminal_escapes import visible_line

# Characters.
MAX_SUMMARY = 120


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
    try:
        return json.dumps(value, ensure_ascii=False, default=summarize)
    except (ValueError, RecursionError):
        return repr(value)
