"""The two canvases on which a chart is drawn: dots of an eighth of a cell, and bars."""

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content

from spacetui.tui.widgets.glyphs import UNICODE, glyphs

# The bit of each dot of a braille character, by its row and column in the cell.
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE = 0x2800
# The bit of a dot that takes the whole cell.
_LARGE = 0x100
DOTS_ACROSS, DOTS_UP = 2, 4
_RISING = " ▁▂▃▄▅▆▇█"
EIGHTHS = 8

# A character and its style.
Cell = tuple[str, str]
EMPTY: Cell = (" ", "")


class DotCanvas:
    """Dots, two across and four down in each cell. A cell has the colour of its last dot."""

    def __init__(self, width: int, height: int) -> None:
        """width, height: in cells."""
        self.width, self.height = width * DOTS_ACROSS, height * DOTS_UP
        self._bits = [[0] * width for _ in range(height)]
        self._styles = [[""] * width for _ in range(height)]

    def dot(self, x: int, y: int, style: str, *, is_large: bool = False) -> None:
        """Set the dot `x` from the left and `y` from the bottom; outside of the canvas, nothing.

        is_large: it takes the whole cell.
        """
        if not (0 <= x < self.width and 0 <= y < self.height):
            return
        row, down = divmod(self.height - 1 - y, DOTS_UP)
        column, right = divmod(x, DOTS_ACROSS)
        self._bits[row][column] |= _LARGE if is_large else _DOTS[down][right]
        self._styles[row][column] = style

    def line(self, start: tuple[int, int], end: tuple[int, int], style: str) -> None:
        """Set the dots from `start` to `end`."""
        (x, y), (to_x, to_y) = start, end
        steps = max(abs(to_x - x), abs(to_y - y), 1)
        for step in range(steps + 1):
            at = step / steps
            self.dot(round(x + (to_x - x) * at), round(y + (to_y - y) * at), style)

    def rows(self) -> list[list[Cell]]:
        """Return the cells, from the top."""
        return [
            [_dot_cell(bits, style) for bits, style in zip(*row, strict=True)]
            for row in zip(self._bits, self._styles, strict=True)
        ]


def _dot_cell(bits: int, style: str) -> Cell:
    if not bits:
        return EMPTY
    if glyphs() is UNICODE:
        return "●" if bits & _LARGE else chr(_BRAILLE + bits), style
    return "*", style


class BarCanvas:
    """Bars that stand on a line, or hang from it, in eighths of a cell."""

    def __init__(self, width: int, height: int, base: int) -> None:
        """width, height: in cells. base: on how many rows from the bottom the line is."""
        self._height, self._base = height, base
        self._cells = [[EMPTY] * width for _ in range(height)]

    def bar(self, column: int, width: int, eighths: int, style: str) -> None:
        """Draw a bar of `width` columns; eighths: its height, below 0 of one that hangs."""
        for row in range(self._height):
            above = self._height - 1 - row - self._base  # rows over the line
            character = _bar_character(eighths, above)
            if character != " ":
                self._cells[row][column : column + width] = [(character, style)] * width

    def rows(self) -> list[list[Cell]]:
        """Return the cells, from the top."""
        return self._cells


def _bar_character(eighths: int, above: int) -> str:
    """Return what a bar fills of a cell that lies so many rows over its line."""
    filled = eighths - above * EIGHTHS
    if above < 0:
        filled = (above + 1) * EIGHTHS - eighths
    filled = max(0, min(EIGHTHS, filled))
    if glyphs() is not UNICODE:
        return " #"[filled >= EIGHTHS // 2]
    if above < 0:  # there are no characters that hang by eighths
        return " ▔▔▀▀▀▀██"[filled]
    return _RISING[filled]


def row_content(cells: Sequence[Cell]) -> Content:
    """Return a row of cells as Content."""
    runs = groupby(cells, key=lambda cell: cell[1])
    return Content.assemble(*(("".join(c for c, _ in run), style) for style, run in runs))
