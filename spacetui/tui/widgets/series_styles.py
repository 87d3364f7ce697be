"""The colours that tell series, labels and classes apart: in plots, marked text and pictures."""

from collections.abc import Iterable

from textual.content import Content

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs

SERIES = ("$secondary", "$success", "$warning", "$error", "$accent", "$foreground")


def series_style(number: int) -> str:
    """Return the style of the label or series with this number, from 0; they come round again."""
    return SERIES[number % len(SERIES)]


def legend(names: Iterable[tuple[str, str]], max_name: int) -> Content:
    """Return names in one line, each after a mark in its style. Untrusted.

    names: each with its style. max_name: the characters of a name that are shown.
    """
    marked = (
        Content.assemble((f"{glyphs().done} ", style), visible_line(name, max_name))
        for name, style in names
    )
    return Content("  ").join(marked)
