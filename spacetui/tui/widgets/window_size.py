"""The window's size: a page's classes at that size, and the notice that it is too small."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.geometry import Size
from textual.widgets import Static

# Below this nothing useful can be drawn.
MIN_COLUMNS, MIN_ROWS = 60, 16


def size_classes(app: App[Any], size: Size) -> dict[str, bool]:
    """Return which of the app's breakpoint classes a page of this size has, and `-tiny`."""
    classes = {"-tiny": size.width < MIN_COLUMNS or size.height < MIN_ROWS}
    for breakpoints, length in (
        (app.HORIZONTAL_BREAKPOINTS or [], size.width),
        (app.VERTICAL_BREAKPOINTS or [], size.height),
    ):
        *_, fitting = (name for least, name in breakpoints if least <= length)
        classes.update({name: name == fitting for _, name in breakpoints})
    return classes


class TooSmallNotice(Static):
    """What a window below the minimum size shows instead of the page."""

    def __init__(self) -> None:
        words = f"window too small: {MIN_COLUMNS}x{MIN_ROWS} needed"
        super().__init__(words, id="too-small", markup=False)
