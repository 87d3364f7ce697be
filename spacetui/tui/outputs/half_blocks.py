"""An image as rows of half blocks: two pixels a cell, which every terminal with colours can draw.

PIL is imported here, in a thread, with the first image. Without it no image is drawn.
"""

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from spacetui.system.image_header import MAX_PIXELS, parse_header

if TYPE_CHECKING:
    from PIL.Image import Image

UPPER_HALF = "▀"
MAX_BYTES = 64_000_000


class CannotDraw(Exception):
    """An image cannot be drawn; the text tells the user why."""


def can_draw() -> bool:
    """Return whether PIL is installed."""
    return find_spec("PIL") is not None


def draw_image(
    source: Path | bytes, width: int, height: int, background: tuple[int, int, int]
) -> list[Strip]:
    """Return the rows of an image, fitted into `width` by `height` cells; see decode_image."""
    image = decode_image(source, (width * 2, height * 4), background)
    return half_block_rows(image, width, height)


def decode_image(
    source: Path | bytes, size: tuple[int, int], background: tuple[int, int, int]
) -> "Image":
    """Return an image in RGB, a large JPEG not much larger than `size` in pixels.

    size: 0 by 0 for all of it. background: the RGB colour behind transparent parts. Blocking: call
    it in a thread. Raises CannotDraw for a file that is not an image, is broken, or is too large.
    """

    def convert(opened: "Image") -> "Image":
        from PIL import ImageOps

        if all(size):
            opened.draft("RGB", size)
        return _to_rgb(ImageOps.exif_transpose(opened), background)

    return _decoded(source, convert)


def decode_mask(source: Path | bytes) -> "Image":
    """Return how much of each pixel an image covers, in one band. As decode_image."""
    return _decoded(source, lambda opened: opened.convert("RGBA").getchannel("A"))


def _decoded(source: Path | bytes, convert: Callable[["Image"], "Image"]) -> "Image":
    """Open an image and return what `convert` makes of it. Raises CannotDraw."""
    data = _read(source)
    header = parse_header(data)
    if header is not None:
        _check_size(header.width, header.height)
    from PIL import Image as Images

    try:
        with warnings.catch_warnings():
            # PIL warns of large images on stderr, which is the screen.
            warnings.simplefilter("ignore")
            with Images.open(BytesIO(data)) as opened:
                _check_size(opened.width, opened.height)
                return convert(opened)
    except CannotDraw:
        raise
    # A broken image can make PIL raise any exception: it has no base class for its own.
    except Exception as error:
        reason = f"not a picture, or a broken one ({type(error).__name__})"
        raise CannotDraw(f"not drawn: {reason}") from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise CannotDraw(f"not drawn: {width} by {height} pixels are too many")


def _read(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > MAX_BYTES:
            raise CannotDraw("not drawn: the file is too large")
        return source.read_bytes()
    except OSError as error:
        raise CannotDraw(f"not drawn: {error.strerror or error}") from error


def _to_rgb(image: "Image", background: tuple[int, int, int]) -> "Image":
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return _on_background(image, background)
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return _depth_map_to_rgb(image)
    return image.convert("RGB")


def _on_background(image: "Image", background: tuple[int, int, int]) -> "Image":
    from PIL import Image as Images

    transparent = image.convert("RGBA")
    below = Images.new("RGBA", transparent.size, (*background, 255))
    return Images.alpha_composite(below, transparent).convert("RGB")


def _depth_map_to_rgb(image: "Image") -> "Image":
    """Spread the one band of an image, whose numbers may be far beyond 255, over 0 to 255."""
    low, high = (float(str(each)) for each in image.getextrema())
    scale = 255 / max(1e-9, high - low)
    # For these modes PIL's `point` accepts only a scale and an offset, in this form.
    spread = image.convert("F").point(lambda value: value * scale + -low * scale)
    return spread.convert("L").convert("RGB")


def fit_size(size: tuple[int, int], width: int, height: int) -> tuple[int, int]:
    """Return the columns and rows that `size` pixels take within `width` by `height` cells.

    A cell is two pixels high.
    """
    across, down = max(1, size[0]), max(1, size[1])
    scale = min(width / across, height * 2 / down)
    columns, rows = round(across * scale), round(down * scale / 2)
    return max(1, min(width, columns)), max(1, min(height, rows))


def half_block_rows(image: "Image", width: int, height: int) -> list[Strip]:
    """Return the rows of an RGB image, fitted into `width` by `height` cells."""
    from PIL import Image as Images

    columns, rows = fit_size(image.size, width, height)
    small = image.resize((columns, rows * 2), Images.Resampling.LANCZOS)
    pixels = small.tobytes()
    row_bytes = columns * 3
    strips = []
    for start in range(0, rows * 2 * row_bytes, 2 * row_bytes):
        middle, end = start + row_bytes, start + 2 * row_bytes
        strips.append(Strip(_segments(pixels[start:middle], pixels[middle:end]), columns))
    return strips


def _segments(upper: bytes, lower: bytes) -> list[Segment]:
    """Return one row of cells as segments of equal cells; two rows of RGB pixels in."""
    segments: list[Segment] = []
    count, last = 0, b""
    for at in range(0, len(upper), 3):
        pair = upper[at : at + 3] + lower[at : at + 3]
        if pair != last and count:
            segments.append(_segment(last, count))
            count = 0
        last = pair
        count += 1
    segments.append(_segment(last, count))
    return segments


def _segment(pair: bytes, count: int) -> Segment:
    upper, lower = RichColor.from_rgb(*pair[:3]), RichColor.from_rgb(*pair[3:])
    return Segment(UPPER_HALF * count, Style(color=upper, bgcolor=lower))
