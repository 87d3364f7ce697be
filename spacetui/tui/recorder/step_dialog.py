"""The dialog for the name of a step's result and a note on it. Loaded when it is first opened."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.text_dialog import TextDialog


class StepDialog(TextDialog["tuple[str, str] | None"]):
    """The result is the name and the note, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings({"step.close": "leave", "step.keep": "keep"})

    def __init__(self, title: str, name: str, default_name: str, note: str) -> None:
        """name: what the user called it, or empty; default_name: what it is called then."""
        super().__init__()
        self._title = title
        self._name_box = Input(name, placeholder=default_name, select_on_focus=False)
        self._note_box = Input(note, select_on_focus=False)

    def compose(self) -> ComposeResult:
        keys = ("step.keep", "field_after", "step.close")
        yield PageFooter((tuple(hint(each) for each in keys),), is_page=False)
        with Vertical(id="dialog"):
            yield Static(Content.styled(self._title, "bold"))
            yield Static("name of its result in the script", classes="label")
            yield self._name_box
            yield Static("note, a comment in the script", classes="label")
            yield self._note_box

    def on_mount(self) -> None:
        self._name_box.focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self._name_box:
            self._note_box.focus()
        else:
            self.action_keep()

    def action_keep(self) -> None:
        self.dismiss((self._name_box.value, self._note_box.value))

    def action_leave(self) -> None:
        self.dismiss(None)
