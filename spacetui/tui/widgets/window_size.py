"""The size of a window below which nothing useful can be drawn."""

from __future__ import annotations

from textual.geometry import Size

MIN_COLUMNS, MIN_ROWS = 60, 16


def is_too_small(size: Size) -> bool:
    """Return whether a window of this size cannot show a page."""
    return size.width < MIN_COLUMNS or size.height < MIN_ROWS
