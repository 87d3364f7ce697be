"""TableColumns: what a Dataframe says of its columns: their headers, types, and what may change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Parameter
from spacetui.model.typed_text import parse_json

# Datatypes whose cells are text, even if they read as numbers.
_TEXT_TYPES = ("str", "date", "markdown", "html", "image")
_WORDS = {"str": "text", "bool": "yes or no"}
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a Dataframe, as its config states them.

    headers: those of an empty table. datatype: one for all columns, or one for each. rows_grow,
    columns_grow: whether rows and columns may be added and removed. static: the numbers of columns
    that are not edited.
    """

    headers: tuple[Json, ...] = ()
    datatype: str | tuple[str, ...] = ""
    rows_grow: bool = True
    columns_grow: bool = True
    static: frozenset[int] = frozenset()

    def type_of(self, column: int) -> str:
        """Return the datatype of a column; empty where it may hold anything."""
        if isinstance(self.datatype, str):
            return self.datatype
        return self.datatype[column] if column < len(self.datatype) else ""

    def type_text(self, column: int) -> str:
        """Return the datatype of a column in the user's words."""
        datatype = self.type_of(column)
        return _WORDS.get(datatype, datatype)

    def read(self, text: str, column: int) -> Json:
        """Return the value of a cell for typed text. Raises BadValue for one of another type."""
        return read_cell(text, self.type_of(column))


def columns_of(parameter: Parameter) -> TableColumns:
    """Return what the config of a Dataframe says of its columns.

    Source: gradio 6.31 components/dataframe.py; before 6 the count of columns is `col_count`.
    """
    props = parameter.props
    headers, datatype, static = (props.get(k) for k in ("headers", "datatype", "static_columns"))
    numbers = static if isinstance(static, list) else []
    return TableColumns(
        tuple(headers) if isinstance(headers, list) else _axes(props),
        tuple(map(str, datatype)) if isinstance(datatype, list) else _text_of(datatype),
        not _is_fixed(props, "row_count"),
        not (_is_fixed(props, "column_count", "col_count") or numbers),
        frozenset(each for each in numbers if isinstance(each, int)),
    )


def _axes(props: Mapping[str, Json]) -> tuple[Json, ...]:
    """Return the columns of a Timeseries: x, and each y.

    Source: gradio 3.50 components/timeseries.py.
    """
    x, y = props.get("x"), props.get("y")
    return (x, *y) if isinstance(x, str) and isinstance(y, list) else ()


def _text_of(datatype: Json) -> str:
    return datatype if isinstance(datatype, str) and datatype != "auto" else ""


def _is_fixed(props: Mapping[str, Json], *names: str) -> bool:
    counts = (props.get(name) for name in names)
    return any(isinstance(each, list) and each[-1:] == ["fixed"] for each in counts)


def read_cell(text: str, datatype: str) -> Json:
    """Return the value of a cell for typed text, by the datatype of its column.

    Without a datatype, text that reads as a number is one. No text is null, but in a column of
    text. Raises BadValue for text that is not of the type.
    """
    if datatype in _TEXT_TYPES:
        if datatype == "date" and text.strip() and not _is_date(text.strip()):
            raise BadValue("not a date; write YYYY-MM-DD")
        return text
    if not text.strip():
        return None
    if datatype == "bool":
        return _read_bool(text.strip().lower())
    number = _read_number(text)
    if number is None and datatype == "number":
        raise BadValue("not a number")
    return text if number is None else number


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _read_bool(text: str) -> bool:
    if text not in _TRUE + _FALSE:
        raise BadValue("not true or false")
    return text in _TRUE


def _read_number(text: str) -> int | float | None:
    """Return the number that a text is, or None. As in JSON, but `1e400` is too large for one."""
    try:
        value = parse_json(text)
    except ValueError:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        return None
    return value
