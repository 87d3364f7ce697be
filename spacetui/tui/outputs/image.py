"""An image: drawn in half blocks if it can be, described otherwise."""

import asyncio
import base64
import binascii
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar, NamedTuple
from urllib.parse import unquote_to_bytes

from textual.content import Content
from textual.widget import Widget

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import name_of
from spacetui.model.schema import Json, Return
from spacetui.system.animation import animation_at
from spacetui.system.image_header import HEADER_BYTES, first_bytes, header_at, parse_header
from spacetui.text.format import count_text, length_text, size_text
from spacetui.tui.outputs.file import file_address, file_label
from spacetui.tui.outputs.half_blocks import can_draw
from spacetui.tui.outputs.image_widget import ImageWidget
from spacetui.tui.outputs.newest_file import NewestFile
from spacetui.tui.outputs.output_view import Fetch, OutputView, first_file
from spacetui.tui.outputs.saved_value import SavedValue, saved_picture
from spacetui.tui.outputs.svg_summary import SvgSummary, svg_layout, svg_summary
from spacetui.tui.outputs.text_layout import paragraph
from spacetui.tui.widgets.glyphs import glyphs

# Bytes of a data URI that is decoded; a plot of Gradio's is smaller than 1 MB.
MAX_URI = 32_000_000
# Rows for an image in the smallest pane.
MIN_ROWS = 6
# Where the data URI of an image is in a value: a plot, a FileData, the base64 image of Gradio 3.
_URI_KEYS = ("plot", "url", "data")


class ImageView(OutputView):
    """A FileData or a data URI (plots, Gradio 3)."""

    TAKES_PAGE: ClassVar[bool] = True

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.image = ImageWidget()
        self._newest = NewestFile(self, fetch, self._take_file, self._show_error)
        self._shown: Json = None  # the FileData or the data URI that is shown
        self._label_lines: list[Content] = []

    def value_widgets(self) -> Iterable[Widget]:
        return (self.image, self.body)

    @property
    def file(self) -> Mapping[str, Json] | None:
        return first_file(self.value)

    def fit(self, rows: int) -> None:
        self.image.fit(max(MIN_ROWS, rows - 1))

    def text_to_copy(self) -> str:
        return file_address(self.file) or super().text_to_copy()

    def to_save(self) -> SavedValue | None:
        data = decode_data_uri(data_uri_in(self.value) or "")
        if data is None:
            return super().to_save()
        return saved_picture(data)

    def draw(self, value: Json, final: bool) -> None:
        self._label_lines = self.label_lines(value)
        uri = data_uri_in(value)
        if uri is not None:
            self._show_uri(uri)
        elif self.file is not None:
            self._show_file(self.file)
        else:
            self.image.show(())
            self.draw_json(value)

    def label_lines(self, value: Json) -> list[Content]:
        """Return lines about the picture that stand under it."""
        return []

    def _show_uri(self, uri: str) -> None:
        if uri == self._shown:
            return
        self._shown = uri
        data = decode_data_uri(uri)
        if data is None:
            error = "not drawn: the picture's data cannot be read"
            self.body.show_lines(paragraph(error, "$muted"))
            return
        if svg := svg_summary(data, glyphs().times):
            self._show_svg(svg, len(data))
        else:
            self.show_image(data, "", len(data))

    def _show_file(self, file: Mapping[str, Json]) -> None:
        if file == self._shown:
            return
        self._shown = file
        self.summary = file_label(file)
        self._describe(name_of(file) or "file")
        self._newest.want(file)

    def _show_error(self, file: Mapping[str, Json], error: SpacetuiError) -> None:
        self._describe(f"{name_of(file) or 'file'}: {error}")

    async def _take_file(self, file: Mapping[str, Json], path: Path) -> None:
        details = await asyncio.to_thread(picture_details, path)
        if self._shown != file:
            return
        if details.svg is not None:
            self._show_svg(details.svg, details.size)
            return
        self.show_image(path, name_of(file), details.size)
        if details.length:
            self.summary = f"{self.summary} {glyphs().dot} {details.length}"

    def _show_svg(self, svg: SvgSummary, size: int) -> None:
        self.image.show(())
        self.summary = svg_label(svg, size)
        self.body.show_lines(svg_layout(svg))

    def show_image(self, source: Path | bytes, name: str, size: int) -> None:
        self.summary = image_label(source, name, size)
        if can_draw():
            self.image.show([source])
            return
        where = name or "picture"
        if isinstance(source, Path):
            where = f"{where}, at {source}"
        self._describe(f"{where} (pictures are drawn when Pillow is installed)")

    def on_image_widget_drawn(self, event: ImageWidget.Drawn) -> None:
        event.stop()
        if not self.image.sources:
            return  # the image was cleared for a value that is drawn as JSON
        error = self.image.error
        if not error:
            labels = self._label_lines
            self.body.show_lines(lambda width: labels)
            return
        name = name_of(self.file or {})
        self._describe(": ".join(part for part in (name, error) if part))

    def _describe(self, text: str) -> None:
        """Show a text in place of the image."""
        layout, labels = paragraph(text), self._label_lines
        self.body.show_lines(lambda width: [*layout(width), *labels])


def image_label(source: Path | bytes, name: str, size: int) -> str:
    """Return `webp · 64×32 · 214 kB` of an image; name: the file's, empty for a data URI.

    size: in bytes.
    """
    header = parse_header(_start_of(source))
    if header is not None and header.width:
        pixels = f"{header.width}{glyphs().times}{header.height}"
        return file_label({"path": f"image.{header.format}"}, pixels, size=size)
    if name:
        return file_label({"path": name}, size=size)
    return size_text(size)


class PictureDetails(NamedTuple):
    """What a file is: its bytes, what it has if it is an SVG, and the length of an animation."""

    size: int
    svg: SvgSummary | None = None
    length: str = ""


def picture_details(path: Path) -> PictureDetails:
    """Look into the file of a picture. Blocking; drawing it shows what is wrong with it."""
    try:
        size = path.stat().st_size
        if header_at(path) is None:
            return PictureDetails(size, svg_summary(_start_of(path), glyphs().times))
        animation = animation_at(path)
    except OSError:
        return PictureDetails(0)
    if animation is None:
        return PictureDetails(size)
    frames = count_text(animation.frames, "frame")
    length = length_text(animation.seconds) if animation.seconds else ""
    return PictureDetails(size, length=f" {glyphs().dot} ".join(filter(None, (frames, length))))


def svg_label(svg: SvgSummary, size: int) -> str:
    """Return `svg · 640×480 · 12 shapes · 3 kB` of an SVG; size: in bytes."""
    parts = ("svg", svg.size, svg.drawn, size_text(size))
    return f" {glyphs().dot} ".join(part for part in parts if part)


def _start_of(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:HEADER_BYTES]
    try:
        return first_bytes(source)
    except OSError:
        return b""  # drawing the image shows the error


def data_uri_in(value: Json) -> str | None:
    """Return the data URI of an image: the value itself, or that of a plot or a FileData."""
    candidates = [value]
    if isinstance(value, Mapping):
        candidates = [value.get(key) for key in _URI_KEYS]
    for each in candidates:
        if isinstance(each, str) and each.startswith("data:image/"):
            return each
    return None


def decode_data_uri(uri: str) -> bytes | None:
    """Return the bytes of a data URI; None if it is none or too long.

    Only that of an SVG may be other than base64.
    """
    head, comma, _ = uri[:200].partition(",")
    if not comma or len(uri) > MAX_URI:
        return None
    if head.startswith("data:image/svg+xml") and not head.endswith(";base64"):
        return unquote_to_bytes(uri[len(head) + 1 :])
    if not head.endswith(";base64"):
        return None
    try:
        return base64.b64decode(uri[len(head) + 1 :], validate=False)
    except (binascii.Error, ValueError):
        return None
