"""Picture: a widget that draws one or several pictures in half blocks, computed in a thread."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.color import Color
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from spacetui.tui.outputs.half_blocks import NotShown, draw

MOST_ROWS = 24
# Seconds. A decoder that takes longer is left alone and its answer dropped.
PATIENCE = 15
GAP = 2


class Picture(Widget):
    """Pictures side by side, `across` in a row; each is drawn to fit its share of the width."""

    DEFAULT_CSS = """
    Picture { height: auto; width: 1fr; padding: 0 0 0 2; }
    """

    class Drawn(Message):
        """The pictures are on the screen, or `trouble` says why not."""

    def __init__(self, *, most_rows: int = MOST_ROWS, least_width: int = 0) -> None:
        super().__init__()
        self.most_rows = most_rows
        self.least_width = least_width
        self.sources: Sequence[Path | bytes] = ()
        self.trouble = ""
        self._rows: list[Strip] = []
        self._is_drawing = False
        self._done: tuple[Sequence[Path | bytes], int, int] = ((), 0, 0)

    def show(self, sources: Sequence[Path | bytes]) -> None:
        """Draw these; none clears."""
        self.sources = sources
        self._start()

    def fit(self, rows: int) -> None:
        """Draw in at most so many rows."""
        self.most_rows = rows
        self._start()

    def on_resize(self) -> None:
        self._start()

    def _start(self) -> None:
        if not self._is_drawing and self.is_attached and self._wanted() != self._done:
            self._is_drawing = True
            self._draw_wanted()

    def _wanted(self) -> tuple[Sequence[Path | bytes], int, int]:
        return self.sources, self.content_size.width, self.most_rows

    @work(group="draw")
    async def _draw_wanted(self) -> None:
        # What is asked for while a picture is drawn is drawn after it; what was asked for between is not.
        try:
            while (wanted := self._wanted()) != self._done:
                sources, width, rows = wanted
                self._rows = await self._draw(sources, width, rows) if sources and width else []
                self._done = wanted
                self.refresh(layout=True)
                self.post_message(self.Drawn())
        finally:
            self._is_drawing = False

    async def _draw(
        self, sources: Sequence[Path | bytes], width: int, most_rows: int
    ) -> list[Strip]:
        across = 1
        if self.least_width:
            across = max(1, min(len(sources), (width + GAP) // (self.least_width + GAP)))
        share = (width - GAP * (across - 1)) // across
        ground = Color.parse(self.app.theme_variables.get("background", "black")).rgb
        rows: list[Strip] = []
        self.trouble = ""
        for start in range(0, len(sources), across):
            drawn: list[list[Strip]] = []
            for source in sources[start : start + across]:
                try:
                    drawing = asyncio.to_thread(draw, source, max(1, share), most_rows, ground)
                    drawn.append(await asyncio.wait_for(drawing, PATIENCE))
                except NotShown as error:
                    self.trouble = str(error)
                except TimeoutError:
                    self.trouble = "not drawn: it took too long"
            rows += _beside(drawn, share)
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        style = self.visual_style.rich_style
        if y >= len(self._rows):
            return Strip.blank(width, style)
        return self._rows[y].adjust_cell_length(width).apply_style(style)


def _beside(pictures: Sequence[Sequence[Strip]], share: int) -> list[Strip]:
    """Put pictures of at most `share` cells beside each other."""
    height = max((len(rows) for rows in pictures), default=0)
    joined: list[Strip] = []
    for y in range(height):
        parts: list[Strip] = []
        for rows in pictures:
            if parts:
                parts.append(Strip.blank(GAP))
            parts.append(rows[y].adjust_cell_length(share) if y < len(rows) else Strip.blank(share))
        joined.append(Strip.join(parts))
    return joined if len(pictures) < 2 else [*joined, Strip.blank(0)]
