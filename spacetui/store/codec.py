"""Recordings to JSON and back, by the types of the frozen values themselves.

What JSON lacks is written as an object with the key `$`: MISSING, a file the user named, and any object of a
value that has that key itself.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, Json

_Value = TypeVar("_Value")
_MARK = "$"


def dump(value: object) -> str:
    """Give a value as JSON text, in ASCII. Raises ValueError for what has no JSON."""
    return json.dumps(_plain(value), separators=(",", ":"))


def load(text: str, kind: type[_Value]) -> _Value:
    """Give back what `dump` made of a value of `kind`; fields it does not know are dropped.

    Raises ValueError, KeyError or TypeError for what `dump` did not make.
    """
    made: _Value = _typed(json.loads(text), kind)
    return made


def _plain(value: object) -> Json:
    if value is MISSING:
        return {_MARK: "missing"}
    if isinstance(value, FileInput):
        return {_MARK: "file", "path": value.path, "folder": value.folder}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        plain = {str(key): _plain(each) for key, each in value.items()}
        return {_MARK: "object", "object": plain} if _MARK in plain else plain
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _json(value: Json) -> Json:
    if isinstance(value, list):
        return [_json(each) for each in value]
    if not isinstance(value, dict):
        return value
    match value.get(_MARK):
        case "missing":
            return MISSING
        case "file":
            return FileInput(value["path"], value.get("folder", ""))
        case "object":
            return {key: _json(each) for key, each in value["object"].items()}
    return {key: _json(each) for key, each in value.items()}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(value: Json, kind: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        # Ours are `X | None`, or Json, which covers the rest.
        options = [each for each in get_args(kind) if each is not type(None)]
        if value is None or len(options) != 1:
            return _json(value)
        return _typed(value, options[0])
    if origin is tuple:
        inner = get_args(kind)[0]
        return tuple(_typed(each, inner) for each in value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(
            **{name: _typed(each, hints[name]) for name, each in value.items() if name in hints}
        )
    return _json(value)
