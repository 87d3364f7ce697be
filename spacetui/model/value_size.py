"""How large values are: the number of their parts, counted no further than it matters."""

from collections.abc import Iterable
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
