"""JSON: whatever has no view of its own; files in it are listed."""

from collections.abc import Mapping

from spacetui.model.file_data import files_within
from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import json_lines, sentence


class JsonView(OutputView):
    """Any value. A bare string is shown as text, without quotes."""

    @property
    def file(self) -> Mapping[str, Json] | None:
        found = files_within(self.value)
        return found[0] if found else None

    def draw(self, value: Json, final: bool) -> None:
        self.summary = summary_of(value)
        self.body.fill(sentence(value) if isinstance(value, str) else json_lines(value))


def summary_of(value: Json) -> str:
    """Say in a word or two what a JSON value is."""
    if isinstance(value, Mapping):
        return count_text(len(value), "key")
    if isinstance(value, list):
        return count_text(len(value), "item")
    return "null" if value is None else ""
