"""The plots of each Gradio version and library as a Chart. Pure; any JSON in, never raises.

`native_chart` reads the BarPlot, LinePlot and ScatterPlot of Gradio; `vega_chart` Vega-Lite, which
Altair and these plots of Gradio 3 and early 4 send; `plotly_chart` the traces of Plotly.
"""

import binascii
import json
from array import array
from base64 import b64decode
from collections.abc import Mapping, Sequence

from spacetui.model.chart import BAR, LINE, MAX_SERIES, POINT, Chart, Encoding, chart_of, number_in
from spacetui.model.schema import Json

Row = Mapping[str, Json]
_MARKS = {"bar": BAR, "line": LINE, "area": LINE, "trail": LINE}
# Milliseconds in the units of `x_bin`, as in `15s`, `1h`.
_UNITS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
# Type codes of Python's arrays for the types of numbers in Plotly's `bdata`.
_DTYPES = {
    "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"
}  # fmt: skip
# Rows that are looked at for the names of columns.
_SAMPLE = 100


def native_chart(value: Json, props: Row) -> Chart | None:
    """Return the chart of a BarPlot, LinePlot or ScatterPlot; None for a value of another shape.

    props: those of the component. Source: gradio 6.31 components/native_plot.py, PlotData, and
    js/nativeplot/Index.svelte; gradio 3.50 components/bar_plot.py.
    """
    match value:
        case {"columns": [_, *_] as columns, "data": list(data)}:
            return _plot_data(value, [str(each) for each in columns], data, props)
        case {"type": "altair", "plot": str(plot)}:
            return vega_chart(parsed(plot))
    return None


def _plot_data(value: Row, names: list[str], data: list[Json], props: Row) -> Chart | None:
    types = object_in(value.get("datatypes"))
    x = _text(props.get("x")) or names[0]
    y = _text(props.get("y")) or _first_number(names, types, x)
    encoding = Encoding(
        mark=_MARKS.get(str(value.get("mark")), POINT),
        x=x,
        y=y,
        color=_text(props.get("color")),
        title=_text(props.get("title")),
        x_title=_text(props.get("x_title")) or x,
        y_title=_text(props.get("y_title")) or y,
        x_type=_text(types.get(x)),
        aggregate=_text(props.get("y_aggregate")),
        bin_size=_bin_size(props.get("x_bin")),
    )
    return chart_of(encoding, names, [each for each in data if isinstance(each, list)])


def library_chart(value: Json) -> Chart | None:
    """Return the chart of a Plot that Altair or Plotly made; None for another one.

    Source: gradio 6.31 components/plot.py, PlotData.
    """
    match value:
        case {"type": "altair", "plot": str(plot)}:
            return vega_chart(parsed(plot))
        case {"type": "plotly", "plot": str(plot)}:
            return plotly_chart(parsed(plot))
    return None


def vega_chart(spec: Json) -> Chart | None:
    """Return the chart of a Vega-Lite document of one mark, or the first of its layers."""
    top = object_in(spec)
    layers = top.get("layer")
    drawn = object_in(layers[0]) if isinstance(layers, list) and layers else top
    encoding = {**object_in(top.get("encoding")), **object_in(drawn.get("encoding"))}
    rows = _vega_rows(drawn, top) or _vega_rows(top, top)
    names = list(dict.fromkeys(name for row in rows[:_SAMPLE] for name in row))
    x, y = object_in(encoding.get("x")), object_in(encoding.get("y"))
    x_name, y_name = _text(x.get("field")), _text(y.get("field"))
    mark = drawn.get("mark")
    described = Encoding(
        mark=_MARKS.get(_text(object_in(mark).get("type")) or _text(mark), POINT),
        x=x_name,
        y=y_name or x_name,  # a count has no field
        color=_text(object_in(encoding.get("color")).get("field")),
        title=_title(top.get("title")),
        x_title=_title(x.get("title")) or x_name,
        y_title=_title(y.get("title")) or y_name,
        x_type=_text(x.get("type")),
        aggregate=_text(y.get("aggregate")),
    )
    return chart_of(described, names, [[row.get(name) for name in names] for row in rows])


def _vega_rows(holder: Row, top: Row) -> list[Row]:
    data = object_in(holder.get("data"))
    named = object_in(top.get("datasets")).get(_text(data.get("name")))
    return [each for each in _list(data.get("values", named)) if isinstance(each, Mapping)]


def plotly_chart(figure: Json) -> Chart | None:
    """Return the chart of a Plotly figure whose traces have x and y; None for other traces."""
    top = object_in(figure)
    traces = [object_in(each) for each in _list(top.get("data"))[:MAX_SERIES]]
    rows: list[list[Json]] = []
    for number, trace in enumerate(traces, 1):
        name = _text(trace.get("name")) or f"trace {number}"
        x, y = _numbers(trace.get("x")), _numbers(trace.get("y"))
        rows += [[*each, name] for each in zip(x or range(len(y)), y, strict=False)]
    if not rows:
        return None
    layout = object_in(top.get("layout"))
    encoding = Encoding(
        mark=_plotly_mark(traces),
        x="x",
        y="y",
        color="trace" if len({row[2] for row in rows}) > 1 else "",
        title=_title(layout.get("title")),
        x_title=_title(object_in(layout.get("xaxis")).get("title")),
        y_title=_title(object_in(layout.get("yaxis")).get("title")),
    )
    return chart_of(encoding, ["x", "y", "trace"], rows)


def _plotly_mark(traces: Sequence[Row]) -> str:
    if any(trace.get("type") == "bar" for trace in traces):
        return BAR
    # Without a mode, a trace of many points is a line.
    if all(_text(trace.get("mode")) == "markers" for trace in traces):
        return POINT
    return LINE


def _numbers(values: Json) -> list[Json]:
    """Return a list of values, or the array that Plotly 6 sends as base64 (`bdata`)."""
    code = _DTYPES.get(_text(object_in(values).get("dtype")))
    if code is None:
        return _list(values)
    try:
        return array(code, b64decode(_text(object_in(values).get("bdata")))).tolist()
    except (ValueError, binascii.Error):
        return []


def _first_number(names: Sequence[str], types: Row, x: str) -> str:
    found = (each for each in names if each != x and types.get(each) == "quantitative")
    return next(found, names[-1])


def _bin_size(value: Json) -> float:
    """Return the width of a bin: a number, or a time such as `15s`; 0 for none."""
    text = _text(value)
    if text[-1:] in _UNITS and text[:-1].isdecimal():
        return float(int(text[:-1][:9]) * _UNITS[text[-1]])
    return max(0.0, number_in(value) or 0.0)


def _title(title: Json) -> str:
    """Return a title that is a text, lines of text, or an object with one (`{"text": …}`)."""
    lines = _list(object_in(title).get("text", title)) or [object_in(title).get("text", title)]
    return " ".join(each for each in lines if isinstance(each, str))


def parsed(text: str) -> Json:
    """Return the value of a JSON text, or None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def object_in(value: Json) -> Row:
    """Return an object, or an empty one for any other value."""
    return value if isinstance(value, Mapping) else {}
