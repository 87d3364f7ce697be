"""The lines, points and bars of a Bokeh document as a Chart. Pure; any JSON in, never raises.

Source: bokeh 3.9 core/serialization.py (`{"type": "object", "name", "attributes"}`, maps as
entries, arrays as base64 of gzip).
"""

import binascii
import zlib
from array import array
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence

from spacetui.model.chart import BAR, LINE, MAX_SERIES, POINT, Chart, Encoding, chart_of
from spacetui.model.json_values import as_list, as_object, as_text
from spacetui.model.schema import Json

Row = Mapping[str, Json]
# Parts of a document that are looked at, and bytes of an array after decompression.
MAX_VISITED, MAX_ARRAY = 100_000, 32_000_000
# The marks of glyphs, and where each has its height.
_GLYPHS = {"Line": LINE, "Step": LINE, "Scatter": POINT, "Circle": POINT, "VBar": BAR}
_DTYPES = {
    "int8": "b", "uint8": "B", "int16": "h", "uint16": "H", "int32": "i", "uint32": "I",
    "float32": "f", "float64": "d",
}  # fmt: skip


def bokeh_chart(document: Json) -> Chart | None:
    """Return the chart of the first kinds of glyphs that can be drawn; None where there is none."""
    parts = list(_parts(document))
    rows: list[list[Json]] = []
    marks: list[str] = []
    for renderer in [each for each in parts if each.get("name") == "GlyphRenderer"][:MAX_SERIES]:
        attributes = as_object(renderer.get("attributes"))
        mark, points = _points(attributes)
        marks += [mark] * bool(points)
        rows += [[*point, f"{mark} {len(marks)}"] for point in points]
    if not rows:
        return None
    titles = _texts(parts, "Title", "text")
    encoding = Encoding(
        mark=marks[0],
        x="x",
        y="y",
        color="glyph" if len(marks) > 1 else "",
        title=titles[0] if titles else "",
        x_title=" ".join(_axis_labels(parts, "below")),
        y_title=" ".join(_axis_labels(parts, "left")),
    )
    return chart_of(encoding, ["x", "y", "glyph"], rows)


def _parts(document: Json) -> Iterator[Row]:
    """Yield the objects of a document in their order."""
    stack, visited = [document], 0
    while stack and visited < MAX_VISITED:
        part = stack.pop()
        visited += 1
        if isinstance(part, Mapping):
            yield part
            stack += reversed(list(part.values()))
        elif isinstance(part, list) and not all(isinstance(each, (int, float)) for each in part):
            stack += reversed(part)


def _points(renderer: Row) -> tuple[str, Sequence[tuple[Json, Json]]]:
    """Return how a renderer draws, and its points."""
    glyph = as_object(renderer.get("glyph"))
    mark = _GLYPHS.get(as_text(glyph.get("name")))
    source = as_object(as_object(renderer.get("data_source")).get("attributes"))
    columns = _columns(source.get("data"))
    if mark is None:
        return "", ()
    fields = as_object(glyph.get("attributes"))
    height = fields.get("top") if mark == BAR else fields.get("y")
    x, y = (columns.get(_field(each), ()) for each in (fields.get("x"), height))
    return mark, list(zip(x, y, strict=False))


def _field(spec: Json) -> str:
    """Return the column that a glyph's field names: `{"type": "field", "field": "x"}`."""
    return as_text(as_object(spec).get("field")) or as_text(spec)


def _columns(data: Json) -> dict[str, Sequence[Json]]:
    """Return the columns of a source: a map of Bokeh 3, or an object of Bokeh 2."""
    entries = as_list(as_object(data).get("entries"))
    pairs = [(each[0], each[1]) for each in entries if isinstance(each, list) and len(each) == 2]
    if not pairs:
        pairs = list(as_object(data).items())
    return {name: _values(values) for name, values in pairs if isinstance(name, str)}


def _values(values: Json) -> Sequence[Json]:
    """Return the values of a column, which may be an array as base64."""
    code = _DTYPES.get(as_text(as_object(values).get("dtype")))
    if code is None:
        return as_list(values)
    stored = as_object(as_object(values).get("array"))
    try:
        data = b64decode(as_text(stored.get("data")))
        if data[:2] == b"\x1f\x8b":
            data = zlib.decompressobj(31).decompress(data, MAX_ARRAY)
        numbers = array(code, data[: len(data) // array(code).itemsize * array(code).itemsize])
    except (ValueError, binascii.Error, zlib.error):
        return []
    return numbers.tolist()


def _texts(parts: Sequence[Row], name: str, attribute: str) -> list[str]:
    found = (as_object(each.get("attributes")) for each in parts if each.get("name") == name)
    return [text for each in found if (text := as_text(each.get(attribute)))]


def _axis_labels(parts: Sequence[Row], side: str) -> list[str]:
    axes = next((as_list(each[side]) for each in parts if side in each), [])
    labels = (as_object(as_object(each).get("attributes")).get("axis_label") for each in axes)
    return [as_text(each) for each in labels if as_text(each)]
