"""What plots of every Gradio version and of Plotly and Altair show, as one Chart."""

import json
from base64 import b64encode
from struct import pack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.model.chart import MAX_POINTS, Chart
from spacetui.model.chart_formats import native_chart, plotly_chart, vega_chart
from spacetui.model.schema import Json

ROWS: list[list[Json]] = [["mon", 3, "a"], ["tue", 5, "a"], ["mon", 4, "b"], ["mon", 1, "b"]]
PROPS: dict[str, Json] = {"x": "day", "y": "n", "color": "who", "title": "Visits"}
# As Gradio 3.50.2 sent them for a BarPlot and a LinePlot of these rows.
DATA: Any = {"d": [dict(zip(("day", "n", "who"), row, strict=True)) for row in ROWS]}
CHANNELS: Any = {
    "color": {"field": "who", "type": "nominal"},
    "x": {"field": "day", "title": "day", "type": "nominal"},
    "y": {"field": "n", "title": "n", "aggregate": "sum", "type": "quantitative"},
}


def native(mark: str, rows: list[Any], **types: str) -> dict[str, Any]:
    return {"columns": list(types), "data": rows, "datatypes": types, "mark": mark}


VISITS = native("bar", ROWS, day="nominal", n="quantitative", who="nominal")


def vega(**more: Any) -> dict[str, Any]:
    spec = {"data": {"name": "d"}, "datasets": DATA, "title": "Visits", **more}
    return {"type": "altair", "plot": json.dumps(spec), "chart": "bar"}


def some(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


@pytest.mark.parametrize(
    "value",
    [
        VISITS,
        vega(encoding=CHANNELS, mark={"type": "bar"}),
        vega(layer=[{"encoding": CHANNELS, "mark": {"type": "bar"}}, {"mark": "point"}]),
    ],
    ids=["6.31", "3.50", "3.50 in layers"],
)
def test_bars_of_one_day_and_colour_are_summed_in_every_version(value: Json) -> None:
    chart = some(native_chart(value, PROPS))

    assert (chart.encoding.mark, chart.encoding.title) == ("bar", "Visits")
    assert chart.categories == ("mon", "tue")
    series = {each.name: each.points for each in chart.series}
    assert series == {"a": (("mon", 3.0), ("tue", 5.0)), "b": (("mon", 5.0),)}
    assert (chart.headers, chart.total) == (("day", "n", "who"), 4)


def test_times_are_put_into_the_bins_that_the_component_names() -> None:
    rows = [[hour * 3_600_000, 1] for hour in range(48)]
    value = native("line", rows, t="temporal", n="quantitative")

    chart = some(native_chart(value, {"x_bin": "1d", "y_aggregate": "count"}))

    assert chart.is_temporal
    assert chart.series[0].points == ((0.0, 24.0), (86_400_000.0, 24.0))


def test_points_without_a_number_are_left_out_and_too_many_are_thinned() -> None:
    rows = [[x, x] for x in range(50_000)] + [[1, None], [None, 2], [3, 1e999], [4]]
    chart = some(native_chart(native("point", rows, x="quantitative", y="quantitative"), {}))

    assert chart.total == 50_000
    assert MAX_POINTS // 2 <= len(chart.series[0].points) <= MAX_POINTS


def test_a_plotly_figure_gives_its_traces_also_in_the_form_of_plotly_6() -> None:
    packed = {"dtype": "f8", "bdata": b64encode(pack("<2d", 3, 4)).decode()}
    traces = [{"x": [1, 2], "y": packed, "name": "up"}, {"y": [5], "mode": "lines"}]
    figure = {"data": traces, "layout": {"title": {"text": "Two"}, "xaxis": {"title": "t"}}}

    chart = some(plotly_chart(figure))

    assert (chart.encoding.title, chart.encoding.x_title, chart.encoding.mark) == (
        "Two",
        "t",
        "line",
    )
    series = {each.name: each.points for each in chart.series}
    assert series == {"up": ((1.0, 3.0), (2.0, 4.0)), "trace 2": ((0.0, 5.0),)}
    assert plotly_chart({"data": [{"type": "pie", "values": [1]}]}) is None


KEYS = ["columns", "data", "mark", "type", "plot", "encoding", "x", "y", "field", "layer", "values"]
ODD = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from(["altair", "x", "{"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=15,
)


@given(ODD, st.dictionaries(st.sampled_from(["x", "y", "color", "x_bin"]), ODD))
def test_any_json_is_a_chart_or_none(value: Json, props: dict[str, Json]) -> None:
    for chart in (native_chart(value, props), vega_chart(value), plotly_chart(value)):
        assert chart is None or len(chart.headers) > 0
