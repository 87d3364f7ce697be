"""RegionCompositor: renders what is seen of the regions that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from textual._compositor import ChopsUpdate, Compositor, CompositorMap, ReflowResult
from textual.geometry import Region, Size
from textual.map_geometry import MapGeometry
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget


class CoveredCells:
    """The cells that are drawn already, while widgets are drawn from front to back."""

    def __init__(self) -> None:
        # By row: a bit for each column.
        self._rows: dict[int, int] = {}

    def rows_to_draw(self, parts: Iterable[Region]) -> tuple[int, int]:
        """Return the first row of `parts` with a cell that is not covered, and that after the last.

        Both are 0 where all cells are covered.
        """
        rows = [y for part in parts for y in part.line_range if self._is_seen(part, y)]
        return (min(rows), max(rows) + 1) if rows else (0, 0)

    def _is_seen(self, part: Region, y: int) -> bool:
        return bool(_bits(part) & ~self._rows.get(y, 0))

    def cover(self, region: Region) -> None:
        """Take note that all cells of a region are drawn."""
        bits = _bits(region)
        for y in region.line_range:
            self._rows[y] = self._rows.get(y, 0) | bits


def _bits(region: Region) -> int:
    return ((1 << region.width) - 1) << region.x


class RegionCompositor(Compositor):
    """A compositor that renders what is seen of the regions that changed.

    Textual renders every widget that stands between them too: for a letter in the form and a clock
    at the bottom, all of the window. It also renders what other widgets cover: a container draws
    as many rows of its ground as its children have, and all of them again when they grow.
    """

    def __init__(self) -> None:
        super().__init__()
        # The regions of the update that is rendered; None for all of the screen.
        self._updated: set[Region] | None = None
        # Whether all widgets stay where they are, and new ones have no place yet.
        self.is_held = False
        # Where widgets stood in the last layout or scroll.
        self._drawn: CompositorMap = {}

    def clear(self) -> None:
        super().clear()
        self._drawn = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        marked = self._dirty_regions.copy()
        result = super().reflow(parent, size)
        self._dirty_regions = marked | self._changed_regions(self._full_map)
        for widget in result.shown | result.resized:
            self._tell_virtual_size(widget)
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        marked = self._dirty_regions.copy()
        exposed = super().reflow_visible(parent, size)
        self._dirty_regions = marked | self._changed_regions(self._visible_map or {})
        return exposed

    def _changed_regions(self, places: CompositorMap) -> set[Region]:
        """Return where something is seen in another place than in the last layout, or was.

        Textual draws all that scrolls again where something is added below it, as each field of a
        form, and for the first scroll after a layout all of the window.
        """
        before, self._drawn = self._drawn, places
        changed = []
        for widget in before.keys() | places.keys():
            old, new = before.get(widget), places.get(widget)
            if old is None or new is None or not _is_same_place(old, new):
                changed += [each.clip.intersection(each.region) for each in (old, new) if each]
        return {region for region in changed if region}

    def _tell_virtual_size(self, widget: Widget) -> None:
        """Tell a widget that never scrolls the size of what it holds.

        When Textual does it next, it asks for another layout, in which a scrollbar may come: each
        widget that is mounted would have all around it arranged a second time.
        """
        if widget.styles.overflow_x == widget.styles.overflow_y == "hidden":
            widget.set_reactive(Widget.virtual_size, self._full_map[widget].virtual_size)

    def render_partial_update(self) -> ChopsUpdate | None:
        self._updated = self._dirty_regions.copy()
        try:
            return super().render_partial_update()
        finally:
            self._updated = None

    def update_widgets(self, widgets: set[Widget]) -> None:
        # For a widget that is scrolled out of sight Textual arranges the whole page once more.
        drawn = self.visible_widgets.keys() & widgets
        if self.is_held:
            drawn = {each for each in drawn if each.is_attached}  # others are removed already
        else:
            drawn |= widgets - self._full_map.keys()
        super().update_widgets(drawn)

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        updated, covered = self._updated or {crop or self.size.region}, CoveredCells()
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            changed = [part for each in updated if (part := each.intersection(shown))]
            top, bottom = covered.rows_to_draw(changed)
            if bottom:
                rows = Region(shown.x, top, shown.width, bottom - top)
                covered.cover(rows)
                yield rows, rows, widget.render_lines(rows.translate(-region.offset))


def _is_same_place(old: MapGeometry, new: MapGeometry) -> bool:
    """Return whether a widget is drawn in the same cells, in front of the same layers."""
    if (old.region, old.clip) != (new.region, new.clip):
        return False
    if old.order == new.order:
        return True
    # The last of the three is its place among its siblings: it changes as they become more.
    return [each[:2] for each in old.order] == [each[:2] for each in new.order]


@contextmanager
def holding_layout(screen: Screen[Any]) -> Iterator[None]:
    """Lay the page out once for all that is mounted meanwhile; what is seen is drawn as ever.

    Each layout visits all widgets: 20 ms in a form of 60 fields.
    """
    compositor = screen._compositor
    if not isinstance(compositor, RegionCompositor):
        yield
        return
    compositor.is_held = True
    try:
        yield
    finally:
        compositor.is_held = False
        screen.refresh(repaint=False, layout=True)
