"""Several pictures: small ones side by side, then their captions."""

from collections.abc import Mapping
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.content import Content

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.tui.outputs import Fetch
from spacetui.tui.outputs.content_lines import nothing
from spacetui.tui.outputs.file import FileView, words_of
from spacetui.tui.outputs.half_blocks import can_draw
from spacetui.tui.outputs.image_widget import Picture
from spacetui.tui.outputs.text_layout import json_lines, note
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import one_line

MOST_DRAWN = 6
MOST_LISTED = 20
# Cells. Below this a picture in half blocks says nothing.
LEAST_WIDTH = 24


class GalleryView(FileView):
    """Pictures with captions, in every version's shape."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.picture = Picture(most_rows=10, least_width=LEAST_WIDTH)
        self._shown: Json = None

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.picture
        yield self.body

    def draw(self, value: Json, final: bool) -> None:
        files = files_within(value)
        if not files:
            self.picture.show(())
            self.summary = "nothing" if not value else ""
            self.body.fill(json_lines(value) if value else nothing)
            return
        self.summary = count_text(len(files), "picture")
        captions = _captions(value)
        self.body.fill(lambda width: _list(files, captions, width))
        if (
            final
            and files != self._shown
            and self.fetch is not None
            and can_draw()
            and self.is_attached
        ):
            self._shown = files
            self._load(files)

    @work(group="fetch")
    async def _load(self, files: list[Mapping[str, Json]]) -> None:
        assert self.fetch is not None
        paths: list[Path | bytes] = []
        for each in files[:MOST_DRAWN]:
            try:
                paths.append(await self.fetch(each))
            except SpacetuiError:
                continue  # it stands in the list; saving it will say what is wrong
        if files == self._shown:
            self.picture.show(paths)


def _captions(value: Json) -> list[str]:
    items = value if isinstance(value, list) else []
    captions: list[str] = []
    for each in items:
        said: Json = ""
        if isinstance(each, Mapping):
            said = each.get("caption")
        elif isinstance(each, list) and len(each) == 2:
            said = each[1]
        captions.append(said if isinstance(said, str) else "")
    return captions


def _list(files: list[Mapping[str, Json]], captions: list[str], width: int) -> list[Content]:
    lines = []
    for index, each in enumerate(files[:MOST_LISTED]):
        caption = captions[index] if index < len(captions) else ""
        lines.append(
            left_right(
                one_line(caption or name_of(each) or "picture"),
                note(words_of(each)),
                width,
                gap=2,
                min_left=8,
            )
        )
    if len(files) > MOST_LISTED:
        lines.append(note(f"{MOST_LISTED} of {len(files)}"))
    return lines
