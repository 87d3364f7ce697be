"""Fields whose value is text: a line, several lines, a secret, code, a colour, a time."""

import re
from collections.abc import Iterable

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, TextArea

from spacetui.model.schema import MISSING, Json, Missing, Parameter
from spacetui.text.format import size_text
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.text_editors import LineInput, TextEditor
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line_content

# Characters. A longer text from the app is kept and sent, but not put into an editor, which would
# wrap all of it again at each key.
MAX_EDITED = 50_000


class TypedField(InputField):
    """The base of fields with one text editor. `given` stays exact until the user types.

    loaded: the text that set_value put into the editor. is_edited: the user has typed since.
    """

    is_multiline = False

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.given: Json | Missing = parameter.default
        self.loaded = ""
        self.is_edited = False
        self.editor: LineInput | TextEditor = self.make_editor(self._load(parameter.default))
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
        if self.is_multiline or self.parameter.lines > 1 or "\n" in text:
            return TextEditor(text, rows=self.parameter.lines)
        return LineInput(text, password=self.parameter.is_secret)

    def editors(self) -> Iterable[Widget]:
        yield self.editor

    @property
    def text(self) -> str:
        """The text in the editor."""
        if isinstance(self.editor, LineInput):
            return self.editor.value
        return self.editor.text

    def value(self) -> Json | Missing:
        if self.is_edited:
            return self.read(self.text)
        return self.given

    def set_value(self, value: Json | Missing) -> None:
        self.given = value
        self.is_edited = False
        text = self._load(value)
        if isinstance(self.editor, TextEditor):
            self.editor.load_text(text)
        elif "\n" in text and not self.parameter.is_secret:
            self.become_multiline(text)
        else:
            self.editor.value = text
            self.editor.cursor_position = len(text)
        self._show_placeholder()
        self.post_change()

    def _load(self, value: Json | Missing) -> str:
        """Set and return the text that the editor shows for a value."""
        self.loaded = ""
        if value is not MISSING and value is not None:
            text = self.write(value)
            if len(text) <= MAX_EDITED:
                self.loaded = text
        return self.loaded

    def _show_placeholder(self) -> None:
        self.editor.show_placeholder(self._kept_note() or self.placeholder())

    def _kept_note(self) -> str:
        """Return what an editor shows that is empty although there is a value; or nothing."""
        if self.is_edited or self.loaded or self.given is MISSING:
            return ""
        if self.given is None:
            return "null"
        text = self.write(self.given)
        if not text:
            return ""
        return f"{size_text(len(text))} of text, kept as it is; typing replaces it"

    def become_multiline(self, text: str, cursor: int | None = None) -> None:
        """Replace a one-line editor by one that can hold line breaks.

        cursor: its index in `text`; at the end unless given.
        """
        old, had_focus = self.editor, self.editor.has_focus
        self.editor = TextEditor(text)
        if not self.is_mounted:
            return
        assert isinstance(old.parent, Widget)  # it is mounted
        old.parent.mount(self.editor, before=old)
        old.remove()
        lines = text[:cursor].split("\n")
        self.editor.move_cursor((len(lines) - 1, len(lines[-1])))
        if had_focus:
            self.editor.focus()

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        if event.control is not self.editor:
            return  # the last message of an editor that was replaced
        if not self.is_edited:
            if self.text == self.loaded:
                return  # set_value changed the editor, not the user
            self.is_edited = True
            self._show_placeholder()
        self.post_change()

    def on_paste(self, event: events.Paste) -> None:
        """Insert a paste of several lines, which LineInput leaves to its field."""
        event.stop()
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
        if not isinstance(self.editor, LineInput):
            return
        start, end = sorted(self.editor.selection)
        text = self.text[:start] + inserted + self.text[end:]
        self.is_edited = True
        self.become_multiline(text, start + len(inserted))
        self.post_change()


class CodeField(TypedField):
    """Code: always several lines."""

    is_multiline = True

    def type_note(self) -> str:
        language = self.parameter.props.get("language")
        if isinstance(language, str) and language:
            return language
        return "code"


class ColorField(TypedField):
    """A colour, `#rrggbb` or another form that the app reads; the note shows it."""

    _HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")

    def type_note(self) -> str:
        return "colour"

    def placeholder(self) -> str:
        return self.parameter.placeholder or "#rrggbb"

    def note_content(self) -> Content:
        note = line_content(self.note, style="$muted")
        text = self.text.strip()
        if not self._HEX.fullmatch(text):
            return note
        return Content.assemble((f"{glyphs().done} ", text), note)


class TimeField(TypedField):
    """A date and time as text, because an app reads `now - 1d` as well as a date."""

    @property
    def _is_date(self) -> bool:
        return self.parameter.props.get("include_time") is False

    def type_note(self) -> str:
        return "date" if self._is_date else "date and time"

    def placeholder(self) -> str:
        form = "YYYY-MM-DD" if self._is_date else "YYYY-MM-DD HH:MM:SS"
        return self.parameter.placeholder or form
