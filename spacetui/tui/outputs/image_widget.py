"""ImageWidget: one or several images, drawn in half blocks by a thread."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.color import Color
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from spacetui.tui.outputs.half_blocks import CannotDraw, draw_image

MAX_ROWS = 24
# Seconds. The result of a decoder that takes longer is dropped.
DRAW_TIMEOUT = 15
# Cells between images.
GAP = 2


class ImageWidget(Widget):
    """Images side by side; each is drawn to fit its share of the width.

    min_width: cells that each image gets at least; with 0, each is drawn over the full width.
    """

    DEFAULT_CSS = """
    ImageWidget { height: auto; width: 1fr; padding: 0 0 0 2; }
    """

    class Drawn(Message):
        """The images are on the screen, or `error` says why one is not."""

    def __init__(self, *, max_rows: int = MAX_ROWS, min_width: int = 0) -> None:
        super().__init__()
        self.max_rows = max_rows
        self.min_width = min_width
        self.sources: Sequence[Path | bytes] = ()
        self.error = ""
        self._rows: list[Strip] = []
        self._is_drawing = False
        # What is on the screen: sources, width, rows.
        self._drawn: tuple[Sequence[Path | bytes], int, int] = ((), 0, 0)

    def show(self, sources: Sequence[Path | bytes]) -> None:
        """Draw these images; none clears the widget."""
        self.sources = sources
        self._start()

    def fit(self, rows: int) -> None:
        """Draw each image in at most so many rows."""
        self.max_rows = rows
        self._start()

    def on_resize(self) -> None:
        self._start()

    def _start(self) -> None:
        if not self._is_drawing and self.is_attached and self._wanted() != self._drawn:
            self._is_drawing = True
            self._draw_wanted()

    def _wanted(self) -> tuple[Sequence[Path | bytes], int, int]:
        return self.sources, self.content_size.width, self.max_rows

    @work(group="draw")
    async def _draw_wanted(self) -> None:
        # Only the newest request made while an image is being drawn is drawn after it.
        try:
            while (wanted := self._wanted()) != self._drawn:
                sources, width, rows = wanted
                self._rows = await self._draw(sources, width, rows)
                self._drawn = wanted
                self.refresh(layout=True)
                self.post_message(self.Drawn())
        finally:
            self._is_drawing = False

    async def _draw(
        self, sources: Sequence[Path | bytes], width: int, max_rows: int
    ) -> list[Strip]:
        if not width:
            return []
        columns = self._columns(len(sources), width)
        share = (width - GAP * (columns - 1)) // columns
        rows: list[Strip] = []
        self.error = ""
        for start in range(0, len(sources), columns):
            drawn = [
                await self._draw_one(source, max(1, share), max_rows)
                for source in sources[start : start + columns]
            ]
            rows += _side_by_side([each for each in drawn if each], share)
        return rows

    def _columns(self, count: int, width: int) -> int:
        """Return how many of `count` images are drawn side by side."""
        if not self.min_width:
            return 1
        return max(1, min(count, (width + GAP) // (self.min_width + GAP)))

    async def _draw_one(self, source: Path | bytes, width: int, max_rows: int) -> list[Strip]:
        """Return the rows of an image; none if it cannot be drawn, and `error` says why."""
        background = Color.parse(self.app.theme_variables.get("background", "black")).rgb
        try:
            drawing = asyncio.to_thread(draw_image, source, width, max_rows, background)
            return await asyncio.wait_for(drawing, DRAW_TIMEOUT)
        except CannotDraw as error:
            self.error = str(error)
        except TimeoutError:
            self.error = "not drawn: it took too long"
        return []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        style = self.visual_style.rich_style
        if y >= len(self._rows):
            return Strip.blank(width, style)
        return self._rows[y].adjust_cell_length(width).apply_style(style)


def _side_by_side(images: Sequence[Sequence[Strip]], share: int) -> list[Strip]:
    """Join the rows of images, each padded to `share` cells; a blank row follows several."""
    height = max((len(rows) for rows in images), default=0)
    joined: list[Strip] = []
    for y in range(height):
        parts: list[Strip] = []
        for rows in images:
            if parts:
                parts.append(Strip.blank(GAP))
            row = rows[y] if y < len(rows) else Strip.blank(0)
            parts.append(row.adjust_cell_length(share))
        joined.append(Strip.join(parts))
    if len(images) > 1:
        joined.append(Strip.blank(0))
    return joined
