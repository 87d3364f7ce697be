"""A chart as lines: title, axes with their numbers, bars, lines or points, and a legend."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from spacetui.model.chart import BAR, LINE, Chart
from spacetui.text.format import count_text, grouped_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.chart_canvas import EIGHTHS, BarCanvas, Cell, DotCanvas, row_content
from spacetui.tui.outputs.text_layout import muted
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line_content
from spacetui.tui.widgets.series_styles import legend, series_style

# Characters of a title, and of the name of a series or category.
MAX_TITLE, MAX_NAME = 120, 24
# Cells: the narrowest canvas, the widest bar, the widest number at the axis.
MIN_WIDTH, MAX_BAR, MAX_NUMBER = 10, 8, 12
# Rows between two numbers of the axis.
TICK_ROWS = 2.5
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Axis:
    """The range of y. ticks: the values whose numbers are shown, from the lowest."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, y: float) -> float:
        """Return how high a value stands, from 0 to 1."""
        return (y - self.low) / (self.high - self.low)


def chart_lines(chart: Chart, width: int, height: int) -> list[Content]:
    """Return the lines of a chart in `width` cells; height: rows between its axes."""
    if not chart.total:
        return [muted("there are no points to draw")]
    axis = y_axis([y for _, y in chart.points], height, with_zero=chart.encoding.mark == BAR)
    numbers = {_row_of(axis, tick, height): _number_text(tick) for tick in axis.ticks}
    margin = min(MAX_NUMBER, max(map(len, numbers.values())))
    across = max(MIN_WIDTH, width - margin - 2)
    drawn = _bars if chart.encoding.mark == BAR else _dots
    rows, names, note = drawn(chart, axis, across, height)
    lines = _titles(chart)
    for number, cells in enumerate(rows):
        text = numbers.get(number, "")[:margin].rjust(margin)
        side = glyphs().tick if number in numbers else glyphs().upright
        lines.append(Content.assemble((f"{text} ", "$muted"), (side, "$rule"), row_content(cells)))
    indent = " " * (margin + 1)
    foot = f"{indent}{glyphs().corner_up}{glyphs().rule * across}"
    lines += [Content.styled(foot, "$rule"), muted(f"{indent} {names}")]
    if chart.encoding.x_title:
        title = line_content(chart.encoding.x_title, MAX_TITLE, "$muted")
        blanks = max(0, across - title.cell_length) // 2
        lines.append(Content.assemble(indent, " " * (blanks + 1), title))
    return [*lines, *_legend(chart, width), *_notes(chart, note)]


def _titles(chart: Chart) -> list[Content]:
    lines = []
    if chart.encoding.title:
        lines.append(line_content(chart.encoding.title, MAX_TITLE, "bold"))
    if chart.encoding.y_title:
        lines.append(line_content(chart.encoding.y_title, MAX_TITLE, "$muted"))
    return lines


def _legend(chart: Chart, width: int) -> list[Content]:
    if len(chart.series) < 2:
        return []
    names = ((each.name, series_style(number)) for number, each in enumerate(chart.series))
    return list(legend(names, MAX_NAME).wrap(max(1, width)))


def _notes(chart: Chart, note: str) -> list[Content]:
    drawn = sum(1 for _ in chart.points)
    summarized = chart.encoding.mark == BAR or chart.encoding.aggregate or chart.encoding.bin_size
    parts = [note]
    if drawn < chart.total and not summarized:
        total = count_text(chart.total, "point", is_grouped=True)
        parts.append(f"{grouped_text(drawn)} of {total} drawn")
    text = f" {glyphs().dot} ".join(part for part in parts if part)
    if text:
        return [muted(text)]
    return []


# The axes.


def y_axis(values: Sequence[float], height: int, *, with_zero: bool) -> Axis:
    """Return an axis whose ends are round numbers, and which has room for all values."""
    low, high = min(values), max(values)
    if with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= abs(high) * 1e-12:  # one value: it stands in the middle
        low, high = low - abs(low) / 2 - 0.5, high + abs(high) / 2 + 0.5
    step = _round_step((high - low) / max(2, round(height / TICK_ROWS)))
    first, last = math.floor(low / step), math.ceil(high / step)
    if not (math.isfinite(step) and last - first <= 2 * height):
        return Axis(low, high, (low, high))
    ticks = tuple(number * step for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def _round_step(size: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at least as large as `size`."""
    power = 10.0 ** math.floor(math.log10(max(size, 1e-300)))
    return next(power * each for each in (1, 2, 5, 10) if power * each >= size * (1 - 1e-9))


def _row_of(axis: Axis, y: float, height: int) -> int:
    """Return the row of a value, from the top."""
    return height - 1 - round(axis.share(y) * (height - 1))


def _number_text(number: float) -> str:
    return f"{number:.6g}".replace("e+0", "e").replace("e+", "e")


# Bars.


def _bars(chart: Chart, axis: Axis, width: int, height: int) -> tuple[list[list[Cell]], str, str]:
    """Return the rows of grouped bars, the names under them, and what is not shown."""
    places: list[float | str] = list(chart.categories)
    if not places:
        places = sorted({x for x, _ in chart.points if isinstance(x, float)})
    count = len(chart.series)
    group = max(count + (count > 1), min(width // len(places), count * MAX_BAR + 1))
    bar = max(1, min(MAX_BAR, (group - 1) // count))
    shown = places[: max(1, width // group)]
    base = round(axis.share(0.0) * height)
    canvas = BarCanvas(width, height, base)
    eighths = height * EIGHTHS / (axis.high - axis.low)
    for number, series in enumerate(chart.series):
        heights = dict(series.points)
        for at, place in enumerate(shown):
            y = heights.get(place, 0.0)
            size = round(y * eighths) or (y > 0) - (y < 0)  # what is not 0 can be seen
            canvas.bar(at * group + number * bar, bar, size, series_style(number))
    texts = _place_texts(chart, shown)
    names = _name_line([(at * group + group // 2, each) for at, each in enumerate(texts)], width)
    note = ""
    if len(shown) < len(places):
        note = f"the first {len(shown)} of {count_text(len(places), 'bar')}"
    return canvas.rows(), names, note


def _place_texts(chart: Chart, places: Sequence[float | str]) -> list[str]:
    numbers = [each for each in places if isinstance(each, float)]
    if numbers:
        return [_x_text(chart, each, numbers[-1] - numbers[0]) for each in numbers]
    return [visible_line(str(each), MAX_NAME) for each in places]


def _name_line(names: Sequence[tuple[int, str]], width: int) -> str:
    """Return the line under the axis. names: each with the cell it stands at, if there is room."""
    line = ""
    for middle, name in names:
        size = cell_len(name)
        at = max(0, min(middle - size // 2, width - size))
        if not line or at > cell_len(line):
            line = set_cell_size(line, at) + name
    return line


# Lines and points.

# Points that have a cell each: of few, single dots are hard to see; of many, cells would merge.
MAX_LARGE = 60


def _dots(chart: Chart, axis: Axis, width: int, height: int) -> tuple[list[list[Cell]], str, str]:
    """Return the rows of lines or points, the names under them, and what is not shown."""
    canvas = DotCanvas(width, height)
    order = {category: number for number, category in enumerate(chart.categories)}
    low, high = _x_range(chart, order)
    is_sparse = chart.encoding.mark != LINE and chart.total <= MAX_LARGE
    for number, series in enumerate(chart.series):
        dots = [
            (
                _scaled(_x_of(x, order), low, high, canvas.width),
                round(axis.share(y) * (canvas.height - 1)),
            )
            for x, y in series.points
        ]
        style = series_style(number)
        for dot in dots:
            canvas.dot(*dot, style, is_large=is_sparse)
        if chart.encoding.mark == LINE:
            dots.sort(key=lambda dot: dot[0])
            for start, end in pairwise(dots):
                canvas.line(start, end, style)
    return canvas.rows(), _x_names(chart, low, high, width), ""


def _x_of(x: float | str, order: dict[str, int]) -> float:
    if isinstance(x, str):
        return float(order[x])
    return x


def _x_range(chart: Chart, order: dict[str, int]) -> tuple[float, float]:
    values = [_x_of(x, order) for x, _ in chart.points]
    return min(values), max(values)


def _scaled(x: float, low: float, high: float, size: int) -> int:
    if high <= low:
        return size // 2
    return round((x - low) / (high - low) * (size - 1))


def _x_names(chart: Chart, low: float, high: float, width: int) -> str:
    """Return the line under the axis: categories, or both ends and the middle."""
    names = [(float(at), visible_line(x, MAX_NAME)) for at, x in enumerate(chart.categories)]
    if not names:
        places = dict.fromkeys((low, (low + high) / 2, high))
        names = [(each, _x_text(chart, each, high - low)) for each in places]
    return _name_line([(_scaled(x, low, high, width), name) for x, name in names], width)


def _x_text(chart: Chart, x: float, span: float) -> str:
    """Return a value of x; of a time, the day or the hour by how much the axis spans."""
    if not chart.is_temporal:
        return _number_text(x)
    try:
        moment = datetime.fromtimestamp(x / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return _number_text(x)
    if span <= _DAY and (moment.hour or moment.minute):
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}"
