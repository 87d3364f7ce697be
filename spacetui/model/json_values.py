"""Values of a server's JSON as the types that are expected; any other type counts as empty."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from spacetui.model.schema import Json


def as_text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def as_object(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else ()


def as_bool(value: Json, default: bool) -> bool:
    return value if isinstance(value, bool) else default


def as_number(value: Json) -> float | None:
    """Return a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if abs(value) < math.inf else None


def finite_number(value: Any) -> float | None:
    """Return a number as a float; None for what is none, or is too large for one.

    `as_number` keeps a whole number as it is, however large.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def as_id(value: Json) -> int | None:
    """Return the id of a component, or None."""
    return value if type(value) is int else None


def as_count(value: Json, *, below: float = 1e9) -> int | None:
    """Return a whole number from 1 to `below`, or None."""
    number = as_number(value)
    if number is None or not 0 < number < below:
        return None
    return int(number)
