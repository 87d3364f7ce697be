"""A list of rows of one or more lines, drawn line by line: results, Spaces, endpoints, calls.

Columns 0 and 1 are the margin: the cursor bar and marks stand there, text begins in column 2. Only what is
on the screen is turned into strips; a row is drawn once per width and cursor state.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from spacetui.tui.widgets.glyphs import glyphs

# (row, width for text, whether it is the current one) -> its lines
DrawRow = Callable[[Any, int, bool], list[Content]]


class RowList(ScrollView, can_focus=True):
    """A list with a cursor. `draw` turns a row into its lines; columns 0-1 are ours."""

    DEFAULT_CSS = """
    RowList { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; background: $background; }
    RowList > .rows--current { background: $surface; }
    RowList:focus > .rows--current { background: $panel; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--current"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor(-1)", "up", show=False),
        Binding("down,j", "cursor(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home,g", "to(0)", "first", show=False),
        Binding("end,G", "to(-1)", "last", show=False),
        Binding("enter", "choose", "open", show=False),
    ]

    current: reactive[int] = reactive(0)
    # The bar stays bright without focus where enter elsewhere acts on this list.
    lit: reactive[bool] = reactive(False)

    class Said(Message):
        """What the list tells; index: the row it is about."""

        def __init__(self, rows: "RowList", index: int) -> None:
            super().__init__()
            self.rows, self.index = rows, index

        @property
        def control(self) -> "RowList":
            return self.rows

    class Moved(Said):
        """The cursor is on another row."""

    class Chosen(Said):
        """Enter, or a click on the current row."""

    class LeftTop(Said):
        """The cursor went up beyond the first row."""

    def __init__(self, draw: DrawRow, *, gap: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw
        self._gap = gap
        self._rows: Sequence[Any] = ()
        self._lines: list[tuple[int, Content]] = []
        self._drawn: dict[tuple[int, int, bool], list[Content]] = {}
        self._width = 0

    @property
    def rows(self) -> Sequence[Any]:
        return self._rows

    @property
    def current_row(self) -> Any | None:
        return self._rows[self.current] if 0 <= self.current < len(self._rows) else None

    def set_rows(self, rows: Sequence[Any], *, current: int | None = None) -> None:
        """Show other rows; the cursor stays where it is unless told."""
        self._rows = rows
        self._drawn.clear()
        wanted = self.current if current is None else current
        with self.prevent(RowList.Moved):
            self.set_reactive(RowList.current, max(0, min(wanted, len(rows) - 1)))
        self._layout_lines()
        self._show_current()

    def redraw(self) -> None:
        """Draw the rows again: what they say has changed."""
        self._drawn.clear()
        self._layout_lines()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say how high all rows are, of a list with `height: auto`; also before it has a size of its own.

        Textual's own answer is the height as it was last laid out, which is none before the first time, and the
        news of another one may come while the page is being laid out and be lost.
        """
        if self._width:
            return len(self._lines)
        self._width = width
        try:
            return len(self._made_lines())
        finally:
            self._width = 0

    def _row_lines(self, index: int) -> list[Content]:
        width = max(1, self._width - 2)
        key = (index, width, index == self.current)
        if key not in self._drawn:
            self._drawn[key] = self._draw(self._rows[index], width, index == self.current)
        return self._drawn[key]

    def _layout_lines(self) -> None:
        if not self._width:
            self.refresh(layout=True)
            return
        self._lines = self._made_lines()
        # Not asked of Textual: it shows the scrollbar after this, and tells nobody that there is less room.
        width = self.size.width - (
            self.styles.scrollbar_size_vertical if len(self._lines) > self.size.height else 0
        )
        if width != self._width and width > 0:
            self._width = width
            self._lines = self._made_lines()
        self.virtual_size = Size(self._width, len(self._lines))
        self.refresh()

    def _made_lines(self) -> list[tuple[int, Content]]:
        gap = self._gap and not self.screen.has_class("-short")
        lines: list[tuple[int, Content]] = []
        for index in range(len(self._rows)):
            if gap and index:
                lines.append((-1, Content("")))
            lines.extend((index, line) for line in self._row_lines(index))
        return lines

    def on_resize(self, event: events.Resize) -> None:
        self._width = self.size.width
        self._layout_lines()
        self._show_current()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def validate_current(self, value: int) -> int:
        return max(0, min(value, len(self._rows) - 1))

    def watch_current(self, before: int, after: int) -> None:
        if before == after or not self._rows:
            return
        self._layout_lines()
        self._show_current()
        self.post_message(self.Moved(self, after))

    def _show_current(self) -> None:
        top = next((y for y, (index, _) in enumerate(self._lines) if index == self.current), None)
        if top is None:
            return
        height = sum(1 for index, _ in self._lines if index == self.current)
        self.scroll_to_region(Region(0, top, 1, height), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.visual_style
        at = y + self.scroll_offset.y
        if not 0 <= at < len(self._lines):
            return Strip.blank(width, base.rich_style)
        index, line = self._lines[at]
        is_current = index == self.current
        style = self.get_visual_style("rows--current") if is_current else base
        bar = Content("  ")
        if is_current:
            bright = self.has_focus or self.lit
            bar = Content.styled(glyphs().bar, "$accent" if bright else "$rule") + Content(" ")
        content = bar + line
        segments = [
            Segment(text, part.rich_style)
            for text, part in content.render(style, end="", parse_style=self._get_style)
        ]
        return (
            Strip(segments)
            .adjust_cell_length(width, style.rich_style)
            .apply_style(style.rich_style)
        )

    def action_cursor(self, by: int) -> None:
        if by < 0 and self.current == 0:
            self.post_message(self.LeftTop(self, 0))
            return
        self.current += by

    def action_page(self, by: int) -> None:
        per_page = max(1, self.size.height // max(1, len(self._lines) // max(1, len(self._rows))))
        self.current += by * per_page

    def action_to(self, index: int) -> None:
        self.current = index if index >= 0 else len(self._rows) - 1

    def action_choose(self) -> None:
        if self._rows:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.scroll_offset.y
        if 0 <= at < len(self._lines) and self._lines[at][0] >= 0:
            index = self._lines[at][0]
            was_current = index == self.current
            self.current = index
            if was_current or event.chain == 2:
                self.action_choose()
