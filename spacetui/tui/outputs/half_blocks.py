"""A picture as rows of half blocks: two pixels a cell, for terminals that can draw nothing finer.

PIL is imported here, in a thread, with the first picture; without it there is no picture and no error.
"""

import warnings
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from spacetui.tui.outputs.image_header import picture_in

if TYPE_CHECKING:
    from PIL.Image import Image

UPPER_HALF = "▀"
# A header that declares more is not decoded: a picture of 100 kB can unfold to gigabytes.
MOST_PIXELS = 50_000_000
MOST_BYTES = 64_000_000


class NotShown(Exception):
    """A picture that cannot be drawn; the text says why, for the person."""


def can_draw() -> bool:
    """Whether PIL is here."""
    return find_spec("PIL") is not None


def draw(
    source: Path | bytes, width: int, height: int, ground: tuple[int, int, int]
) -> list[Strip]:
    """Give the rows of a picture that fits into `width` by `height` cells; clear parts show `ground`.

    Blocking, for a thread. Raises NotShown for what is no picture, broken, or too large.
    """
    data = _read(source)
    header = picture_in(data)
    if header is not None and header.width * header.height > MOST_PIXELS:
        raise NotShown(f"not drawn: {header.width} by {header.height} pixels are too many")
    from PIL import Image as Images
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # PIL warns of large pictures on stderr, onto the screen
            with Images.open(BytesIO(data)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise NotShown(
                        f"not drawn: {opened.width} by {opened.height} pixels are too many"
                    )
                opened.draft("RGB", (width * 2, height * 4))
                picture = ImageOps.exif_transpose(opened)
                return _rows(_on_ground(picture, ground), width, height)
    except NotShown:
        raise
    except (
        Exception
    ) as error:  # what a broken picture makes PIL raise is anything: it has no tree of its own
        raise NotShown(
            f"not drawn: not a picture, or a broken one ({type(error).__name__})"
        ) from error


def _read(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > MOST_BYTES:
            raise NotShown("not drawn: the file is too large")
        return source.read_bytes()
    except OSError as error:
        raise NotShown(f"not drawn: {error.strerror or error}") from error


def _on_ground(picture: "Image", ground: tuple[int, int, int]) -> "Image":
    from PIL import Image as Images

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        below = Images.new("RGBA", clear.size, (*ground, 255))
        return Images.alpha_composite(below, clear).convert("RGB")
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        # Depth maps: one band of numbers far beyond 255, spread over it. A scale and an offset is all
        # that PIL's point takes for these modes.
        low, high = (float(str(each)) for each in picture.getextrema())
        scale = 255 / max(1e-9, high - low)
        return (
            picture.convert("F")
            .point(lambda v: v * scale + -low * scale)
            .convert("L")
            .convert("RGB")
        )
    return picture.convert("RGB")


def fitted(size: tuple[int, int], width: int, height: int) -> tuple[int, int]:
    """Give the cells that `size` pixels take within `width` by `height`; a cell is two pixels high."""
    across, down = max(1, size[0]), max(1, size[1])
    scale = min(width / across, height * 2 / down)
    return max(1, min(width, round(across * scale))), max(1, min(height, round(down * scale / 2)))


def _rows(picture: "Image", width: int, height: int) -> list[Strip]:
    from PIL import Image as Images

    columns, rows = fitted(picture.size, width, height)
    small = picture.resize((columns, rows * 2), Images.Resampling.LANCZOS)
    pixels = small.tobytes()
    strips = []
    for row in range(rows):
        upper, lower = row * 2 * columns * 3, (row * 2 + 1) * columns * 3
        segments: list[Segment] = []
        run, last = 0, b""
        for at in range(0, columns * 3, 3):
            pair = pixels[upper + at : upper + at + 3] + pixels[lower + at : lower + at + 3]
            if pair != last and run:
                segments.append(_segment(last, run))
                run = 0
            last = pair
            run += 1
        segments.append(_segment(last, run))
        strips.append(Strip(segments, columns))
    return strips


def _segment(pair: bytes, run: int) -> Segment:
    above, below = RichColor.from_rgb(*pair[:3]), RichColor.from_rgb(*pair[3:])
    return Segment(UPPER_HALF * run, Style(color=above, bgcolor=below))
