"""A table as text: CSV or TSV as pasted from a spreadsheet, or JSON."""

import asyncio
import csv
import io
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Missing
from spacetui.model.typed_text import parse_json
from spacetui.text.format import size_text
from spacetui.tui.inputs.input_field import PICK_KEYS
from spacetui.tui.inputs.json import json_text
from spacetui.tui.inputs.number import is_number
from spacetui.tui.inputs.text_fields import TypedField

# Headers that the placeholder shows, and characters of each.
MAX_HEADERS, MAX_HEADER = 20, 60
# Datatypes of columns whose cells are text, even if they read as numbers.
_TEXT_TYPES = ("str", "date", "markdown", "html")
# Endings of files with a table, and bytes that one may have.
TABLE_TYPES = (".csv", ".tsv", ".json", ".txt")
MAX_FILE = 25_000_000


class TableField(TypedField):
    """A Dataframe; the first line holds the headers."""

    is_multiline = True
    BINDINGS: ClassVar[list[BindingType]] = PICK_KEYS

    def action_pick(self) -> None:
        """Load a table from a file that is picked."""
        from spacetui.tui.inputs.file_picker import FilePicker

        self.app.push_screen(FilePicker(Path.cwd(), _is_table), self._load)

    def _load(self, paths: list[Path] | None) -> None:
        for path in paths or []:
            self.run_worker(self._load_file(path), group="load", exclusive=True)

    async def _load_file(self, path: Path) -> None:
        """Show the table of a file, or why it has none."""
        try:
            value = await asyncio.to_thread(lambda: self.read(read_table_file(path)))
        except BadValue as error:
            self.error = error.failure.message
        else:
            self.set_value(value)
            self.error = ""

    def type_note(self) -> str:
        return "CSV, headers first"

    def placeholder(self) -> str:
        headers = self.parameter.props.get("headers")
        if not isinstance(headers, list):
            headers = []
        names = [str(each)[:MAX_HEADER] for each in headers[:MAX_HEADERS]]
        return ",".join(names) or "name,age"

    def read(self, text: str) -> Json | Missing:
        if not text.strip():
            return self.parameter.default
        if not text.lstrip().startswith(("{", "[")):
            return read_table(text, self.parameter.props.get("datatype"))
        try:
            return to_table(parse_json(text))
        except ValueError as error:
            raise BadValue(str(error), parameter=self.parameter.name) from error

    def write(self, value: Json) -> str:
        return table_text(value)


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in TABLE_TYPES


def read_table_file(path: Path) -> str:
    """Return the text of a file with a table. Raises BadValue where it cannot be read as text."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise BadValue(f"{path.name} is larger than {size_text(MAX_FILE)}")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadValue(f"{path.name} is not UTF-8 text") from error
    except OSError as error:
        raise BadValue(f"cannot read {path.name}: {error.strerror}") from error


def to_table(value: Json) -> Json:
    """Return a list of rows or of objects as a table in Gradio's shape; other values as they are.

    Rows get numbered headers, objects their keys as headers.
    """
    if not isinstance(value, list):
        return value
    if value and all(isinstance(each, dict) for each in value):
        return _table_of_objects(value)
    rows = [each if isinstance(each, list) else [each] for each in value]
    width = max((len(each) for each in rows), default=0)
    return _table([str(number) for number in range(1, width + 1)], rows)


def _table_of_objects(objects: list[dict[str, Json]]) -> Json:
    headers = list(dict.fromkeys(str(key) for each in objects for key in each))
    return _table(headers, [[each.get(header) for header in headers] for each in objects])


def _table(headers: list[str], rows: list[list[Json]]) -> Json:
    return {"headers": headers, "data": rows, "metadata": None}


def read_table(text: str, datatype: Json = None) -> Json:
    """Read CSV or TSV as a table in Gradio's shape.

    A cell that reads as a number is one, unless its column is one of text.
    datatype: as a Dataframe states it, one for all columns or a list.
    Raises BadValue for a row longer than the headers, and a cell that its column does not take.
    """
    headers, *rows = _csv_rows(text) or [[]]
    datatypes = [str(datatype or "")] * len(headers)
    if isinstance(datatype, list):
        datatypes = [*(str(each) for each in datatype), *[""] * len(headers)]
    data = []
    for number, cells in enumerate(rows, 2):
        if len(cells) > len(headers):
            raise BadValue(f"row {number} has {len(cells)} cells, the headers {len(headers)}")
        values = []
        for cell, kind, header in zip(cells, datatypes, headers, strict=False):
            value = _read_cell(cell, kind)
            if problem := _cell_problem(value, kind):
                raise BadValue(f"row {number}, {header}: {problem}")
            values.append(value)
        data.append(values + [None] * (len(headers) - len(cells)))
    return _table(headers, data)


def _cell_problem(value: Json, datatype: str) -> str:
    """Return why a column does not take a value; empty where it does. Null is taken everywhere."""
    if datatype == "number" and not (value is None or is_number(value)):
        return "not a number"
    if datatype == "bool" and not (value is None or isinstance(value, bool)):
        return "not true or false"
    return ""


def _csv_rows(text: str) -> list[list[str]]:
    """Return the rows of CSV or TSV without the empty ones."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    try:
        return [row for row in reader if row]
    except csv.Error as error:
        raise BadValue(f"not CSV: {error}") from error


def _read_cell(text: str, datatype: str) -> Json:
    if datatype in _TEXT_TYPES:
        return text
    if datatype == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text == "":
        return None
    try:
        value = parse_json(text)
    except ValueError:
        return text
    if is_number(value):
        return value
    return text


def table_text(value: Json) -> str:
    """Return a table as CSV, and any other value as JSON."""
    if not isinstance(value, dict) or not isinstance(value.get("data"), list):
        return json_text(value)
    headers = value.get("headers")
    if not isinstance(headers, list):
        headers = []
    data = [row for row in value["data"] if isinstance(row, list)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([headers, *data])  # null becomes an empty cell
    return out.getvalue().rstrip("\n")
