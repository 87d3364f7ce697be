"""JSON, for every component without a field of its own; the error says where the text breaks."""

import json

from spacetui.errors import BadValue
from spacetui.model.file_data import file_data
from spacetui.model.file_input import files_in, map_file_inputs, read_files
from spacetui.model.schema import Json, Missing
from spacetui.model.text_values import parse_json
from spacetui.tui.inputs.input_field import line_of_type
from spacetui.tui.inputs.textbox import TypedField


class JsonField(TypedField):
    """Any JSON value, typed. A FileData dict in typed text is a file to upload (model/file_input.py, read_files)."""

    is_multiline = True

    def type_note(self) -> str:
        return line_of_type(self.parameter)

    def placeholder(self) -> str:
        return "JSON, or null"

    def read(self, text: str) -> Json | Missing:
        if not text.strip():
            return self.parameter.default
        try:
            return read_files(parse_json(text))
        except ValueError as error:
            raise BadValue(str(error), parameter=self.parameter.name) from error

    def write(self, value: Json) -> str:
        return json_text(value)


def json_text(value: Json) -> str:
    """Give a value as indented JSON; short ones on one line. Files we hold are written as FileData."""
    plain = map_file_inputs(value, lambda file: file_data(file.path)) if files_in(value) else value
    try:
        short = json.dumps(plain, ensure_ascii=False)
        return short if len(short) <= 60 else json.dumps(plain, ensure_ascii=False, indent=2)
    except (TypeError, ValueError, RecursionError):
        return str(value)
