"""Recordings to JSON and back, by the types of the frozen values themselves.

Values that JSON lacks are written as an object with the key `$`: MISSING, WITHHELD, a FileInput,
and an object of a value that has the key `$` itself.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, WITHHELD, Json

_Value = TypeVar("_Value")
_MARK = "$"


def dump(value: object) -> str:
    """Return a value as JSON text in ASCII. Raises ValueError for a value that JSON cannot hold."""
    return json.dumps(_to_json(value), separators=(",", ":"))


def load_json(text: str) -> Json:
    """Return the JSON value that `dump` wrote. Raises ValueError for a text that it did not."""
    return _restore_json(json.loads(text))


def load(text: str, kind: type[_Value]) -> _Value:
    """Return the value of type `kind` that `dump` wrote as `text`; unknown fields are dropped.

    Raises ValueError, KeyError or TypeError for a text that `dump` did not write.
    """
    value: _Value = _from_json(json.loads(text), kind)
    return value


def _to_json(value: object) -> Json:
    if value is MISSING:
        return {_MARK: "missing"}
    if value is WITHHELD:
        return {_MARK: "withheld"}
    if isinstance(value, FileInput):
        return {_MARK: "file", "path": value.path, "folder": value.folder}
    if isinstance(value, Enum):
        return value.value
    if names := _field_names(type(value)):
        return {name: _to_json(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return _object_to_json(value)
    if isinstance(value, (list, tuple)):
        return [_to_json(each) for each in value]
    return value


def _object_to_json(value: Mapping[Any, Any]) -> Json:
    plain = {str(key): _to_json(each) for key, each in value.items()}
    if _MARK in plain:
        return {_MARK: "object", "object": plain}
    return plain


def _from_json(value: Json, kind: Any) -> Any:
    """Return JSON as a value of the type `kind`, which is that of a field of the model."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _from_optional(value, kind)
    if origin is tuple:
        inner = get_args(kind)[0]
        return tuple(_from_json(each, inner) for each in value)
    if not isinstance(kind, type):
        return _restore_json(value)
    if issubclass(kind, Enum):
        return kind(value)
    if _field_names(kind):
        return _from_object(value, kind)
    return _restore_json(value)


def _from_object(value: Json, kind: Any) -> Any:
    """Return an object as a value of our own class `kind`."""
    hints = _hints(kind)
    known = {name: each for name, each in value.items() if name in hints}
    return kind(**{name: _from_json(each, hints[name]) for name, each in known.items()})


def _from_optional(value: Json, union: Any) -> Any:
    """Return a value of `X | None`; every other union in the model includes Json."""
    options = [each for each in get_args(union) if each is not type(None)]
    if value is None or len(options) != 1:
        return _restore_json(value)
    return _from_json(value, options[0])


def _field_names(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a NamedTuple or a dataclass; none of another type."""
    if is_dataclass(kind):
        return tuple(each.name for each in fields(kind))
    return getattr(kind, "_fields", ())


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _restore_json(value: Json) -> Json:
    """Return a JSON value with what `dump` wrote under the key `$` restored."""
    if isinstance(value, list):
        return [_restore_json(each) for each in value]
    if not isinstance(value, dict):
        return value
    match value.get(_MARK):
        case "missing":
            return MISSING
        case "withheld":
            return WITHHELD
        case "file":
            return FileInput(value["path"], value.get("folder", ""))
        case "object":
            return {key: _restore_json(each) for key, each in value["object"].items()}
    return {key: _restore_json(each) for key, each in value.items()}
