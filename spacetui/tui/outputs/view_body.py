"""ViewBody: lines of Content, laid out once for a width and drawn only where they are seen."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Self

from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from spacetui.tui.textual_private.many_rows import expect_many_rows
from spacetui.tui.widgets.row_layout import line_strip

# Width in cells -> the lines.
Layout = Callable[[int], Sequence[Content]]


def no_lines(width: int) -> Sequence[Content]:
    """Lay out an empty body."""
    return ()


# Rows of a body that are kept as they were drawn.
MAX_KEPT = 1_000
# Lines of a body that are compared with those that it had.
MAX_COMPARED = 200


class KeptStrips:
    """Rows as they were drawn, by their number. Of a text that grows and scrolls few are new.

    Textual forgets all rows of a widget whose height has changed.
    """

    def __init__(self) -> None:
        self._look: Hashable = None
        self._strips: dict[int, Strip] = {}

    def forget(self, regions: Iterable[Region]) -> None:
        """Forget the rows of these regions; of none, all."""
        rows = [y for region in regions for y in region.line_range]
        if not rows:
            self._strips.clear()
        for y in rows:
            self._strips.pop(y, None)

    def strips(self, look: Hashable, rows: range, draw: Callable[[int], Strip]) -> list[Strip]:
        """Return the strips of these rows. look: what all of them depend on beside their text."""
        if look != self._look or len(self._strips) > MAX_KEPT:
            self._look = look
            self._strips.clear()
        for y in rows:
            if y not in self._strips:
                self._strips[y] = draw(y)
        return [self._strips[y] for y in rows]


class ViewBody(Widget):
    """The part of a view under its head. Its text can be selected with the mouse."""

    DEFAULT_CSS = """
    ViewBody { height: auto; width: 1fr; padding: 0 0 0 2; color: $foreground; }
    """

    # Textual's own lays out the page once more after each layout that has changed it. All that this
    # could show or hide is a scrollbar, for which Textual lays out the page anyway.
    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        expect_many_rows(self)
        self._layout: Layout = no_lines
        # The width and the lines of the last layout.
        self._laid_out: tuple[int, Sequence[Content]] | None = None
        self._kept = KeptStrips()

    @property
    def first_line(self) -> int:
        """The number of the first line that is kept, from 0: of a long text the first go."""
        return 0

    def show_lines(self, layout: Layout) -> None:
        """Show the lines that `layout` gives for the body's width."""
        width, lines = self._laid_out or (0, ())
        self._layout, self._laid_out = layout, None
        # The page is laid out again only if the number of lines changes, and only the lines that
        # differ are drawn again: partial outputs come 20 times a second.
        if not width or self.line_count(width) != len(lines) or len(lines) > MAX_COMPARED:
            self.refresh(layout=not width or self.line_count(width) != len(lines))
        elif changed := _changed_rows(lines, self._lines(width)):
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _lines(self, width: int) -> Sequence[Content]:
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = (width, self._layout(width))
        return self._laid_out[1]

    def line_count(self, width: int) -> int:
        """Return how many lines there are at `width` cells."""
        return len(self._lines(width))

    def line_at(self, y: int, width: int) -> Content:
        """Return line `y`, which is below `line_count(width)`."""
        return self._lines(width)[y]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.line_count(max(2, width))

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        if repaint:
            self._kept.forget(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        width = self.outer_size.width
        if crop.column_span != (0, width):
            return super().render_lines(crop)
        draw_lines = super().render_lines
        look = (width, self.content_size.width, self.visual_style, self.background_colors)
        return self._kept.strips(
            look,
            range(crop.y, crop.bottom),
            lambda y: draw_lines(Region(0, y, width, 1))[0],
        )

    def render_line(self, y: int) -> Strip:
        width = max(2, self.content_size.width)
        style = self.visual_style
        if y >= self.line_count(width):
            return Strip.blank(width, style.rich_style)
        content = self.line_at(y, width).truncate(width, ellipsis=True)
        content = self._with_selection(content, y)
        return line_strip(content, width, style).apply_offsets(0, y)

    def _with_selection(self, content: Content, y: int) -> Content:
        selection = self.text_selection
        if selection is None or (span := selection.get_span(y)) is None:
            return content
        start, end = span
        if end == -1:
            end = len(content)
        style = self.screen.get_visual_style("screen--selection")
        return content.stylize(style, start, end)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        width = max(2, self.content_size.width)
        lines = (self.line_at(y, width).plain for y in range(self.line_count(width)))
        return selection.extract("\n".join(lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()


def _changed_rows(before: Sequence[Content], now: Sequence[Content]) -> list[int]:
    """Return the numbers of the lines that look different now."""
    pairs = enumerate(zip(before, now, strict=True))
    return [y for y, (old, new) in pairs if not old.is_same(new)]
