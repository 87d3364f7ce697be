"""Views of many rows, laid out and drawn as those of few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._spatial_map import SpatialMap
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.geometry import Region, Size
from textual.layout import DockArrangeResult, WidgetPlacement
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.scroll_view import ScrollView


# Rows of a widget of which each is noted when it is to be drawn again.
MAX_NOTED_ROWS = 1_000
# Rows that no widget exceeds, and sizes for which a widget keeps how its children are arranged.
MAX_ROWS, ARRANGEMENTS = 100_000_000, 4


class TallCache(StylesCache):
    """The drawn lines of a widget of a million rows, of which a few are seen.

    Textual notes each row of it that is to be drawn again: 100 ms for all of them.
    """

    def set_dirty(self, *regions: Region) -> None:
        if any(each.height > MAX_NOTED_ROWS for each in regions):
            regions = ()  # then none is kept
        super().set_dirty(*regions)


class TallArrangements(FIFOCache[Any, DockArrangeResult]):
    """The arrangements of a few widgets, of which one may have a million rows.

    Textual notes for every 20 rows which widgets stand there: 80 ms at each layout.
    """

    def __setitem__(self, key: Any, arrangement: DockArrangeResult) -> None:
        places: SpatialMap[WidgetPlacement] = SpatialMap(grid_height=MAX_ROWS)
        places.insert(
            (each.region.grow(each.margin), each.offset, each.fixed, each.overlay, each)
            for each in arrangement.placements
        )
        arrangement._spatial_map = places
        super().__setitem__(key, arrangement)


def expect_many_rows(widget: Widget) -> None:
    """Let a widget of a million rows, or around one, be laid out and drawn as one of few rows."""
    widget._styles_cache = TallCache()
    widget._arrangement_cache = TallArrangements(ARRANGEMENTS)


def take_virtual_size(view: ScrollView, size: Size) -> None:
    """Let a view scroll over another size.

    Textual lays out the whole page for each change of it; here it does only where the height of the
    view follows that of its lines, or a scrollbar comes or goes.
    """
    height = view.styles.height
    follows_lines = height is None or height.is_auto
    if not view.container_size or (follows_lines and view.virtual_size.height != size.height):
        view.virtual_size = size
    elif view.virtual_size != size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)
