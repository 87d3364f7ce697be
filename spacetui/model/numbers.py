"""Numbers in JSON, which may be larger than any float."""

import math
from typing import Any


def finite_number(value: Any) -> float | None:
    """Return a number as a float; None for what is none, or is too large for one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
