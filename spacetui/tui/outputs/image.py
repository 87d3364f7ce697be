"""A picture: drawn in half blocks where it can be, else described."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path

from textual import work
from textual.app import ComposeResult

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json, Return
from spacetui.text.format import size_text
from spacetui.tui.outputs import Fetch
from spacetui.tui.outputs.content_lines import nothing
from spacetui.tui.outputs.file import words_of
from spacetui.tui.outputs.half_blocks import can_draw
from spacetui.tui.outputs.image_header import picture_in
from spacetui.tui.outputs.image_widget import Picture
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import json_lines, note, sentence
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import one_line

# Bytes of a data URI that are decoded; a plot of Gradio's is below one of these megabytes.
MOST_URI = 32_000_000
MOST_NAMES = 12
# Rows a picture gets in the smallest pane.
LEAST_ROWS = 6


class ImageView(OutputView):
    """A FileData, a data URI (plots, Gradio 3), or a picture with annotations."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.picture = Picture()
        self._is_loading = False
        self._waiting: Mapping[str, Json] | None = None
        self._shown: Json = None
        self._notes: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.picture
        yield self.body

    @property
    def file(self) -> Mapping[str, Json] | None:
        found = files_within(self.value)
        return found[0] if found else None

    def fit(self, rows: int) -> None:
        self.picture.fit(max(LEAST_ROWS, rows - 1))

    def copied(self) -> str:
        file = self.file
        url = (file.get("url") or file.get("path")) if file else None
        return url if isinstance(url, str) else super().copied()

    def draw(self, value: Json, final: bool) -> None:
        self._notes = _labels_in(value)
        uri = data_uri_in(value)
        if uri is not None:
            self._show_uri(uri)
        elif self.file is not None:
            self._show_file(self.file, final)
        else:
            self.picture.show(())
            self.summary = "nothing" if value is None else ""
            self.body.fill(nothing if value is None else json_lines(value))

    def _show_uri(self, uri: str) -> None:
        if uri == self._shown:
            return
        self._shown = uri
        data = decoded(uri)
        if data is None:
            self.body.fill(sentence("not drawn: the picture's data cannot be read", "$muted"))
            return
        self._show_picture(data, "", len(data))

    def _show_file(self, data: Mapping[str, Json], final: bool) -> None:
        if data == self._shown:
            return
        self._shown = data
        self.summary = words_of(data)
        self._describe(name_of(data) or "file")
        if self.fetch is None or not self.is_attached:
            return
        # While one is on its way, only the newest of those that come is loaded after it.
        self._waiting = data
        if not self._is_loading:
            self._load()

    @work(group="fetch")
    async def _load(self) -> None:
        self._is_loading = True
        try:
            while (data := self._waiting) is not None and self.fetch is not None:
                self._waiting = None
                try:
                    path = await self.fetch(data)
                except SpacetuiError as error:
                    self._describe(f"{name_of(data) or 'file'}: {error}")
                    continue
                if self._shown == data:
                    self._show_picture(path, name_of(data), path.stat().st_size)
        finally:
            self._is_loading = False

    def _show_picture(self, source: Path | bytes, name: str, size: int) -> None:
        head = source[:256_000] if isinstance(source, bytes) else _head_of(source)
        picture = picture_in(head)
        if picture is not None and picture.width:
            size_in_pixels = f"{picture.width}{glyphs().times}{picture.height}"
            data = {"name": f"a.{picture.kind}", "path": f"a.{picture.kind}"}
            self.summary = words_of(data, size_in_pixels, size=size)
        else:
            self.summary = words_of({"path": name}, size=size) if name else size_text(size)
        if not can_draw():
            where = (
                f"{name or 'picture'}, at {source}"
                if isinstance(source, Path)
                else name or "picture"
            )
            self._describe(f"{where} (pictures are drawn when Pillow is installed)")
            return
        self.picture.show([source])

    def on_picture_drawn(self, event: Picture.Drawn) -> None:
        event.stop()
        if self.picture.trouble:
            name = name_of(self.file) if self.file is not None else ""
            self._describe(f"{name}: {self.picture.trouble}" if name else self.picture.trouble)
        elif self._notes:
            notes = self._notes
            self.body.fill(lambda width: [one_line(each, style="$muted") for each in notes])
        else:
            self.body.fill(nothing)

    def _describe(self, words: str) -> None:
        notes = self._notes
        self.body.fill(lambda width: [*sentence(words)(width), *(note(each) for each in notes)])


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(256_000)
    except OSError:
        return b""  # drawing it says what is wrong


def _labels_in(value: Json) -> list[str]:
    """Give the labels of an AnnotatedImage's annotations."""
    annotations = value.get("annotations") if isinstance(value, Mapping) else None
    if not isinstance(annotations, list):
        return []
    labels = [each.get("label") for each in annotations if isinstance(each, Mapping)]
    named = [one_line(each).plain for each in labels if isinstance(each, str)]
    return [", ".join(named[:MOST_NAMES])] if named else []


def data_uri_in(value: Json) -> str | None:
    """Give the picture's data URI in a value: the value itself, a plot's, or a FileData's url."""
    if isinstance(value, Mapping):
        for key in ("plot", "url", "data"):
            found = value.get(key)
            if isinstance(found, str) and found.startswith("data:image/"):
                return found
        return None
    return value if isinstance(value, str) and value.startswith("data:image/") else None


def decoded(uri: str) -> bytes | None:
    """Give the bytes of a base64 data URI, or None."""
    head, comma, _ = uri[:200].partition(",")
    if not comma or not head.endswith(";base64") or len(uri) > MOST_URI:
        return None
    try:
        return base64.b64decode(uri[len(head) + 1 :], validate=False)
    except (binascii.Error, ValueError):
        return None
