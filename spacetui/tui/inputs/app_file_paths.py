"""The value of a FileExplorer as text: paths below its root, one a line, or else JSON.

A value is a list of paths, each a list of its parts: `[["docs", "a.txt"]]`; for one file too.
"""

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.model.typed_text import parse_json
from spacetui.tui.inputs.json import json_text


def read_paths(text: str, parameter: Parameter) -> Json | Missing:
    """Return the value of typed paths, or of JSON; the default of no text. Raises BadValue."""
    start = text.lstrip()
    if start.startswith("["):
        try:
            return parse_json(text)
        except ValueError as error:
            # The name of a file may begin so; JSON that is not complete yet is no such name.
            if start.startswith(("[[", '["')):
                raise BadValue(str(error), parameter=parameter.name) from error
    paths = [parts for line in text.splitlines() if (parts := _parts(line))]
    return [*paths] if paths else parameter.default


def write_paths(value: Json, parameter: Parameter) -> str:
    """Return the text that is read as this value."""
    text = "\n".join("/".join(parts) for parts in paths_in(value))
    try:
        is_same = bool(text) and read_paths(text, parameter) == value
    except BadValue:
        is_same = False
    return text if is_same else json_text(value)


def paths_in(value: Json | Missing) -> list[list[str]]:
    """Return the paths in a value, each by its parts; none of a value that is no list of paths."""
    match value:
        case [*paths] if all(_is_path(each) for each in paths):
            return paths
    return []


def _is_path(value: Json) -> bool:
    is_list = isinstance(value, list) and bool(value)
    return is_list and all(isinstance(part, str) for part in value)


def _parts(line: str) -> list[str]:
    return [part for part in line.strip().split("/") if part]
