"""Fields whose value is text: a line, several lines, a secret."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events, on
from textual.widget import Widget
from textual.widgets import Input

from spacetui.model.schema import Json, Missing, Parameter
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.text_editors import GrowingEditor, LineInput, make_editor
from spacetui.tui.inputs.value_as_text import EditorValue

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from spacetui.tui.inputs.lines_editor import TextEditor


class TypedField(InputField):
    """The base of fields with one text editor.

    entry: the value behind the text, exact until the user types.
    """

    is_multiline = False

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.entry = EditorValue(self.write)
        self._growing = GrowingEditor(self.make_editor(self.entry.load(parameter.default)))
        self._show_placeholder()

    def read(self, text: str) -> Json | Missing:
        """Return the value of a typed text. Raises BadValue."""
        return text

    def write(self, value: Json) -> str:
        """Return the text for a value, which is neither null nor MISSING."""
        return str(value)

    def placeholder(self) -> str:
        """Return what an empty editor shows."""
        return self.parameter.placeholder

    def make_editor(self, text: str) -> LineInput | TextEditor:
        """Make the editor that `text` needs."""
        return make_editor(text, self.parameter, is_multiline=self.is_multiline)

    def editors(self) -> Iterable[Widget]:
        yield self.editor

    @property
    def editor(self) -> LineInput | TextEditor:
        """The editor now; a one-line editor is replaced when it needs line breaks."""
        return self._growing.widget

    @property
    def text(self) -> str:
        """The text in the editor."""
        return self._growing.text

    def value(self) -> Json | Missing:
        if self.entry.is_edited:
            return self.read(self.text)
        return self.entry.given

    def set_value(self, value: Json | Missing) -> None:
        self._growing.load(self.entry.load(value))
        self._show_placeholder()
        self.post_change()

    def _show_placeholder(self) -> None:
        self.editor.show_placeholder(self.entry.kept_note() or self.placeholder())

    # By its name, not by @on, which would have to import TextArea.
    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self._typed(event)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        if event.control is not self.editor:
            return  # the last message of an editor that was replaced
        if not self.entry.is_edited:
            if self.text == self.entry.loaded:
                return  # set_value changed the editor, not the user
            self.entry.is_edited = True
            self._show_placeholder()
        self.post_change()

    def on_paste(self, event: events.Paste) -> None:
        """Insert a paste of several lines, which LineInput leaves to its field."""
        event.stop()
        if self.has_focus:  # chosen: what is pasted is typed
            self.focus_editor()
            self.editor.post_message(events.Paste(event.text))
        else:
            self.paste_lines(event.text.splitlines())

    def paste_lines(self, lines: list[str]) -> None:
        """Insert pasted lines; joined to one in a one-line editor."""
        if isinstance(self.editor, LineInput):
            self.editor.insert_text_at_cursor(" ".join(lines))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(self))


class TextField(TypedField):
    """Text: one line, or several once a line break is pasted, set or typed (ctrl+j)."""

    def type_note(self) -> str:
        limit = self.parameter.max_length
        if limit is not None:
            return f"{len(self.text)} of {limit} characters"
        return "secret" if self.parameter.is_secret else "text"

    def paste_lines(self, lines: list[str]) -> None:
        if self.parameter.is_secret:
            super().paste_lines(lines)
        else:
            self._insert_lines("\n".join(lines))

    def on_key(self, event: events.Key) -> None:
        if event.key not in ("ctrl+j", "shift+enter") or self.parameter.is_secret:
            return
        if isinstance(self.editor, LineInput) and self.editor.has_focus:
            self._insert_lines("\n")
            event.stop()
            event.prevent_default()

    def _insert_lines(self, inserted: str) -> None:
        if isinstance(self.editor, LineInput):
            self.entry.is_edited = True
            self._growing.insert_lines(inserted)
            self.post_change()
