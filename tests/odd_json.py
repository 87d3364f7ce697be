"""JSON with odd values in odd places, for tests that no JSON of a server's breaks a parser."""

from typing import Any

Path = tuple[Any, ...]

ODD_VALUES: list[Any] = [
    None,
    True,
    -1,
    1e999,
    float("nan"),
    "",
    "x",
    [],
    [[]],
    [1],
    {},
    {"id": 1},
    {"$ref": "#"},
    {"type": 3},
]


def places(value: Any, path: Path = ()) -> list[Path]:
    """Return the path of each part of a JSON value, the value itself (an empty path) first."""
    return [
        path,
        *(found for key, child in _children(value) for found in places(child, (*path, key))),
    ]


def _children(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list):
        return list(enumerate(value))
    return []


def with_odd(value: Any, path: Path, odd: Any) -> Any:
    """Return a copy of `value` with `odd` at `path`; `value` itself where it has no such path."""
    if not path:
        return odd
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        return {**value, key: with_odd(value[key], rest, odd)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return [*value[:key], with_odd(value[key], rest, odd), *value[key + 1 :]]
    return value
