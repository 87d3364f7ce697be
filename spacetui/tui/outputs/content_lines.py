"""Body: lines of Content, laid out once for a width and drawn only where they are seen."""

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

Layout = Callable[[int], Sequence[Content]]


def nothing(width: int) -> Sequence[Content]:
    """The layout of an empty body."""
    return ()


class Body(Widget):
    """What stands under a view's head. `fill` gives it a layout: width in cells -> lines.

    Its text can be selected with the mouse.
    """

    DEFAULT_CSS = """
    Body { height: auto; width: 1fr; padding: 0 0 0 2; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._layout: Layout = nothing
        self._laid: tuple[int, Sequence[Content]] | None = None

    def fill(self, layout: Layout) -> None:
        """Show what `layout` gives."""
        width, lines = self._laid or (0, ())
        self._layout, self._laid = layout, None
        # Lines of the same number need no new layout of the page: 30 times a second this counts.
        self.refresh(layout=not width or self.line_count(width) != len(lines))

    def _lines(self, width: int) -> Sequence[Content]:
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, self._layout(width))
        return self._laid[1]

    def line_count(self, width: int) -> int:
        """Give how many lines there are at `width` cells."""
        return len(self._lines(width))

    def line_at(self, y: int, width: int) -> Content:
        """Give line `y`, which is below `line_count(width)`."""
        return self._lines(width)[y]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.line_count(max(2, width))

    def render_line(self, y: int) -> Strip:
        width = max(2, self.content_size.width)
        style = self.visual_style
        if y >= self.line_count(width):
            return Strip.blank(width, style.rich_style)
        content = self.line_at(y, width)
        if content.cell_length > width:
            content = content.truncate(width, ellipsis=True)
        if (selection := self.text_selection) is not None and (
            span := selection.get_span(y)
        ) is not None:
            start, end = span
            chosen = self.screen.get_visual_style("screen--selection")
            content = content.stylize(chosen, start, len(content) if end == -1 else end)
        strip = Strip(content.render_segments(style), content.cell_length)
        return strip.adjust_cell_length(width, style.rich_style).apply_offsets(0, y)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        width = max(2, self.content_size.width)
        lines = (self.line_at(y, width).plain for y in range(self.line_count(width)))
        return selection.extract("\n".join(lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()
