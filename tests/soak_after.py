"""Run a few cases of a heavy parametrised test by default, and all others with `-m soak`."""

from collections.abc import Iterable
from typing import Any

import pytest


def soak_after(count: int, cases: Iterable[Any]) -> list[Any]:
    """Return the cases for parametrize, all after the first `count` marked as soak.

    A case that is a tuple has a value for each of several names.
    """
    return [
        case if at < count else pytest.param(*_values(case), marks=pytest.mark.soak)
        for at, case in enumerate(cases)
    ]


def _values(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)
