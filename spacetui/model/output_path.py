"""Paths into an output: the keys and indices that lead to a part of it, such as one picture.

A path goes down to a file at most, never into one: the official clients give a file as a local
path or as a FileData, so that only the file itself is the same for all. On a command line a path is
written as a JSON Pointer (RFC 6901), `/0/1/image`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from spacetui.model.file_data import is_certain_file
from spacetui.model.schema import MISSING, Json, Missing

# Keys of objects and indices of lists, from the output down; empty for the whole output.
OutputPath: TypeAlias = tuple[str | int, ...]
# How deep an output is searched for files, and how many of its parts are visited.
MAX_DEPTH = 40
MAX_VISITED = 10_000


def part_at(value: Json, path: OutputPath) -> Json | Missing:
    """Return the part of `value` to which `path` leads; MISSING where it leads nowhere."""
    for key in path:
        if not _has_key(value, key):
            return MISSING
        value = value[key]
    return value


def write_pointer(path: OutputPath) -> str:
    """Return a path as a JSON Pointer."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in path)


def part_at_pointer(value: Json, pointer: str) -> Json | Missing:
    """Return the part of `value` to which a JSON Pointer leads; MISSING where it leads nowhere."""
    if pointer and not pointer.startswith("/"):
        return MISSING
    for word in pointer.split("/")[1:]:
        key = word.replace("~1", "/").replace("~0", "~")
        is_index = isinstance(value, (list, tuple)) and key.isascii() and key.isdecimal()
        value = part_at(value, (int(key) if is_index else key,))
    return value


def _has_key(value: Json, key: str | int) -> bool:
    if isinstance(value, Mapping):
        return isinstance(key, str) and key in value and not is_certain_file(value)
    if isinstance(key, str) or not isinstance(value, (list, tuple)):
        return False
    return 0 <= key < len(value)


def iter_file_paths(value: Json) -> Iterator[tuple[OutputPath, Mapping[str, Json]]]:
    """Yield each file in an output, in order, with the path that leads to it."""
    stack: list[tuple[OutputPath, Json]] = [((), value)]
    visited = 0
    while stack and visited < MAX_VISITED:
        path, part = stack.pop()
        visited += 1
        if is_certain_file(part):
            yield path, part
        elif len(path) < MAX_DEPTH:
            stack += [((*path, key), each) for key, each in reversed(_items(part))]


def _items(part: Json) -> Sequence[tuple[str | int, Json]]:
    items: list[tuple[str | int, Json]] = []
    if isinstance(part, Mapping):
        items = [(str(key), each) for key, each in part.items()]
    elif isinstance(part, (list, tuple)):
        items = list(enumerate(part[:MAX_VISITED]))
    return [(key, each) for key, each in items if isinstance(each, (Mapping, list, tuple))]
