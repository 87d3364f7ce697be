"""The dialog for the file whose rows are called. Loaded when it is first opened."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.path_parsing import read_path
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.safe_content import text_content


class RowsDialog(ModalScreen["str | None"]):
    """The result is the path of a file, or None."""

    DEFAULT_CSS = """
    RowsDialog { align: center middle; background: $background 55%; }
    RowsDialog #dialog {
        width: 70; max-width: 100%; height: auto; background: $surface; padding: 1 2;
    }
    RowsDialog Static { width: 1fr; height: auto; padding-left: 2; }
    RowsDialog .label { color: $muted; margin-top: 1; }
    RowsDialog Input, RowsDialog Input:focus {
        height: 1; border: none; border-left: outer $panel; padding: 0 1; background: $panel;
        background-tint: $foreground 0%;
    }
    RowsDialog Input:focus { border-left: outer $accent; }
    RowsDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """
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
