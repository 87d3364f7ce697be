"""Values as strict JSON on one line, in ASCII (security.md P7, P5)."""

import json
import math
import sys
from typing import Any

# Values are as deep as json.loads allows, but they are written from a deeper stack.
_DEPTH = 3000


def to_json(value: Any) -> str:
    """Return strict JSON on one line, in ASCII.

    NaN and infinities become null, and DEL is escaped too.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        try:
            text = json.dumps(value, allow_nan=False)
        except ValueError:
            text = json.dumps(_finite(value), allow_nan=False)
    finally:
        sys.setrecursionlimit(limit)
    return text.replace("\x7f", "\\u007f")


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(each) for each in value]
    return value
