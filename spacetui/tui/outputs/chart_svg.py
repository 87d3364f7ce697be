"""A chart as an SVG without a script: what a browser shows of the plot of a library."""

from collections.abc import Callable, Iterator
from html import escape

from spacetui.model.chart import BAR, LINE, Chart
from spacetui.tui.outputs.chart_drawing import Axis, y_axis

WIDTH, HEIGHT = 900, 520
LEFT, RIGHT, TOP, BOTTOM = 90, 20, 50, 70
# Numbers at the axis of x, and characters of a name.
MAX_NAMES, MAX_NAME = 12, 24
# A text of CSS each; they can be told apart with most kinds of colour blindness (Okabe and Ito).
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")


def chart_svg(chart: Chart) -> str:
    """Return a chart as an `<svg>` element; texts of the app are escaped."""
    if not any(True for _ in chart.points):
        return "<p>There are no points to draw.</p>"
    axis = y_axis([y for _, y in chart.points], 20, with_zero=chart.encoding.mark == BAR)
    across = _across(chart)
    parts = [*_axes(chart, axis, across), *_marks(chart, axis, across), *_titles(chart)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
    return "\n".join([head, *parts, "</svg>"])


def _across(chart: Chart) -> Callable[[float | str], float]:
    """Return what gives the place of an x in the picture."""
    order = {each: number for number, each in enumerate(_places(chart))}
    if chart.categories or chart.encoding.mark == BAR:
        step = (WIDTH - LEFT - RIGHT) / max(1, len(order))
        return lambda x: LEFT + (order.get(x, 0) + 0.5) * step
    low, high = min(x for x in order if isinstance(x, float)), 0.0
    high = max(x for x in order if isinstance(x, float))
    span = (high - low) or 1.0
    return lambda x: LEFT + (float(x) - low) / span * (WIDTH - LEFT - RIGHT)


def _places(chart: Chart) -> list[float | str]:
    if chart.categories:
        return list(chart.categories)
    return sorted({x for x, _ in chart.points if isinstance(x, float)})


def _up(axis: Axis, y: float) -> float:
    return HEIGHT - BOTTOM - axis.share(y) * (HEIGHT - TOP - BOTTOM)


def _axes(chart: Chart, axis: Axis, across: Callable[[float | str], float]) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    for tick in axis.ticks:
        y = _up(axis, tick)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield _text(LEFT - 8, y + 4, f"{tick:.6g}", "end")
    yield f'<path d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}" fill="none" stroke="#555"/>'
    places = _places(chart)
    for place in places[:: max(1, -(-len(places) // MAX_NAMES))]:
        name = place if isinstance(place, str) else f"{place:.6g}"
        yield _text(across(place), bottom + 18, name[:MAX_NAME], "middle")


def _marks(chart: Chart, axis: Axis, across: Callable[[float | str], float]) -> Iterator[str]:
    count = len(chart.series)
    width = (WIDTH - LEFT - RIGHT) / max(1, len(_places(chart))) * 0.8 / max(1, count)
    for number, series in enumerate(chart.series):
        color = COLORS[number % len(COLORS)]
        points = [(across(x), _up(axis, y)) for x, y in series.points]
        if chart.encoding.mark == BAR:
            base = _up(axis, 0.0)
            for x, y in points:
                left = x + (number - count / 2) * width
                size = f'width="{width:.1f}" height="{abs(base - y):.1f}"'
                yield f'<rect x="{left:.1f}" y="{min(y, base):.1f}" {size} fill="{color}"/>'
        elif chart.encoding.mark == LINE:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in sorted(points))
            yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        else:
            for x, y in points:
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>'


def _titles(chart: Chart) -> Iterator[str]:
    encoding = chart.encoding
    yield _text(WIDTH / 2, 26, encoding.title, "middle", size=18)
    yield _text((LEFT + WIDTH) / 2, HEIGHT - 30, encoding.x_title, "middle")
    yield _text(LEFT, TOP - 12, encoding.y_title, "start")
    for number, series in enumerate(chart.series):
        if series.name:
            x = LEFT + number * (WIDTH - LEFT) / len(chart.series)
            color = COLORS[number % len(COLORS)]
            yield f'<rect x="{x:.1f}" y="{HEIGHT - 20}" width="10" height="10" fill="{color}"/>'
            yield _text(x + 14, HEIGHT - 11, series.name[:MAX_NAME], "start")


def _text(x: float, y: float, text: str, anchor: str, size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"'
    return f"<text {place}>{escape(text)}</text>"
