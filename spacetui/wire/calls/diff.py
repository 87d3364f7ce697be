"""Edits -> outputs. Edits are what `process_generating` messages contain after the first.

Gradio sends wrong indices for list deletes; apply_diff computes the right ones.
"""

from collections.abc import Sequence
from typing import TypeAlias

from spacetui.model.schema import Json

_Container: TypeAlias = "dict[str, Json] | list[Json]"
_Path: TypeAlias = tuple[str | int, ...]


class BadDiff(ValueError):
    """An edit does not fit the value it is meant for."""


def apply_diff(previous: Json, edits: Json, *, shifted_deletes: bool) -> Json:
    """Return the output that `edits` turn `previous` into; `previous` stays as it was.

    Only the containers along the edited paths are copied, each once, so a token costs no copy of
    the whole chat.

    edits: a list of [action, path, value]; action is replace, append, add or delete; path is a
    list of keys.
    shifted_deletes: the server lowers the index of a list delete by the deletes before it, as
    Gradio does since 5.29.1. It also counts deletes of *other* lists inside the same list, so the
    original index is the sent one plus, for each list on the path, the deletes seen inside it.
    Before 5.29.1 indices are the original ones. In both cases deletes wait until the other edits
    of their list are done.

    Raises BadDiff. Source: gradio 6 utils.py, diff; gradio_client utils.py, apply_diff (which is
    wrong on nested deletes).
    """
    if not isinstance(edits, list):
        raise BadDiff("not a list of edits")
    return _Editor(previous, shifted_deletes).run(edits)


class _Editor:
    def __init__(self, previous: Json, shifted_deletes: bool) -> None:
        # The value is in a list of its own, so that the path [] has a parent like any other.
        self._box: list[Json] = [previous]
        self._shifted = shifted_deletes
        # Copies made here, by id; the reference keeps an id from being given to another object.
        self._copies: dict[int, _Container] = {}
        # How many deletes were seen inside each list, by its path.
        self._seen: dict[_Path, int] = {}
        # Deletes that wait: a list and its indices, by the list's id.
        self._deletes: dict[int, tuple[list[Json], set[int]]] = {}

    def run(self, edits: Sequence[Json]) -> Json:
        for edit in edits:
            match edit:
                case [str() as action, list() as path, value]:
                    self._apply(action, path, value)
                case _:
                    raise BadDiff("an edit is not [action, path, value]")
        for parent, indices in self._deletes.values():
            _delete(parent, indices)
        return self._box[0]

    def _apply(self, action: str, path: list[Json], value: Json) -> None:
        parent: _Container = self._box
        key: Json = 0
        lists: list[_Path] = []
        for depth, step in enumerate(path):
            child = self._writable(parent, key)
            if isinstance(child, list):
                lists.append(tuple(path[:depth]))
            parent, key = child, step
        if isinstance(parent, list):
            if type(key) is not int:
                raise BadDiff(f"{key!r} is no index of a list")
            self._edit_list(action, parent, key, value, lists)
        else:
            self._edit_dict(action, parent, key, value)

    def _writable(self, parent: _Container, key: Json) -> _Container:
        """Return the child as a container that may be changed, copied on the first visit."""
        child = _child(parent, key)
        if id(child) in self._copies:
            return self._copies[id(child)]
        if isinstance(child, dict):
            copy: _Container = dict(child)
        elif isinstance(child, list):
            copy = list(child)
        else:
            raise BadDiff("a path goes through a value that is no list or object")
        self._copies[id(copy)] = copy
        parent[key] = copy  # _child has checked that the key fits
        return copy

    def _edit_list(
        self,
        action: str,
        parent: list[Json],
        index: int,
        value: Json,
        lists: list[_Path],
    ) -> None:
        match action:
            case "delete" if parent is not self._box:
                self._delete_later(parent, index, lists)
            case "add" if parent is not self._box:
                if id(parent) in self._deletes:
                    _delete(*self._deletes.pop(id(parent)))
                if not 0 <= index <= len(parent):
                    raise BadDiff(f"no place to add at {index}")
                parent.insert(index, value)
            case "replace" | "append":
                old = _child(parent, index)
                parent[index] = value if action == "replace" else _joined(old, value)
            case _:
                raise BadDiff(f"unknown edit {action[:40]!r}")

    def _delete_later(self, parent: list[Json], index: int, lists: list[_Path]) -> None:
        """Mark an item to be deleted. lists: the paths of the lists on the way to it."""
        if self._shifted:
            index += sum(self._seen.get(path, 0) for path in lists)
        for path in lists:
            self._seen[path] = self._seen.get(path, 0) + 1
        _, indices = self._deletes.setdefault(id(parent), (parent, set()))
        if not 0 <= index < len(parent) or index in indices:
            raise BadDiff(f"nothing to delete at {index}")
        indices.add(index)

    def _edit_dict(self, action: str, parent: dict[str, Json], key: Json, value: Json) -> None:
        if not isinstance(key, str):
            key = str(key)  # Python's int keys became text in the JSON
        match action:
            case "replace" | "add":
                parent[key] = value
            case "append":
                parent[key] = _joined(_child(parent, key), value)
            case "delete":
                if key not in parent:
                    raise BadDiff(f"nothing to delete at {key[:40]!r}")
                del parent[key]
            case _:
                raise BadDiff(f"unknown edit {action[:40]!r}")


def _child(parent: _Container, key: Json) -> Json:
    if isinstance(parent, list):
        if type(key) is int and 0 <= key < len(parent):
            return parent[key]
    elif isinstance(key, str) and key in parent:
        return parent[key]
    raise BadDiff(f"no value at {str(key)[:40]!r}")


def _joined(old: Json, value: Json) -> str:
    if isinstance(old, str) and isinstance(value, str):
        return old + value
    raise BadDiff("only text can be appended to text")


def _delete(parent: list[Json], indices: set[int]) -> None:
    # In one pass: `del` one by one is quadratic on a long table.
    parent[:] = [each for index, each in enumerate(parent) if index not in indices]
