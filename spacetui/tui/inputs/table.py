"""A table as text: CSV or TSV as pasted from a spreadsheet, or JSON."""

import csv
import io
from collections.abc import Sequence

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Missing
from spacetui.model.text_values import parse_json
from spacetui.tui.inputs.textbox import TypedField


class TableField(TypedField):
    """A Dataframe; the first line holds the headers."""

    is_multiline = True

    def type_note(self) -> str:
        return "CSV, headers first"

    def placeholder(self) -> str:
        return ",".join(self._headers()) or "name,age"

    def _headers(self) -> list[str]:
        headers = self.parameter.props.get("headers")
        return [str(each)[:60] for each in headers[:20]] if isinstance(headers, list) else []

    def read(self, text: str) -> Json | Missing:
        if not text.strip():
            return self.parameter.default
        if text.lstrip().startswith(("{", "[")):
            try:
                value = parse_json(text)
            except ValueError as error:
                raise BadValue(str(error), parameter=self.parameter.name) from error
            return table_of(value)
        return read_table(text, self._datatypes())

    def _datatypes(self) -> Sequence[str]:
        given = self.parameter.props.get("datatype")
        return (
            [str(each) for each in given]
            if isinstance(given, list)
            else [str(given)] * 100
            if given
            else ()
        )

    def write(self, value: Json) -> str:
        return table_text(value)


def table_of(value: Json) -> Json:
    """Give a table in Gradio's shape: rows alone get numbered headers, lists of objects their keys."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        headers = list(dict.fromkeys(str(key) for each in value for key in each))
        return {
            "headers": headers,
            "data": [[each.get(h) for h in headers] for each in value],
            "metadata": None,
        }
    if isinstance(value, list):
        rows = [each if isinstance(each, list) else [each] for each in value]
        width = max((len(each) for each in rows), default=0)
        return {"headers": [str(n + 1) for n in range(width)], "data": rows, "metadata": None}
    return value


def read_table(text: str, datatypes: Sequence[str] = ()) -> Json:
    """Read CSV or TSV; a cell that reads as a number is one, unless its column is said to be text.

    Raises BadValue for a row longer than the headers.
    """
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    try:
        rows = [
            each
            for each in csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
            if each
        ]
    except csv.Error as error:
        raise BadValue(f"not CSV: {error}") from error
    headers, data = rows[0] if rows else [], []
    for number, cells in enumerate(rows[1:], 2):
        if len(cells) > len(headers):
            raise BadValue(f"row {number} has {len(cells)} cells, the headers {len(headers)}")
        kinds = [*datatypes, *[""] * len(headers)]
        data.append([_cell(each, kind) for each, kind in zip(cells, kinds, strict=False)])
        data[-1] += [None] * (len(headers) - len(cells))
    return {"headers": headers, "data": data, "metadata": None}


def _cell(text: str, kind: str) -> Json:
    if kind in ("str", "date", "markdown", "html"):
        return text
    if kind == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text == "":
        return None
    try:
        number = parse_json(text)
    except ValueError:
        return text
    return number if isinstance(number, (int, float)) and not isinstance(number, bool) else text


def table_text(value: Json) -> str:
    """Give a table as CSV, or any other value as JSON."""
    from spacetui.tui.inputs.json import json_text

    if not isinstance(value, dict) or not isinstance(value.get("data"), list):
        return json_text(value)
    headers: list[Json] = value["headers"] if isinstance(value.get("headers"), list) else []
    rows = [each for each in value["data"] if isinstance(each, list)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([headers, *([("" if c is None else c) for c in each] for each in rows)])
    return out.getvalue().rstrip("\n")
