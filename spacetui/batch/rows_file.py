"""The rows of a CSV, TSV or JSON lines file, read one after another and never all at once.

A column of CSV and TSV, or a key of a JSON line, is a parameter. Empty lines are no rows.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from spacetui.arguments.call_arguments import Given, find_parameter
from spacetui.errors import UsageError
from spacetui.model.schema import Endpoint, Json, Parameter
from spacetui.model.typed_text import parse_json

# Bytes of a line, and characters of a cell.
MAX_LINE = 64 * 1024 * 1024
# What stands between the cells, by the ending of the file's name.
_DELIMITERS = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_JSON_LINES = (".jsonl", ".ndjson", ".json")
_ONE_A_LINE = "Each line is to be one JSON object, with no list around them."
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. number: from 1. line: that it begins in. where: both, for errors.

    inputs: parameter name -> the text of the cell, or the value of a JSON line.
    given: the same, to be read by the types of the parameters.
    """

    number: int
    line: int
    where: str
    inputs: Mapping[str, Json]
    given: Mapping[str, Given]


class RowsFile:
    """A file of rows for the calls of one endpoint. It is opened anew by each `rows()`."""

    def __init__(self, path: Path, endpoint: Endpoint) -> None:
        """Raise UsageError for what is no plain file, or has none of the endings."""
        self.path = path
        self._endpoint = endpoint
        suffix = path.suffix.lower()
        if suffix not in _DELIMITERS and suffix not in _JSON_LINES:
            raise UsageError(
                f"{path.name!r} is neither CSV, TSV nor JSON lines by its name",
                hint="Let it end in .csv, .tsv or .jsonl.",
            )
        try:
            # To open a pipe would wait for its writer, and rows are read more than once.
            is_plain = path.is_file() or not path.exists()
        except (OSError, ValueError) as error:
            raise UsageError(f"{path.name!r} cannot be read: {error}"[:200]) from error
        if not is_plain:
            raise UsageError(f"{path.name!r} cannot be read: it is not a plain file"[:200])

    def rows(self) -> Iterator[Row]:
        """Read the rows in their order. Raises UsageError that names the line of what is wrong."""
        try:
            with self.path.open("rb") as file:
                delimiter = _DELIMITERS.get(self.path.suffix.lower(), "")
                yield from self._cells(file, delimiter) if delimiter else self._objects(file)
        except OSError as error:
            raise UsageError(f"{self.path.name!r} cannot be read: {error.strerror}") from error

    def _cells(self, file: BinaryIO, delimiter: str) -> Iterator[Row]:
        csv.field_size_limit(MAX_LINE)
        reader = csv.reader(self._lines(file), delimiter=delimiter, strict=True)
        parameters: Sequence[Parameter] = ()
        number = 0
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                raise self._error(f"not {_name_of(delimiter)}: {error}", line) from error
            if not cells:
                continue
            if not parameters:
                parameters = self._header(cells, line)
                continue
            number += 1
            if len(cells) != len(parameters):
                message = f"{len(cells)} cells, and the header has {len(parameters)}"
                raise self._error(message, line, number)
            yield self._row_of_cells(number, line, parameters, cells)
        if not parameters:
            raise self._error("it is empty, and its first line is to name parameters")

    def _header(self, names: Sequence[str], line: int) -> Sequence[Parameter]:
        """Return the parameters of the columns."""
        if len(names) == 1 and ";" in names[0] and self._endpoint.parameter(names[0]) is None:
            message = "its cells are separated by semicolons, not by commas"
            raise self._error(message, line, hint="Save it with commas, or as .tsv with tabs.")
        for place, name in enumerate(names):
            if name in names[:place]:
                raise self._error(f"two columns are called {name!r}"[:120], line)
        return [self._parameter(name, f"line {line}") for name in names]

    def _row_of_cells(
        self, number: int, line: int, parameters: Sequence[Parameter], cells: Sequence[str]
    ) -> Row:
        inputs = {each.name: text for each, text in zip(parameters, cells, strict=True)}
        given = {name: Given([text]) for name, text in inputs.items()}
        return Row(number, line, self._where(line, number), inputs, given)

    def _objects(self, file: BinaryIO) -> Iterator[Row]:
        number = 0
        for line, raw in enumerate(self._lines(file), 1):
            text = raw.strip()
            if not text:
                continue
            number += 1
            try:
                value = parse_json(text)
            except ValueError as error:
                is_part = text.startswith("[") or text == "{"
                hint = _ONE_A_LINE if is_part else ""
                raise self._error(str(error), line, number, hint=hint) from error
            if not isinstance(value, dict):
                message = "an object of names to values is wanted"
                raise self._error(message, line, number, hint=_ONE_A_LINE)
            where = self._where(line, number)
            given = {
                name: _given_of_json(self._parameter(name, where), each)
                for name, each in value.items()
            }
            yield Row(number, line, where, value, given)

    def _lines(self, file: BinaryIO) -> Iterator[str]:
        """Decode line by line, so that an error has its line."""
        line = 0
        while raw := file.readline(MAX_LINE + 1):
            line += 1
            if len(raw) > MAX_LINE:
                raise self._error(f"longer than {MAX_LINE >> 20} MB", line)
            try:
                yield (raw.removeprefix(_BOM) if line == 1 else raw).decode()
            except UnicodeDecodeError as error:
                raise self._error("it is not UTF-8 text", line) from error

    def _parameter(self, name: str, where: str) -> Parameter:
        try:
            return find_parameter(self._endpoint, name)
        except UsageError as error:
            failure = error.failure
            where = f"{self.path.name}, {where}"
            raise UsageError(failure.message, where=where, hint=failure.hint) from error

    def _where(self, line: int, number: int) -> str:
        return f"{self.path.name}, row {number} (line {line})"

    def _error(self, message: str, line: int = 0, number: int = 0, *, hint: str = "") -> UsageError:
        where = self.path.name
        if number:
            where = self._where(line, number)
        elif line:
            where = f"{self.path.name}, line {line}"
        return UsageError(message, where=where, hint=hint)


def _name_of(delimiter: str) -> str:
    """Return what a file is called whose cells this stands between."""
    if delimiter == "\t":
        return "TSV"
    return "CSV"


def _given_of_json(parameter: Parameter, value: Json) -> Given:
    """Return a value of a JSON line as something given.

    Texts for a file parameter are files, as in a cell; everything else is raw JSON.
    """
    texts = [value] if isinstance(value, str) else value
    is_texts = isinstance(texts, list) and texts and all(isinstance(each, str) for each in texts)
    if parameter.takes_files and is_texts:
        return Given(list(texts))
    return Given(raw=[value])
