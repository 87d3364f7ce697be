"""The classes of a page for the size of the window."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.geometry import Size

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
