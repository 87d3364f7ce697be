"""Several images: small ones side by side, then their captions."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widget import Widget

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.tui.outputs.file import FileView, file_row
from spacetui.tui.outputs.half_blocks import can_draw
from spacetui.tui.outputs.image_widget import ImageWidget
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.outputs.text_layout import muted

MAX_DRAWN = 6
MAX_LISTED = 20
MAX_ROWS = 10
# Cells. In fewer nothing can be recognised in an image of half blocks.
MIN_WIDTH = 24


class GalleryView(FileView):
    """Images with captions, in the shape of any version."""

    TAKES_PAGE: ClassVar[bool] = True

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.images = ImageWidget(max_rows=MAX_ROWS, min_width=MIN_WIDTH)
        self._shown: list[Mapping[str, Json]] = []

    def value_widgets(self) -> Iterable[Widget]:
        return (self.images, self.body)

    def draw(self, value: Json, final: bool) -> None:
        files = files_within(value)
        if not files:
            self.images.show(())
            self.draw_json(value or None)
            return
        self.summary = count_text(len(files), "picture")
        captions = captions_in(value)
        self.body.show_lines(lambda width: _caption_lines(files, captions, width))
        if final and files != self._shown and self._can_load:
            self._shown = files
            self._load(files)

    @property
    def _can_load(self) -> bool:
        return self.fetch is not None and can_draw() and self.is_attached

    @work(group="fetch")
    async def _load(self, files: list[Mapping[str, Json]]) -> None:
        assert self.fetch is not None
        paths: list[Path] = []
        for file in files[:MAX_DRAWN]:
            try:
                paths.append(await self.fetch(file))
            except SpacetuiError:
                continue  # the name is in the list, and saving the file shows the error
        if files == self._shown:
            self.images.show(paths)


def captions_in(value: Json) -> list[str]:
    """Return the caption of each item of a gallery, empty for an item without one."""
    items = value if isinstance(value, list) else []
    return [_caption(item) for item in items]


def _caption(item: Json) -> str:
    match item:
        case {"caption": str(caption)} | [_, str(caption)]:
            return caption
    return ""


def _caption_lines(
    files: Sequence[Mapping[str, Json]], captions: Sequence[str], width: int
) -> list[Content]:
    # A file inside an item of another shape has no caption.
    captions = [*captions, *[""] * len(files)]
    lines = [
        file_row(caption or name_of(file) or "picture", file, width)
        for file, caption in zip(files[:MAX_LISTED], captions, strict=False)
    ]
    if len(files) > MAX_LISTED:
        lines.append(muted(f"{MAX_LISTED} of {len(files)}"))
    return lines
