"""Files by path or URL; the note shows what was found at the path.

Only what the user enters here becomes a FileInput. A FileData of the server's own (a default, an
earlier output) is named in the empty editor and sent back unchanged (security.md, section 5).
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from spacetui.model.file_input import files_in
from spacetui.model.parameter_limits import example_json
from spacetui.model.schema import MISSING, FileShape, Json, Missing, Parameter
from spacetui.model.validation import encoding_problem
from spacetui.system.accepted_files import accepted_label, value_problem
from spacetui.tui.inputs.file_look import FileLook
from spacetui.tui.inputs.file_note import FileNote
from spacetui.tui.inputs.file_picking import fits_of, pick_files
from spacetui.tui.inputs.file_text import FileText
from spacetui.tui.inputs.input_field import PICK_KEYS
from spacetui.tui.inputs.lines_editor import TextEditor
from spacetui.tui.inputs.path_line import PathLine
from spacetui.tui.inputs.text_editors import LineInput
from spacetui.tui.inputs.text_fields import TypedField


class FileField(TypedField):
    """One path, or several if the component takes several."""

    BINDINGS: ClassVar[list[BindingType]] = PICK_KEYS

    def __init__(self, parameter: Parameter) -> None:
        self._file_text = _text_of(parameter)
        self.takes_several = self._file_text.takes_several
        super().__init__(parameter)
        self._file_note = FileNote(self.entry, self.reading, self.head.redraw)
        self._look = FileLook(self, self._file_note, self._file_text.prepare)

    def make_editor(self, text: str) -> LineInput | TextEditor:
        if self.takes_several and "\n" in text:
            return TextEditor(text)
        return PathLine(text, fits=fits_of(self.parameter), several=self.takes_several)

    def placeholder(self) -> str:
        given = MISSING if self.entry.is_edited else self.entry.given
        return self._file_text.placeholder(self.parameter, given)

    def type_note(self) -> str:
        label = accepted_label(self.parameter)
        if label == "file" and self.takes_several:
            label = "files"
        return self._file_note.text or label

    def read(self, text: str) -> Json | Missing:
        return self._file_text.read(text, self.parameter)

    def write(self, value: Json) -> str:
        return self._file_text.write(value)

    def problem(self) -> str | None:
        if not self.entry.is_edited and not files_in(self.entry.given):
            return super().problem()
        reading = self.reading()
        found = reading.error or value_problem(reading.value, self.parameter)
        found = found or encoding_problem(reading.value)
        if found or not (problem := reading.problem(self.parameter)):
            return found or None
        return f"{problem}; as JSON: {example_json(self.parameter)}"

    def on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+j" and self.takes_several and isinstance(self.editor, LineInput):
            event.stop()
            event.prevent_default()
            self._use_lines(f"{self.text}\n")

    def paste_lines(self, lines: list[str]) -> None:
        if self.takes_several:
            self._use_lines("\n".join(filter(None, [self.text, *lines])))
        else:
            super().paste_lines(lines)

    def _use_lines(self, text: str) -> None:
        self.entry.is_edited = True
        self._growing.become_multiline(text)
        self.post_change()

    def action_pick(self) -> None:
        """Pick files in a dialog; several are added to those that are given."""
        pick_files(self, self._growing.load)

    def on_mount(self) -> None:
        self._look.start()

    def post_change(self) -> None:
        self._file_note.text = ""
        super().post_change()
        if self.is_attached:
            self._look.start()


def _text_of(parameter: Parameter) -> FileText:
    if parameter.file_shape is not FileShape.EDITOR:
        return FileText(parameter)
    from spacetui.tui.inputs.layered_picture import LayeredPicture  # few forms have one

    return LayeredPicture(parameter)
