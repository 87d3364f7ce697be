"""Values in a few words: a text as it is, a file by its name, the rest as JSON."""

import json
from pathlib import PurePath

from spacetui.model.file_data import is_file_data, name_of
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json
from spacetui.tui.widgets.safe_content import line

MOST = 120


def summarize(value: Json) -> str:
    """Say a value on one line."""
    if isinstance(value, str):
        return line(value, MOST)
    if isinstance(value, FileInput):
        return line(PurePath(value.path).name or value.path, MOST)
    if is_file_data(value):
        return line(name_of(value), MOST)
    try:
        return line(json.dumps(value, ensure_ascii=False, default=summarize), MOST)
    except (ValueError, RecursionError):
        return line(repr(value), MOST)


def summarize_quoted(value: Json) -> str:
    """Say a value on one line, a text in quotes."""
    return f"“{summarize(value)}”" if isinstance(value, str) else summarize(value)
