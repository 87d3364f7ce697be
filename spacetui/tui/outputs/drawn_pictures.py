"""DrawnPictures: the rows of one or several pictures, and what the terminal has of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from textual.strip import Strip

from spacetui.tui.outputs.half_blocks import decode_image, draw_image, fit_size
from spacetui.tui.outputs.pixel_pictures import MAX_CELLS, PixelPicture, pixel_picture
from spacetui.tui.terminal_graphics import Graphics

# Cells between images.
GAP = 2


def draw_picture(
    source: Path | bytes,
    size: tuple[int, int],
    background: tuple[int, int, int],
    graphics: Graphics,
) -> PixelPicture:
    """Return a picture, fitted into `size` in cells: in pixels where the terminal has them.

    Blocking: call it in a thread. Raises CannotDraw; see decode_image.
    """
    width, height = size
    if not graphics.protocol or max(size) > MAX_CELLS:
        return PixelPicture(draw_image(source, width, height, background))
    pixels = (width * graphics.cell[0], height * graphics.cell[1])
    image = decode_image(source, pixels, background)
    # To fit_size, a cell is as wide as one pixel and as high as two.
    shape = (image.width * graphics.cell[1], image.height * 2 * graphics.cell[0])
    columns, rows = fit_size(shape, width, height)
    return pixel_picture(image, columns, rows, graphics)


class Sixel(NamedTuple):
    """A row of a picture, to be written over blank cells at a column and row of the widget."""

    x: int
    y: int
    width: int
    text: str


class PicturePlace(NamedTuple):
    """Where a picture is among the rows: its column, first row, and the row after its last."""

    x: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class DrawnPictures:
    """rows: the cells. upload, removal: as those of PixelPicture, of all pictures."""

    rows: tuple[Strip, ...] = ()
    places: tuple[PicturePlace, ...] = ()
    sixels: tuple[Sixel, ...] = ()
    upload: str = ""
    removal: str = ""


def side_by_side(
    pictures: Sequence[PixelPicture], columns: int, share: int, *, has_captions: bool = False
) -> DrawnPictures:
    """Put pictures into rows of `columns`, each padded to `share` cells.

    A blank row follows a row of several, and before it one for captions. One that cannot be drawn
    leaves its place empty.
    """
    rows: list[Strip] = []
    sixels: list[Sixel] = []
    places: list[PicturePlace] = []
    for start in range(0, len(pictures), columns):
        beside, top = pictures[start : start + columns], len(rows)
        rows += _joined([each.rows for each in beside], share)
        places += [PicturePlace(x * (share + GAP), top, len(rows)) for x in range(len(beside))]
        for each, place in zip(beside, places[start:], strict=True):
            sixels += [
                Sixel(place.x, top + y, each.rows[0].cell_length, text)
                for y, text in enumerate(each.sixels)
            ]
        blanks = int(has_captions) + int(has_captions or len(beside) > 1)
        rows += [Strip.blank(0)] * blanks
    upload = "".join(each.upload for each in pictures)
    removal = "".join(each.removal for each in pictures)
    return DrawnPictures(tuple(rows), tuple(places), tuple(sixels), upload, removal)


def _joined(images: Sequence[Sequence[Strip]], share: int) -> list[Strip]:
    height = max((len(rows) for rows in images), default=0)
    joined: list[Strip] = []
    for y in range(height):
        parts: list[Strip] = []
        for rows in images:
            if parts:
                parts.append(Strip.blank(GAP))
            row = rows[y] if y < len(rows) else Strip.blank(0)
            parts.append(row.adjust_cell_length(share))
        joined.append(Strip.join(parts))
    return joined
