"""The dialog for the file whose rows are called. Loaded when it is first opened."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.path_parsing import read_path
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.safe_content import text_content
from spacetui.tui.widgets.text_dialog import TextDialog


class RowsDialog(TextDialog["str | None"]):
    """The result is the path of a file, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings({"rows.close": "leave", "rows.run": "run"})

    def __init__(self, api_name: str, path: str) -> None:
        """path: of the file that was taken last, or empty."""
        super().__init__()
        self._api_name = visible_line(api_name, 40)
        self._box = Input(path, placeholder="rows.csv", select_on_focus=False)

    def compose(self) -> ComposeResult:
        yield PageFooter(((hint("rows.run"), hint("rows.close")),), is_page=False)
        with Vertical(id="dialog"):
            title = text_content(f"  {self._api_name}").stylize("$secondary")
            yield Static(Content.styled("run for every row of a file", "bold") + title)
            yield Static("CSV, TSV or JSON lines; a column is a parameter", classes="label")
            yield self._box
            yield Static("The form gives the other values.", classes="label")

    def on_mount(self) -> None:
        self._box.focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_run()

    def action_run(self) -> None:
        if path := read_path(self._box.value):
            self.dismiss(path)

    def action_leave(self) -> None:
        self.dismiss(None)
