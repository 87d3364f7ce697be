"""The plots of each Gradio version and library as a Chart. Pure; any JSON in, never raises.

`native_chart` reads the BarPlot, LinePlot and ScatterPlot of Gradio; `vega_chart` Vega-Lite, which
Altair and these plots of Gradio 3 and early 4 send; `plotly_chart` the traces of Plotly.
"""

import binascii
import json
from array import array
from base64 import b64decode
from collections.abc import Mapping, Sequence

from spacetui.model.bokeh_chart import bokeh_chart
from spacetui.model.chart import BAR, LINE, MAX_SERIES, POINT, Chart, Encoding, chart_of, number_in
from spacetui.model.json_values import as_list, as_object, as_text
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
    types = as_object(value.get("datatypes"))
    x = as_text(props.get("x")) or names[0]
    y = as_text(props.get("y")) or _first_number(names, types, x)
    encoding = Encoding(
        mark=_MARKS.get(str(value.get("mark")), POINT),
        x=x,
        y=y,
        color=as_text(props.get("color")),
        title=as_text(props.get("title")),
        x_title=as_text(props.get("x_title")) or x,
        y_title=as_text(props.get("y_title")) or y,
        x_type=as_text(types.get(x)),
        aggregate=as_text(props.get("y_aggregate")),
        bin_size=_bin_size(props.get("x_bin")),
    )
    return chart_of(encoding, names, [each for each in data if isinstance(each, list)])


def library_chart(library: Json, document: Json) -> Chart | None:
    """Return the chart of a document of Altair, Plotly or Bokeh; None for that of another library.

    library: the `type` of the Plot. Source: gradio 6.31 components/plot.py, PlotData.
    """
    match library:
        case "altair":
            return vega_chart(document)
        case "plotly":
            return plotly_chart(document)
        case "bokeh":
            return bokeh_chart(document)
    return None


def vega_chart(spec: Json) -> Chart | None:
    """Return the chart of a Vega-Lite document of one mark, or the first of its layers."""
    top = as_object(spec)
    layers = top.get("layer")
    drawn = as_object(layers[0]) if isinstance(layers, list) and layers else top
    encoding = {**as_object(top.get("encoding")), **as_object(drawn.get("encoding"))}
    rows = _vega_rows(drawn, top) or _vega_rows(top, top)
    names = list(dict.fromkeys(name for row in rows[:_SAMPLE] for name in row))
    x, y = as_object(encoding.get("x")), as_object(encoding.get("y"))
    x_name, y_name = as_text(x.get("field")), as_text(y.get("field"))
    mark = drawn.get("mark")
    described = Encoding(
        mark=_MARKS.get(as_text(as_object(mark).get("type")) or as_text(mark), POINT),
        x=x_name,
        y=y_name or x_name,  # a count has no field
        color=as_text(as_object(encoding.get("color")).get("field")),
        title=_title(top.get("title")),
        x_title=_title(x.get("title")) or x_name,
        y_title=_title(y.get("title")) or y_name,
        x_type=as_text(x.get("type")),
        aggregate=as_text(y.get("aggregate")),
    )
    return chart_of(described, names, [[row.get(name) for name in names] for row in rows])


def _vega_rows(holder: Row, top: Row) -> list[Row]:
    data = as_object(holder.get("data"))
    named = as_object(top.get("datasets")).get(as_text(data.get("name")))
    return [each for each in as_list(data.get("values", named)) if isinstance(each, Mapping)]


def plotly_chart(figure: Json) -> Chart | None:
    """Return the chart of a Plotly figure whose traces have x and y; None for other traces."""
    top = as_object(figure)
    traces = [as_object(each) for each in as_list(top.get("data"))[:MAX_SERIES]]
    rows: list[list[Json]] = []
    for number, trace in enumerate(traces, 1):
        name = as_text(trace.get("name")) or f"trace {number}"
        x, y = _numbers(trace.get("x")), _numbers(trace.get("y"))
        rows += [[*each, name] for each in zip(x or range(len(y)), y, strict=False)]
    if not rows:
        return None
    layout = as_object(top.get("layout"))
    encoding = Encoding(
        mark=_plotly_mark(traces),
        x="x",
        y="y",
        color="trace" if len({row[2] for row in rows}) > 1 else "",
        title=_title(layout.get("title")),
        x_title=_title(as_object(layout.get("xaxis")).get("title")),
        y_title=_title(as_object(layout.get("yaxis")).get("title")),
    )
    return chart_of(encoding, ["x", "y", "trace"], rows)


def _plotly_mark(traces: Sequence[Row]) -> str:
    if any(trace.get("type") == "bar" for trace in traces):
        return BAR
    # Without a mode, a trace of many points is a line.
    if all(as_text(trace.get("mode")) == "markers" for trace in traces):
        return POINT
    return LINE


def _numbers(values: Json) -> Sequence[Json]:
    """Return a list of values, or the array that Plotly 6 sends as base64 (`bdata`)."""
    code = _DTYPES.get(as_text(as_object(values).get("dtype")))
    if code is None:
        return as_list(values)
    try:
        return array(code, b64decode(as_text(as_object(values).get("bdata")))).tolist()
    except (ValueError, binascii.Error):
        return []


def _first_number(names: Sequence[str], types: Row, x: str) -> str:
    found = (each for each in names if each != x and types.get(each) == "quantitative")
    return next(found, names[-1])


def _bin_size(value: Json) -> float:
    """Return the width of a bin: a number, or a time such as `15s`; 0 for none."""
    text = as_text(value)
    if text[-1:] in _UNITS and text[:-1].isdecimal():
        return float(int(text[:-1][:9]) * _UNITS[text[-1]])
    return max(0.0, number_in(value) or 0.0)


def _title(title: Json) -> str:
    """Return a title that is a text, lines of text, or an object with one (`{"text": …}`)."""
    lines = as_list(as_object(title).get("text", title)) or [as_object(title).get("text", title)]
    return " ".join(each for each in lines if isinstance(each, str))


def parsed(text: str) -> Json:
    """Return the value of a JSON text, or None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
