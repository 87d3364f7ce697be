"""Bokeh's documents as charts; what is written here is what bokeh 3.9 sends."""

import json
import zlib
from array import array
from base64 import b64encode
from typing import Any

import pytest

from spacetui.model.bokeh_chart import bokeh_chart
from spacetui.model.chart import BAR, LINE, Series


def thing(name: str, **attributes: Any) -> dict[str, Any]:
    return {"type": "object", "name": name, "id": "p1", "attributes": attributes}


def field(name: str) -> dict[str, Any]:
    return {"type": "field", "field": name}


def renderer(name: str, height: str, x: Any, y: Any) -> dict[str, Any]:
    source = thing("ColumnDataSource", data={"type": "map", "entries": [["x", x], ["h", y]]})
    glyph = thing(name, x=field("x"), **{height: field("h")})
    return thing("GlyphRenderer", data_source=source, glyph=glyph, muted_glyph=glyph)


def document(*renderers: Any) -> dict[str, Any]:
    axis = thing("LinearAxis", axis_label="t")
    figure = thing("Figure", title=thing("Title", text="Waves"), renderers=renderers, below=[axis])
    return json.loads(json.dumps({"doc": {"roots": [figure]}}))  # type: ignore[no-any-return]


def test_lines_and_points_are_series() -> None:
    chart = bokeh_chart(
        document(renderer("Line", "y", [1, 2], [3, 4]), renderer("Scatter", "y", [1], [9]))
    )

    assert chart is not None
    assert (chart.encoding.mark, chart.encoding.title, chart.encoding.x_title) == (
        LINE,
        "Waves",
        "t",
    )
    assert chart.series == (
        Series("line 1", ((1.0, 3.0), (2.0, 4.0))),
        Series("point 2", ((1.0, 9.0),)),
    )


def test_bars_with_a_compressed_array_are_read() -> None:
    packer = zlib.compressobj(wbits=31)
    data = packer.compress(array("d", [3.0, 4.0]).tobytes()) + packer.flush()
    stored = {"type": "bytes", "data": b64encode(data).decode()}
    tops = {"type": "ndarray", "array": stored, "shape": [2], "dtype": "float64"}

    chart = bokeh_chart(document(renderer("VBar", "top", ["a", "b"], tops)))

    assert chart is not None and chart.encoding.mark == BAR
    assert chart.series == (Series("", (("a", 3.0), ("b", 4.0))),)
    tops["array"]["data"] = "H4sI!"  # type: ignore[index]
    assert bokeh_chart(document(renderer("VBar", "top", ["a"], tops))) is None


@pytest.mark.parametrize("value", [None, 3, {"doc": {}}, [[{"name": "GlyphRenderer"}]]])
def test_anything_else_is_no_chart(value: Any) -> None:
    assert bokeh_chart(value) is None
