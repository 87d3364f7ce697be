"""LineStrips: the strips of lines that were drawn, so that a scrolled list draws none anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from spacetui.tui.widgets.row_layout import line_strip

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.widget import Widget

# Lines that are kept: a few screens.
MAX_STRIPS = 500


class LineStrips:
    """The strips of the lines that were asked for last.

    Contents and margins are known by their identity, and are kept as long as the strip: what has
    changed is another content.
    """

    def __init__(self) -> None:
        self._strips: dict[tuple[int, int, Style], tuple[Content, Content | None, Strip]] = {}

    def clear(self) -> None:
        """Forget all strips."""
        self._strips.clear()

    def strip_of(self, content: Content, margin: Content | None, width: int, style: Style) -> Strip:
        """Return a line of `width` cells on the ground of `style`, with `margin` before it."""
        key = (id(content), width, style)
        kept = self._strips.get(key)
        if kept is not None and kept[1] is margin:
            return kept[2]
        line = content if margin is None else margin + content
        strip = line_strip(line, width, style)
        if len(self._strips) >= MAX_STRIPS:
            self.clear()
        self._strips[key] = (content, margin, strip)
        return strip


def lines_without_edge(widget: Widget, crop: Region) -> list[Strip] | None:
    """Return the lines of a widget as Textual draws them; None where they need its styles.

    crop: the cells that are wanted. The lines of `render_line` are as wide as the widget, with its
    scrollbar. Textual takes as long to put an edge of no cells around each line as the line takes.
    """
    styles = widget.styles
    if not widget.size or styles.gutter or styles.tint.a or widget.opacity < 1:
        return None
    strips = [widget.render_line(y) for y in crop.line_range]
    _, background = widget.background_colors
    for each in widget.get_line_filters():
        strips = [strip.apply_filter(each, background) for strip in strips]
    if crop.column_span == (0, widget.outer_size.width):
        return strips
    return [strip.crop(*crop.column_span) for strip in strips]
