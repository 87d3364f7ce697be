"""How large values are: their parts, or their JSON, counted no further than it matters."""

from collections.abc import Iterable, Mapping
from itertools import islice

from spacetui.model.schema import Json
from spacetui.model.schema_check import children_of


def has_more_parts(values: Iterable[Json], limit: int) -> bool:
    """Return whether values have more than `limit` parts: items, and what is in them."""
    layer, left = list(values), limit
    while layer and left >= 0:
        layer = list(islice(children_of(layer), left + 1))
        left -= len(layer)
    return left < 0


def is_longer_as_json(value: Json, limit: int) -> bool:
    """Return whether a value has more than `limit` characters as JSON for sure.

    Counted is what stands in any JSON of it: json.dumps would hold the interpreter for as long as
    it takes to write all of the value.
    """
    stack, left = [value], limit
    while stack and left >= 0:
        part = stack.pop()
        if isinstance(part, str):
            left -= len(part) + 2
        elif isinstance(part, (list, tuple)):
            left -= len(part) + 1
            stack += part if left >= 0 else ()
        elif isinstance(part, Mapping):
            left -= 2 * len(part) + 1
            stack += (*part.keys(), *part.values()) if left >= 0 else ()
        else:
            left -= 1
    return left < 0
