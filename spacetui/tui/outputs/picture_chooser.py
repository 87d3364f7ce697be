"""PictureChooser: the pictures of a gallery in a grid, or the chosen one over the whole width."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget

from spacetui.errors import SpacetuiError
from spacetui.model.schema import Json
from spacetui.tui.outputs.file import file_row
from spacetui.tui.outputs.gallery_cursor import PAGE, GalleryCursor
from spacetui.tui.outputs.half_blocks import can_draw
from spacetui.tui.outputs.image_widget import ImageWidget
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.outputs.picture_grid import PictureGrid
from spacetui.tui.outputs.text_layout import muted
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.scroll_steps import show_lines

# Rows of a picture in the grid at least and at most, and those around it in a pane.
MIN_ROWS, MAX_ROWS, AROUND = 6, 20, 4
# A caption, and the blank row below it.
CAPTION_ROWS = 2
# Cells. In fewer nothing can be recognised in an image of half blocks.
MIN_WIDTH = 24


class PictureChooser(Widget):
    """Shows the page of pictures with the chosen one; without pictures, a list of them.

    cursor: the pictures and which of them is chosen.
    """

    DEFAULT_CSS = "PictureChooser { height: auto; width: 1fr; layout: vertical; }"
    virtual_size = Reactive(Size(0, 0), layout=False)  # see ViewBody

    def __init__(self, fetch: Fetch | None, body: ViewBody, columns: int) -> None:
        """body: shows what is chosen. columns: as those of PictureGrid."""
        super().__init__()
        self.cursor = GalleryCursor()
        self.grid = PictureGrid(max_rows=MAX_ROWS // 2, min_width=MIN_WIDTH, columns=columns)
        self.large = ImageWidget()
        self._is_one_row = columns > 0
        self._fetch = fetch
        self._body = body
        self._is_marked = False
        self._files: list[Mapping[str, Json]] = []  # those of the page that is drawn

    def compose(self) -> ComposeResult:
        self.large.display = False
        yield self.grid
        yield self.large

    @property
    def is_large(self) -> bool:
        """Whether the chosen picture is shown alone."""
        return self.large.display

    def fit(self, rows: int) -> None:
        """Take the number of rows that the pane shows."""
        if self._is_one_row:
            self.grid.fit(max(MIN_ROWS, rows - AROUND - CAPTION_ROWS))
        else:
            self.grid.fit(max(MIN_ROWS, min(MAX_ROWS, rows // 2 - AROUND)))
        self.large.fit(max(MIN_ROWS, rows - AROUND))

    def clear(self) -> None:
        """Show no pictures."""
        self._files = []
        self.grid.show(())
        self.large.show(())

    def mark(self, is_marked: bool) -> None:
        """Mark the chosen picture while the view has focus."""
        self._is_marked = is_marked
        if self.cursor.files:
            self.describe()

    def describe(self) -> None:
        """Show the captions, and what is chosen."""
        cursor = self.cursor
        marked = cursor.chosen - cursor.page_start if self._is_marked else None
        self.grid.caption(cursor.captions[cursor.page], marked)
        self._body.show_lines(self._lines)

    def _lines(self, width: int) -> list[Content]:
        cursor = self.cursor
        if self.grid.places:
            is_told = self._is_marked or len(cursor.files) > PAGE
            return [muted(cursor.line)] if is_told else []
        pairs = zip(cursor.captions[cursor.page], cursor.files[cursor.page], strict=True)
        lines = [file_row(caption, file, width) for caption, file in pairs]
        if len(cursor.files) > PAGE:
            lines.append(muted(cursor.line))
        return lines

    def show_page(self) -> None:
        """Fetch and draw the pictures around the chosen one, unless they are drawn."""
        files = list(self.cursor.files[self.cursor.page])
        if files == self._files or self._fetch is None or not (can_draw() and self.is_attached):
            return
        self._files = files
        run_exclusive(self, "fetch", partial(self._load, files))

    async def _load(self, files: list[Mapping[str, Json]]) -> None:
        paths = [await self._path_of(file) for file in files]
        if any(path != Path() for path in paths):
            self.grid.show(paths)

    async def _path_of(self, file: Mapping[str, Json]) -> Path:
        """Return where a file is; no file's path if it cannot be had, which saving it shows."""
        assert self._fetch is not None
        try:
            return await self._fetch(file)
        except SpacetuiError:
            return Path()

    def on_image_widget_drawn(self, event: ImageWidget.Drawn) -> None:
        event.stop()
        if self.cursor.files:
            self.describe()

    # The choice.

    def steps(self, down: int, right: int) -> int:
        """Return how many pictures further a step of the cursor leads."""
        columns = 1 if self.is_large else self.grid.columns
        return down * columns + right

    def choose(self, number: int) -> None:
        """Choose a picture, and show it."""
        cursor = self.cursor
        cursor.chosen = number
        self.show_page()
        self.describe()
        on_page = number - cursor.page_start
        if self.is_large:
            run_exclusive(self, "large", self._load_large)
        elif on_page < len(self.grid.places):
            place = self.grid.places[on_page]
            show_lines(self.grid, place.top, place.bottom)

    def toggle_large(self) -> None:
        """Show the chosen picture alone, or all of them again."""
        self.large.display = not self.is_large
        self.grid.display = not self.is_large
        if self.is_large:
            run_exclusive(self, "large", self._load_large)

    async def _load_large(self) -> None:
        file = self.cursor.file
        if file is not None:
            path = await self._path_of(file)
            if file is self.cursor.file:
                self.large.show([path])
