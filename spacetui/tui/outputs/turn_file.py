"""A file in a turn of a chat: its name, type and size; of a picture a small one too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import name_of, type_of
from spacetui.model.schema import Json
from spacetui.tui.outputs.file import file_row
from spacetui.tui.outputs.half_blocks import CannotDraw, can_draw, draw_image
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.outputs.rich_text.row_stack import Row

# Cells and rows of a picture in a turn, and how many of them are drawn in one chat.
WIDTH, HEIGHT, MAX_PICTURES = 40, 8, 40
_PICTURES = frozenset(["png", "jpg", "jpeg", "webp", "gif", "bmp"])


class FilePictures:
    """The pictures of a chat, each fetched and drawn when its turn is seen first."""

    def __init__(
        self, widget: Widget, fetch: Fetch | None, on_drawn: Callable[[Mapping[str, Json]], None]
    ) -> None:
        """widget: runs the workers. on_drawn: called with the file of which there is a picture."""
        self._widget = widget
        self._fetch = fetch
        self._on_drawn = on_drawn
        # By the identity of their files, which are kept with them so that it stays theirs.
        self._drawn: dict[int, tuple[Mapping[str, Json], list[Strip]]] = {}

    def rows_of(self, file: Mapping[str, Json]) -> Sequence[Strip]:
        """Return the rows of a picture; none as long as there are none."""
        known = self._drawn.get(id(file))
        if known is not None:
            return known[1]
        if self._fetch is not None and self._can_draw(file):
            self._drawn[id(file)] = (file, [])
            self._widget.run_worker(self._draw(file, self._fetch), group="fetch")
        return ()

    def _can_draw(self, file: Mapping[str, Json]) -> bool:
        is_picture = type_of(file) in _PICTURES and can_draw()
        return is_picture and self._widget.is_attached and len(self._drawn) < MAX_PICTURES

    async def _draw(self, file: Mapping[str, Json], fetch: Fetch) -> None:
        background = self._widget.background_colors[1].rgb
        try:
            path: Path = await fetch(file)
            rows = await asyncio.to_thread(draw_image, path, WIDTH, HEIGHT, background)
        except (SpacetuiError, CannotDraw):
            return  # the name is on the screen, and saving the file shows the error
        self._drawn[id(file)] = (file, rows)
        if self._widget.is_attached:
            self._on_drawn(file)


@dataclass(frozen=True, slots=True)
class FileRows:
    """A file as a RowSource. about: what describes it. margin: stands before each row."""

    file: Mapping[str, Json]
    about: str
    margin: Content
    pictures: FilePictures

    def estimate(self, width: int) -> int:
        return 1

    def lay_out(self, width: int) -> Sequence[Row]:
        name = f"[{self.about or name_of(self.file) or 'file'}]"
        room = max(1, width - self.margin.cell_length)
        row = self.margin + file_row(name, self.file, min(room, 2 * WIDTH))
        return [row, *self.pictures.rows_of(self.file)]
