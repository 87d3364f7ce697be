"""FieldFocus: which field of the form is chosen or typed into, and which had the focus last."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.use.form_values import FormValues
from spacetui.tui.widgets.typing_focus import takes_text

# Cells of a note, as the heading of a narrow form shows it.
MAX_NOTE = 40


class FieldFocus:
    """Moves the focus among the fields of a form, and remembers where it was.

    is_typing_next: whether a text field is typed into as soon as tab or enter comes to it; esc ends
    that. note: the short note of the field with focus.
    """

    def __init__(self, form: Widget, fields: FormValues) -> None:
        self._form = form
        self._fields = fields
        # The parameter of the field that had focus last: a call may put another field in its place.
        self._last: str | None = None
        self.is_typing_next = True
        self.note = Content("")

    @property
    def _screen(self) -> Screen[object]:
        return self._form.screen

    @property
    def focused(self) -> InputField | None:
        """The field that has the focus."""
        return self._fields.around(self._screen.focused)

    @property
    def in_hand(self) -> InputField | None:
        """The field with focus, else the one that had it last."""
        named = (each for each in self._fields if each.parameter.name == self._last)
        return self.focused or next(named, None)

    def forget(self) -> None:
        """Forget which field had the focus, since the form is of another endpoint now."""
        self._last = None

    def focus(self, field: InputField) -> None:
        """Focus a field: its text is typed into, unless esc has ended that."""
        if self.is_typing_next:
            field.focus_editor()
        else:
            field.choose()

    def choose(self, field: InputField) -> None:
        """Focus a field so that letters are keys, there and in the fields after it."""
        self.is_typing_next = False
        self.focus(field)

    def focus_first(self) -> bool:
        """Focus the first field that wants a value, else the first; return whether there is one."""
        fields = list(self._fields)
        wanting = [field for field in fields if not field.is_set]
        for field in (wanting or fields)[:1]:
            self.focus(field)
        return bool(fields)

    def walk(self, by: int) -> None:
        """Move among the fields. Where letters are keys, they stay keys."""
        fields, field = list(self._fields), self.focused
        self.is_typing_next = takes_text(self._screen.focused)
        # From the examples below them, up leads to the last one.
        start = -1 if by > 0 else len(fields)
        at = fields.index(field) + by if field in fields else start + by
        self.focus(fields[max(0, min(at, len(fields) - 1))])

    def leave_text(self) -> None:
        """Choose the field that is typed into, so that letters are keys."""
        self.is_typing_next = False
        field = self.focused
        if field is not None:
            field.leave_text()

    def take(self, widget: Widget) -> bool:
        """Choose the field of `widget` if tab is not to type into it; return whether it was."""
        field = self._fields.around(widget)
        if field is None or not field.holds_text or self.is_typing_next:
            return False
        field.choose()
        return True

    def follow(self) -> None:
        """Note where the focus is now."""
        field = self.focused
        if field is None:
            self.note = Content("")
            return
        self._last = field.parameter.name
        if takes_text(self._screen.focused):
            self.is_typing_next = True  # by enter, or by a click
        self.note = field.note_content().truncate(MAX_NOTE, ellipsis=True)
