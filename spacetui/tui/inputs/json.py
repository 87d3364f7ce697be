"""JSON, for every component without a field of its own; the error names where the text is wrong."""

import json

from spacetui.errors import BadValue
from spacetui.model.file_data import file_data
from spacetui.model.file_input import files_in, map_file_inputs, read_files
from spacetui.model.parameter_limits import example_json
from spacetui.model.schema import MISSING, Json, Missing
from spacetui.model.typed_text import parse_json
from spacetui.model.validation import has_shape, odd_text_problem, shape_problem
from spacetui.tui.inputs.parameter_text import type_label
from spacetui.tui.inputs.text_fields import TypedField
from spacetui.tui.widgets.glyphs import glyphs

# Characters. Longer JSON is indented.
MAX_ONE_LINE = 60
# The note on a value that is not what the schema says.
DEVIATES = "sent as given"


class JsonField(TypedField):
    """Any JSON value, typed.

    A FileData object in typed text is a file to upload (model/file_input.py, read_files).
    """

    is_multiline = True

    def type_note(self) -> str:
        label = type_label(self.parameter)
        return f"{label} {glyphs().dot} {DEVIATES}" if self._deviation() else label

    @property
    def help(self) -> str:
        deviation = self._deviation()
        if not deviation:
            shape = self.parameter.python_type
            return f" {glyphs().dot} ".join(filter(None, [shape, super().help]))
        return f"schema: {deviation}; {DEVIATES}"

    def problem(self) -> str | None:
        """Return why no app can take the value. Raw JSON that only its schema refuses is sent."""
        reading = self.reading()
        if reading.error is not None or reading.value is MISSING:
            return reading.error
        if odd_text := odd_text_problem(reading.value, self.parameter):
            return odd_text
        problem = shape_problem(reading.value, self.parameter)
        example = example_json(self.parameter)
        if problem and example and has_shape(self.parameter):
            return f"{problem}; write {example}"
        return problem

    def _deviation(self) -> str | None:
        return None if self.problem() else self.reading().problem(self.parameter)

    def placeholder(self) -> str:
        return example_json(self.parameter) or "JSON, or null"

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
    """Return a value as indented JSON, or on one line if it is short.

    A FileInput in it is written as a FileData.
    """
    if files_in(value):
        value = map_file_inputs(value, lambda file: file_data(file.path))
    try:
        text = json.dumps(value, ensure_ascii=False)
        if len(text) <= MAX_ONE_LINE:
            return text
        return json.dumps(value, ensure_ascii=False, indent=2)
    except (TypeError, ValueError, RecursionError):
        return str(value)
