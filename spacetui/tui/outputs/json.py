"""JSON: any value without a view of its own; the files in it are listed."""

from collections.abc import Mapping

from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.tui.outputs.output_view import OutputView, first_file
from spacetui.tui.outputs.text_layout import paragraph


class JsonView(OutputView):
    """Any value. A text by itself is shown without quotes."""

    @property
    def file(self) -> Mapping[str, Json] | None:
        return first_file(self.value)

    def draw(self, value: Json, final: bool) -> None:
        self.summary = summarize_json(value)
        if isinstance(value, str):
            self.body.show_lines(paragraph(value))
        else:
            self.show_json(value)


def summarize_json(value: Json) -> str:
    """Return what a JSON value is in a word or two; empty for text and numbers."""
    match value:
        case None:
            return "null"
        case Mapping():
            return count_text(len(value), "key")
        case list():
            return count_text(len(value), "item")
    return ""
