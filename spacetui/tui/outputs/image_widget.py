"""ImageWidget: one or several images, drawn by a thread, in pixels where the terminal has them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.color import Color
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from spacetui.tui.outputs.drawn_pictures import (
    GAP,
    DrawnPictures,
    PicturePlace,
    draw_picture,
    side_by_side,
)
from spacetui.tui.outputs.half_blocks import CannotDraw
from spacetui.tui.outputs.pixel_pictures import PixelPicture
from spacetui.tui.outputs.sixel_overlay import sixels_to_write
from spacetui.tui.terminal_graphics import graphics_of
from spacetui.tui.textual_private.terminal import write_to_terminal

MAX_ROWS = 24
# Seconds. The result of a decoder that takes longer is dropped.
DRAW_TIMEOUT = 15


class ImageWidget(Widget):
    """Images side by side; each is drawn to fit its share of the width.

    min_width: cells that each image gets at least; with 0, each is drawn over the full width.
    has_captions: a blank row is left below each.
    """

    DEFAULT_CSS = """
    ImageWidget { height: auto; width: 1fr; padding: 0 0 0 2; }
    """

    class Drawn(Message):
        """The images are on the screen, or `error` says why one is not."""

    def __init__(
        self, *, max_rows: int = MAX_ROWS, min_width: int = 0, has_captions: bool = False
    ) -> None:
        super().__init__()
        self._has_captions = has_captions
        self.max_rows = max_rows
        self.min_width = min_width
        self.sources: Sequence[Path | bytes] = ()
        self.error = ""
        self._pictures = DrawnPictures()
        self._is_drawing = self._is_writing = False
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

    def on_unmount(self) -> None:
        self._replace(DrawnPictures())

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
                self._replace(await self._draw(sources, width, rows))
                self._drawn = wanted
                self.refresh(layout=True)
                self.post_message(self.Drawn())
        finally:
            self._is_drawing = False

    def _replace(self, pictures: DrawnPictures) -> None:
        """Give the terminal these pictures in place of those that it has."""
        before, self._pictures = self._pictures, pictures
        if change := before.removal + pictures.upload:
            write_to_terminal(self.app, change)

    async def _draw(
        self, sources: Sequence[Path | bytes], width: int, max_rows: int
    ) -> DrawnPictures:
        self.error = ""
        if not (width and sources):
            return DrawnPictures()
        columns = self._columns(len(sources), width)
        share = max(1, (width - GAP * (columns - 1)) // columns)
        pictures = [await self._draw_one(source, share, max_rows) for source in sources]
        return side_by_side(pictures, columns, share, has_captions=self._has_captions)

    @property
    def places(self) -> Sequence[PicturePlace]:
        """Where the images are that are drawn, in their order."""
        return self._pictures.places

    def _columns(self, count: int, width: int) -> int:
        """Return how many of `count` images are drawn side by side."""
        if not self.min_width:
            return 1
        return max(1, min(count, (width + GAP) // (self.min_width + GAP)))

    async def _draw_one(self, source: Path | bytes, width: int, max_rows: int) -> PixelPicture:
        """Return the rows of an image; none if it cannot be drawn, and `error` says why."""
        background = Color.parse(self.app.theme_variables.get("background", "black")).rgb
        graphics = await graphics_of(self.app)
        try:
            size = (width, max_rows)
            drawing = asyncio.to_thread(draw_picture, source, size, background, graphics)
            return await asyncio.wait_for(drawing, DRAW_TIMEOUT)
        except CannotDraw as error:
            self.error = str(error)
        except TimeoutError:
            self.error = "not drawn: it took too long"
        return PixelPicture([])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._pictures.rows)

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._pictures.sixels and not self._is_writing:
            self._is_writing = True
            # After the frame, whose blank cells take the picture away.
            self.app.call_later(self._write_sixels)
        return super().render_lines(crop)

    def _write_sixels(self) -> None:
        self._is_writing = False
        if text := sixels_to_write(self, self._pictures.sixels):
            write_to_terminal(self.app, text)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        style = self.visual_style.rich_style
        if y >= len(self._pictures.rows):
            return Strip.blank(width, style)
        return self._pictures.rows[y].adjust_cell_length(width).apply_style(style)
