"""Text and files in one value: `{"text": …, "files": […]}`."""

from collections.abc import Iterable, Mapping

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from spacetui.model.file_input import FileInput, files_in
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.system.accepted_files import value_problem
from spacetui.tui.inputs.file_picking import fits_of
from spacetui.tui.inputs.path_line import PathLine
from spacetui.tui.inputs.path_parsing import split_paths
from spacetui.tui.inputs.text_fields import TextField


class MultimodalField(TextField):
    """A text, and under it a line of paths."""

    def __init__(self, parameter: Parameter) -> None:
        self.files = PathLine(
            fits=fits_of(parameter), several=True, placeholder="and files: paths or URLs"
        )
        super().__init__(parameter)

    def editors(self) -> Iterable[Widget]:
        yield self.editor
        yield self.files

    def type_note(self) -> str:
        return "text and files"

    def write(self, value: Json) -> str:
        if isinstance(value, Mapping):
            value = value.get("text")
        return "" if value is None else str(value)

    def value(self) -> Json | Missing:
        if not self.entry.is_edited:
            return self.entry.given
        paths = split_paths(self.files.value, several=True)
        return {"text": self.text, "files": [FileInput(path) for path in paths]}

    def set_value(self, value: Json | Missing) -> None:
        self.files.value = " ".join(f"'{file.path}'" for file in files_in(value))
        super().set_value(value)

    def paste_lines(self, lines: list[str]) -> None:
        if self.files.has_focus:
            self.files.insert_text_at_cursor(" ".join(lines))
        else:
            super().paste_lines(lines)

    def problem(self) -> str | None:
        if not self.entry.is_edited:
            return super().problem()
        return value_problem(self.value(), self.parameter) or super().problem()

    @on(Input.Changed)
    def _paths_typed(self, event: Input.Changed) -> None:
        if event.control is self.files and self.files.has_focus:
            event.stop()
            self.entry.is_edited = True
            self.post_change()
