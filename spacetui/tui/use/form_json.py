"""The values of a form as one JSON object, and back. A secret of the user's is left out."""

from __future__ import annotations

import json
from textwrap import indent

from spacetui.errors import BadValue
from spacetui.model.file_data import files_within, is_marked_file, map_files
from spacetui.model.file_input import FileInput, read_file_json
from spacetui.model.schema import MISSING, Json, Missing, Parameter
from spacetui.model.typed_text import parse_json
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.json import json_text
from spacetui.tui.use.form_values import FormValues


def _fields_in(fields: FormValues) -> list[InputField]:
    return [each for each in fields.of_parameters if not each.parameter.is_secret]


def form_text(fields: FormValues) -> str:
    """Return the values as indented JSON: a line or more for each field that has one.

    A file of the user's is written as a FileData. What cannot be read as a value is left out.
    """
    readings = ((each.parameter.name, each.reading().value) for each in _fields_in(fields))
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}: {json_text(value)}"
        for name, value in readings
        if value is not MISSING
    ]
    return "{\n" + indent(",\n".join(lines), "  ") + "\n}"


def take_form_text(text: str, fields: FormValues) -> None:
    """Put the values of a JSON object into the fields; one that it does not name is the app's own.

    Raises BadValue, before anything is changed, for text that is no such object.
    """
    try:
        values = parse_json(text)
    except ValueError as error:
        raise BadValue(str(error)) from error
    if not isinstance(values, dict):
        raise BadValue("an object is wanted: the name of each field, and its value")
    found = _fields_in(fields)
    names = [each.parameter.name for each in found]
    if unknown := next((name for name in values if name not in names), None):
        raise BadValue(f"no field is called {unknown!r}; the fields are {', '.join(names)}"[:200])
    read = [_read(values, each) for each in found]
    for field, value in zip(found, read, strict=True):
        field.set_value(value)


def _read(values: dict[str, Json], field: InputField) -> Json | Missing:
    """Return the value of a field in the object.

    A FileData that the user wrote is a file to upload. One that the field had from the app stays as
    it is: nothing is read from this machine because a server names it (security.md, section 5).
    """
    parameter, before = field.parameter, field.reading().value
    if parameter.name not in values:
        return parameter.default
    value = values[parameter.name]
    known = files_within(before)
    if value == before:
        return before
    if not known:
        return _with_files(value, parameter)
    return map_files(
        value,
        lambda each: is_marked_file(each) and each not in known,
        lambda file: FileInput(file["path"]),
    )


def _with_files(value: Json, parameter: Parameter) -> Json:
    if parameter.takes_files and value is not None:
        return read_file_json(value, parameter, FileInput)
    return map_files(value, is_marked_file, lambda file: FileInput(file["path"]))
