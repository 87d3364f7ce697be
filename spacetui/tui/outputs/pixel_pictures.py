"""A picture as pixels, by Kitty's protocol or by Sixel, in rows of cells that hold its place.

With Kitty's protocol the picture is sent once, and each cell names the part that it shows, so it
scrolls and is covered as text is. With Sixel each row of cells is a picture of its own, which is
written over blank cells.

Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/, "Unicode placeholders".
"""

from base64 import b64encode
from functools import cache
from io import BytesIO
from itertools import count
from random import randrange
from typing import TYPE_CHECKING, NamedTuple

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from spacetui.tui.terminal_graphics import KITTY, Graphics
from spacetui.tui.textual_private.terminal import sixel_text
from spacetui.tui.tmux_graphics import wrapped

if TYPE_CHECKING:
    from PIL.Image import Image

_PLACEHOLDER = "\U0010eeee"
# The marks that number rows and columns, as ranges in hexadecimal (kitty's
# rowcolumn-diacritics.txt).
_MARKS = """
305 30d-30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1
5a8-5a9 5ab-5ac 5af 5c4 610-617 657-65b 65d-65e 6d6-6dc 6df-6e2 6e4 6e7-6e8 6eb-6ec 730 732-733
735-736 73a 73d 73f-741 743 745 747 749-74a 7eb-7f1 7f3 816-819 81b-823 825-827 829-82d 951 953-954
f82-f83 f86-f87 135d-135f 17dd 193a 1a17 1a75-1a7c 1b6b 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 1dc0-1dc1
1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 20d4-20d7 20db-20dc 20e1 20e7 20e9 20f0 2cef-2cf1
2de0-2dff a66f a67c-a67d a6f0-a6f1 a8e0-a8f1 aab0 aab2-aab3 aab7-aab8 aabe-aabf aac1 fe20-fe26 10a0f
10a38 1d185-1d189 1d1aa-1d1ad 1d242-1d244
"""
MAX_CELLS = 297
# Bytes of base64 in one message.
_CHUNK = 4096
# Numbers of pictures, of 24 bits. They begin anywhere, so that two programs rarely share one.
_numbers = count(randrange(1, 2**23))


class PixelPicture(NamedTuple):
    """A picture in rows of cells.

    upload, removal: what the terminal is sent before it is drawn and when it is no longer shown.
    sixels: what is written over each row; empty with Kitty's protocol.
    """

    rows: list[Strip]
    upload: str = ""
    removal: str = ""
    sixels: tuple[str, ...] = ()


def pixel_picture(image: "Image", columns: int, rows: int, graphics: Graphics) -> PixelPicture:
    """Return an RGB image as a picture of so many cells. Blocking: call it in a thread."""
    width, height = columns * graphics.cell[0], rows * graphics.cell[1]
    scaled = image.resize((width, height))
    if graphics.protocol == KITTY:
        return _kitty_picture(scaled, columns, rows, is_in_tmux=graphics.is_in_tmux)
    return _sixel_picture(scaled, columns, rows, graphics.cell[1])


def _kitty_picture(image: "Image", columns: int, rows: int, *, is_in_tmux: bool) -> PixelPicture:
    number = next(_numbers) % 2**24 or 1
    out = BytesIO()
    image.save(out, "PNG", compress_level=1)
    data = b64encode(out.getvalue()).decode("ascii")
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    messages = [_message(f"i={number},q=2,f=100,m=1", each) for each in chunks[:-1]]
    messages.append(_message(f"i={number},q=2,f=100,m=0", chunks[-1]))
    messages.append(_message(f"a=p,i={number},q=2,U=1,c={columns},r={rows}"))
    style = Style(color=Color.from_rgb(number >> 16, number >> 8 & 255, number & 255))
    strips = [_kitty_row(row, columns, style) for row in range(rows)]
    removal = _message(f"a=d,d=I,i={number},q=2")
    if is_in_tmux:
        return PixelPicture(strips, "".join(map(wrapped, messages)), wrapped(removal))
    return PixelPicture(strips, "".join(messages), removal)


def _kitty_row(row: int, columns: int, style: Style) -> Strip:
    marks = _marks()
    cells = (f"{_PLACEHOLDER}{marks[row]}{marks[column]}" for column in range(columns))
    return Strip([Segment("".join(cells), style)], columns)


def _message(keys: str, payload: str = "") -> str:
    return f"\x1b_G{keys};{payload}\x1b\\"


@cache
def _marks() -> list[str]:
    marks: list[str] = []
    for each in _MARKS.split():
        first, _, last = each.partition("-")
        marks += map(chr, range(int(first, 16), int(last or first, 16) + 1))
    return marks


def _sixel_picture(image: "Image", columns: int, rows: int, cell_height: int) -> PixelPicture:
    colors = image.quantize(256)
    tops = range(0, rows * cell_height, cell_height)
    sixels = (sixel_text(colors.crop((0, y, image.width, y + cell_height))) for y in tops)
    return PixelPicture([Strip.blank(columns)] * rows, sixels=tuple(sixels))
