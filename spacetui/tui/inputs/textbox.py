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
from spacetui.tui.widgets.safe_content import one_line

# Characters. Longer text that the app gave is kept and sent, but not put into an editor, which would rewrap
# all of it at each key.
MAX_EDITED = 50_000


class TypedField(InputField):
    """A field of one text editor. What was set stays exact (`given`) until the person types."""

    is_multiline = False

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.given: Json | Missing = parameter.default
        self.loaded = ""
        self.is_touched = False
        self.editor: LineInput | TextEditor = self.make_editor(self._load(parameter.default))
        self._say_placeholder()

    def read(self, text: str) -> Json | Missing:
        """Give the value that typed `text` stands for. Raises BadValue."""
        return text

    def write(self, value: Json) -> str:
        """Give the text that stands for `value`, which is neither null nor MISSING."""
        return value if isinstance(value, str) else str(value)

    def placeholder(self) -> str:
        """What an empty editor says when nothing else is to be said."""
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
        """What stands in the editor."""
        return self.editor.value if isinstance(self.editor, LineInput) else self.editor.text

    def value(self) -> Json | Missing:
        return self.read(self.text) if self.is_touched else self.given

    def set_value(self, value: Json | Missing) -> None:
        self.given = value
        self.is_touched = False
        text = self._load(value)
        if "\n" in text and isinstance(self.editor, LineInput) and not self.parameter.is_secret:
            self.become_multiline(text)
        elif isinstance(self.editor, LineInput):
            self.editor.value = text
            self.editor.cursor_position = len(text)
        else:
            self.editor.load_text(text)
        self._say_placeholder()
        self.changed()

    def _load(self, value: Json | Missing) -> str:
        text = "" if value is MISSING or value is None else self.write(value)
        self.loaded = text if len(text) <= MAX_EDITED else ""
        return self.loaded

    def _say_placeholder(self) -> None:
        value = self.given
        if value is None and not self.is_touched:
            words = "null"
        elif (
            value is not MISSING
            and not self.loaded
            and not self.is_touched
            and (kept := self.write(value))
        ):
            words = f"{size_text(len(kept))} of text, kept as it is; typing replaces it"
        else:
            words = self.placeholder()
        self.editor.show_placeholder(words)

    def become_multiline(self, text: str, caret: int | None = None) -> None:
        """Put a growing editor in place of the line, which cannot hold a line break."""
        old, had_focus = self.editor, self.editor.has_focus
        self.editor = TextEditor(text)
        if not self.is_mounted:
            return
        old.parent.mount(self.editor, before=old)  # type: ignore[union-attr]  # a mounted editor has a parent
        old.remove()
        lines = text[: len(text) if caret is None else caret].split("\n")
        self.editor.move_cursor((len(lines) - 1, len(lines[-1])))
        if had_focus:
            self.editor.focus()

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        if event.control is not self.editor:
            return  # the last word of an editor that was replaced
        if not self.is_touched and self.text == self.loaded:
            return  # the echo of set_value
        if not self.is_touched:
            self.is_touched = True
            self._say_placeholder()
        self.changed()

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste of several lines, which a line editor leaves to its field."""
        event.stop()
        self.take_lines(event.text.splitlines())

    def take_lines(self, lines: list[str]) -> None:
        """Insert pasted lines; into a line, as one."""
        if isinstance(self.editor, LineInput):
            self.editor.insert_text_at_cursor(" ".join(lines))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(self))


class TextField(TypedField):
    """Text: a line that becomes several when a line break is pasted, set or typed (ctrl+j)."""

    def type_note(self) -> str:
        return "secret" if self.parameter.is_secret else "text"

    def take_lines(self, lines: list[str]) -> None:
        if self.parameter.is_secret:
            super().take_lines(lines)
        else:
            self._break("\n".join(lines))

    def on_key(self, event: events.Key) -> None:
        is_break = event.key in ("ctrl+j", "shift+enter") and not self.parameter.is_secret
        if is_break and isinstance(self.editor, LineInput) and self.editor.has_focus:
            self._break("\n")
            event.stop()
            event.prevent_default()

    def _break(self, inserted: str) -> None:
        if not isinstance(self.editor, LineInput):
            return
        start, end = sorted(self.editor.selection)
        text = self.text[:start] + inserted + self.text[end:]
        self.is_touched = True
        self.become_multiline(text, start + len(inserted))
        self.changed()


class CodeField(TypedField):
    """Code: always several lines."""

    is_multiline = True

    def type_note(self) -> str:
        language = self.parameter.props.get("language")
        return language if isinstance(language, str) and language else "code"


class ColorField(TypedField):
    """A colour, `#rrggbb` or what else the app reads; the note shows it."""

    _HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")

    def type_note(self) -> str:
        return "colour"

    def placeholder(self) -> str:
        return self.parameter.placeholder or "#rrggbb"

    def note_content(self) -> Content:
        note = one_line(self.note, style="$muted")
        text = self.text.strip()
        if not self._HEX.fullmatch(text):
            return note
        return Content.assemble((f"{glyphs().done} ", text), note)


class TimeField(TypedField):
    """A date and time, as text: the app reads `now - 1d` as well as a date."""

    def type_note(self) -> str:
        return "date" if self.parameter.props.get("include_time") is False else "date and time"

    def placeholder(self) -> str:
        dated = self.parameter.props.get("include_time") is False
        return self.parameter.placeholder or ("YYYY-MM-DD" if dated else "YYYY-MM-DD HH:MM:SS")
