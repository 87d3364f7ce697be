"""PictureGrid: pictures in rows and columns, each over its caption; one of them may be marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.strip import Strip

from spacetui.tui.outputs.image_widget import ImageWidget
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right, line_strip
from spacetui.tui.widgets.safe_content import line_content

# Characters of a caption.
MAX_CAPTION = 200


class PictureGrid(ImageWidget):
    """Pictures side by side. columns: how many, or 0 for as many as `min_width` allows."""

    def __init__(self, *, max_rows: int, min_width: int, columns: int = 0) -> None:
        super().__init__(max_rows=max_rows, min_width=min_width, has_captions=True)
        self._fixed_columns = columns
        self._captions: Sequence[str] = ()
        self._marked: int | None = None

    def caption(self, captions: Sequence[str], marked: int | None) -> None:
        """Show these captions, untrusted, below the pictures, and mark the one of this number."""
        self._captions, self._marked = captions, marked
        self.refresh()

    @property
    def columns(self) -> int:
        """How many pictures a row has."""
        return max(1, sum(each.top == 0 for each in self.places))

    def number_at(self, x: int, y: int) -> int | None:
        """Return which picture is at a cell of the widget, with its caption."""
        found = None
        for number, place in enumerate(self.places):
            if place.x <= x and place.top <= y <= place.bottom:
                found = number
        return found

    def _columns(self, count: int, width: int) -> int:
        if self._fixed_columns:
            return min(self._fixed_columns, max(1, width // 2))
        return super()._columns(count, width)

    def render_line(self, y: int) -> Strip:
        numbers = [number for number, each in enumerate(self.places) if each.bottom == y]
        if not numbers:
            return super().render_line(y)
        width = self.content_size.width
        ends = [*(self.places[each].x for each in numbers[1:]), width + 2]
        line = Content("")
        for number, end in zip(numbers, ends, strict=True):
            room = max(1, end - self.places[number].x - 2)
            caption = left_right(self._caption_line(number), Content(""), room)
            line = line + caption + "  "
        return line_strip(line, width, self.visual_style)

    def _caption_line(self, number: int) -> Content:
        text = self._captions[number] if number < len(self._captions) else ""
        if number != self._marked:
            return line_content(text, MAX_CAPTION, "$muted")
        mark = Content.styled(f"{glyphs().tip} ", "$accent")
        return mark + line_content(text, MAX_CAPTION, "bold")
