"""Where the rows of a Sixel picture are on the screen, and which of them can be seen."""

from collections.abc import Sequence

from textual.errors import NoWidget
from textual.screen import Screen
from textual.widget import Widget

from spacetui.tui.outputs.drawn_pictures import Sixel


def sixels_to_write(widget: Widget, sixels: Sequence[Sixel]) -> str:
    """Return what to write to a terminal to draw the rows of `widget` that nothing covers."""
    if not (widget.is_attached and widget.is_on_screen and widget.screen.is_active):
        return ""
    origin = widget.content_region.offset
    seen = widget.screen.find_widget(widget).visible_region
    parts = []
    for each in sixels:
        x, y = origin.x + each.x, origin.y + each.y
        is_inside = seen.contains(x, y) and seen.contains(x + each.width - 1, y)
        if is_inside and _is_uncovered(widget, x, y, each.width):
            parts.append(f"\x1b[{y + 1};{x + 1}H{each.text}")
    if not parts:
        return ""
    return f"\x1b7{''.join(parts)}\x1b8"


def _is_uncovered(widget: Widget, x: int, y: int, width: int) -> bool:
    places = (x, x + width // 2, x + width - 1)
    return all(_top_at(widget.screen, place, y) is widget for place in places)


def _top_at(screen: Screen[object], x: int, y: int) -> Widget | None:
    try:
        return screen.get_widget_at(x, y)[0]
    except NoWidget:
        return None
