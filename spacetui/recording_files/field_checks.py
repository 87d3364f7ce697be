"""Checks of what stands in a recording file, and the error that says what to write."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from spacetui.errors import UsageError
from spacetui.model.schema import MISSING, Json, Missing

# The tables of a list.
MAX_TABLES = 10_000


class FileError(UsageError):
    """A recording file that cannot be used as it is. where: the file, and the line or the step."""


def refuse_unknown(table: Mapping[str, Any], known: Collection[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise FileError(
                f"there is no key {key!r} here"[:120],
                where=where,
                hint=f"The keys are {', '.join(known)}.",
            )


def tables_at(value: Any, name: str, file: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise FileError(f"{name} is no list of tables", where=file, hint=f"Write [[{name}]].")
    if len(value) > MAX_TABLES:
        raise FileError(f"more than {MAX_TABLES} of {name}", where=file)
    return value


def text_at(table: Mapping[str, Any], key: str, where: str, *, is_wanted: bool = False) -> str:
    value = table.get(key, "")
    if isinstance(value, dict) and value.keys() == {"json"}:
        value = read_json(value["json"])  # a text that TOML cannot hold
    if isinstance(value, str) and (value or not is_wanted):
        return value
    hint = f'Write {key} = "…".'
    if key not in table or value == "":
        raise FileError(f"it has no {key}", where=where, hint=hint)
    raise FileError(f"{key} is no text", where=where, hint=hint)


def read_json(text: Any) -> Json | Missing:
    """Return the JSON value that a text holds; MISSING where it is not JSON, or no text."""
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return MISSING
