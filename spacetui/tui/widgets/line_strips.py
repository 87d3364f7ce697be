"""LineStrips: the strips of lines that were drawn, so that a scrolled list draws none anew."""

from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from spacetui.tui.widgets.row_layout import line_strip

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
