"""Searching a JSON value: keys and values, in what is closed too."""

import json
from collections.abc import Callable, Iterator

from spacetui.model.schema import Json
from spacetui.tui.outputs.json_tree import children_in_order, is_container

# The number of a node among the children of each that it lies in, from the root down.
Indices = tuple[int, ...]


def find_nodes(value: Json, query: str, is_over: Callable[[], bool]) -> Iterator[Indices]:
    """Yield the nodes whose key or own value has `query` in it, in any case of letters, in order.

    A number is looked for as JSON writes it. is_over: asked at every node whether to stop.
    """
    wanted = query.casefold()
    if not is_container(value):
        return
    indices: list[int] = [-1]
    stack = [children_in_order(value)]
    while stack and not is_over():
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
            indices.pop()
            continue
        key, child = found
        indices[-1] += 1
        is_key_found = isinstance(key, str) and wanted in key.casefold()
        if is_key_found or wanted in _own_text(child).casefold():
            yield tuple(indices)
        if is_container(child):
            stack.append(children_in_order(child))
            indices.append(-1)


def _own_text(value: Json) -> str:
    """Return the text of a value without children."""
    match value:
        case str():
            return value
        case None | bool() | float():
            return json.dumps(value)
        case int() if abs(value) < 10**4000:  # Python writes no longer ones
            return str(value)
    return ""
