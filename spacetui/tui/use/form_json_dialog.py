"""FormJsonDialog: the values of a form as JSON, to be read, edited or replaced by a paste."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from spacetui.errors import BadValue
from spacetui.tui.inputs.lines_editor import TextEditor
from spacetui.tui.keys import bindings, hint
from spacetui.tui.use.form_json import form_text, take_form_text
from spacetui.tui.use.form_values import FormValues
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.safe_content import text_content


class JsonEditor(TextEditor):
    """An editor with room for a form."""

    MAX_ROWS = 24
    DEFAULT_CSS = "JsonEditor, JsonEditor:focus { background: $panel; padding: 0 1; }"


class FormJsonDialog(Dialog[None]):
    """What is typed goes into the fields by ctrl+r; a secret is not shown, and stays."""

    DEFAULT_CSS = """
    FormJsonDialog #dialog { width: 90; }
    FormJsonDialog Static { width: 1fr; height: auto; padding-left: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"form.close": "leave", "form.take": "take", "form.copy": "copy"}
    )

    def __init__(self, fields: FormValues) -> None:
        super().__init__()
        self._fields = fields
        self.editor = JsonEditor(form_text(fields))
        self._problem = Static("", id="problem")

    def compose(self) -> ComposeResult:
        keys = ("form.take", "form.copy", "form.close")
        yield PageFooter((tuple(hint(each) for each in keys),), is_page=False)
        with Vertical(id="dialog"):
            yield Static(Content.styled("the form as JSON", "bold"))
            about = "a field that is left out gets the app's own value"
            yield Static(Content.styled(about, "$muted"))
            yield self.editor
            yield self._problem

    def on_mount(self) -> None:
        self.editor.focus()

    def action_take(self) -> None:
        try:
            take_form_text(self.editor.text, self._fields)
        except BadValue as error:
            self._problem.update(text_content(error.failure.message, 300, "$error"))
        else:
            self.dismiss(None)

    def action_copy(self) -> None:
        request_copy(self, self.editor.text, ".json")

    def action_leave(self) -> None:
        self.dismiss(None)
