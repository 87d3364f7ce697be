"""Chart: what a plot of an app shows: its series, titles and data. Pure.

What the plots of each Gradio version and library look like is in chart_formats.py.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from math import isfinite
from statistics import fmean, median

from spacetui.model.json_values import finite_number
from spacetui.model.schema import Json

# Points that are drawn of one chart, and series.
MAX_POINTS, MAX_SERIES = 4_000, 12
BAR, LINE, POINT = "bar", "line", "point"
_SUMMARIES: dict[str, Callable[[Sequence[float]], float]] = {
    "sum": sum,
    "mean": fmean,
    "median": median,
    "min": min,
    "max": max,
    "count": len,
}
# Values of x that tell of which kind they are.
_SAMPLE = 50
# The range between larger numbers is none that can be computed with.
_LARGEST = 1e150

# x is a category where its column has no numbers.
Point = tuple[float | str, float]


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one colour. name: empty where there is only one."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Encoding:
    """Which columns of a table are drawn and how.

    mark: BAR, LINE or POINT. color: the column of the series; empty for one series. x_type:
    nominal, quantitative, temporal, or empty. aggregate: how the points of one x become one: sum,
    mean, median, min, max, count, or empty. bin_size: x is rounded down to a multiple of it.
    """

    mark: str
    x: str
    y: str
    color: str = ""
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    x_type: str = ""
    aggregate: str = ""
    bin_size: float = 0.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    categories: the values of x in their order; empty where x is a number. is_temporal: x is in
    milliseconds since the epoch. headers, rows: all of the data. total: how many points there are;
    `series` has some of them where they are too many.
    """

    encoding: Encoding
    series: tuple[Series, ...]
    categories: tuple[str, ...]
    is_temporal: bool
    headers: tuple[Json, ...]
    rows: Sequence[Sequence[Json]]
    total: int

    @property
    def points(self) -> Iterator[Point]:
        """The points of all series."""
        for each in self.series:
            yield from each.points


def chart_of(
    encoding: Encoding, names: Sequence[str], rows: Sequence[Sequence[Json]]
) -> Chart | None:
    """Return the chart that an encoding makes of a table; None where it has not its columns."""
    if encoding.x not in names or encoding.y not in names:
        return None
    is_number, is_temporal = _kind_of_x(encoding.x_type, _column(rows, names.index(encoding.x)))
    points = _points_by_series(encoding, names, rows, is_number=is_number)
    total = sum(len(each) for each in points.values())
    series = [Series(name, tuple(each)) for name, each in islice(points.items(), MAX_SERIES)]
    if encoding.mark == BAR or encoding.aggregate or encoding.bin_size:
        series = [_summarized(each, encoding.aggregate) for each in series]
    categories = (x for each in series for x, _ in each.points if isinstance(x, str))
    return Chart(
        encoding,
        tuple(_thinned(each, len(series)) for each in series),
        tuple(dict.fromkeys(categories)),
        is_temporal,
        tuple(names),
        rows,
        total,
    )


def _column(rows: Sequence[Sequence[Json]], place: int) -> Iterator[Json]:
    return (row[place] for row in rows if len(row) > place)


def _points_by_series(
    encoding: Encoding, names: Sequence[str], rows: Sequence[Sequence[Json]], *, is_number: bool
) -> dict[str, list[Point]]:
    """Return the points of each series in the order of the rows; some rows have none."""
    across, up = names.index(encoding.x), names.index(encoding.y)
    color = names.index(encoding.color) if encoding.color in names else None
    points: dict[str, list[Point]] = {}
    for row in rows:
        if len(row) <= max(across, up, color or 0):
            continue
        x, y = _place(row[across], is_number=is_number), number_in(row[up])
        if encoding.aggregate == "count":
            y = 1.0
        if x is None or y is None:
            continue
        if encoding.bin_size and isinstance(x, float):
            x = x // encoding.bin_size * encoding.bin_size
        name = "" if color is None else str(row[color])
        points.setdefault(name, []).append((x, y))
    return points


def _kind_of_x(stated: str, values: Iterable[Json]) -> tuple[bool, bool]:
    """Return whether the values of x are numbers, and whether they are times."""
    seen = [each for each in islice(values, _SAMPLE) if each is not None]
    if stated == "nominal" or not seen:
        return False, False
    if all(number_in(each) is not None for each in seen):
        return True, stated == "temporal"
    is_time = all(_time(each) is not None for each in seen)
    return is_time, is_time


def _place(value: Json, *, is_number: bool) -> float | str | None:
    """Return where a value stands along x; None where that is nowhere."""
    if not is_number:
        return str(value)
    number = number_in(value)
    if number is not None:
        return number
    return _time(value)


def number_in(value: Json) -> float | None:
    """Return a number that can be drawn, or None."""
    number = finite_number(value)
    if number is None or abs(number) > _LARGEST:
        return None
    return number


def _time(value: Json) -> float | None:
    """Return a time in ISO form as milliseconds since the epoch, or None."""
    if not isinstance(value, str) or not value[:4].isdigit() or "-" not in value:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000
    except (ValueError, OverflowError):
        return None


def _summarized(series: Series, how: str) -> Series:
    """Return a series with one point for each x; bars of one x are summed where nothing is said."""
    heights: dict[float | str, list[float]] = {}
    for x, y in series.points:
        heights.setdefault(x, []).append(y)
    summary = _SUMMARIES.get(how, sum)
    points = ((x, float(summary(ys))) for x, ys in heights.items())
    return replace(series, points=tuple(each for each in points if isfinite(each[1])))


def _thinned(series: Series, count: int) -> Series:
    """Return a series of `count` with as many points, spread over all of it, as are drawn."""
    most = max(1, MAX_POINTS // max(1, count))
    step = max(1, -(-len(series.points) // most))
    return replace(series, points=series.points[::step])
