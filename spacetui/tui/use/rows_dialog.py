"""The dialog for the file whose rows are called. Loaded when it is first opened."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from spacetui.model.schema import Endpoint, FileShape
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.checkbox import Switch
from spacetui.tui.inputs.path_parsing import read_path
from spacetui.tui.keys import bindings, hint
from spacetui.tui.use.batch_run import RowsWanted
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.safe_content import text_content
from spacetui.tui.widgets.text_dialog import TextDialog

# Calls at a time at most, as for `spacetui batch`.
MAX_JOBS = 32


class RowsDialog(TextDialog["RowsWanted | None"]):
    """The file and how its rows are called. The result is None where the user gave up."""

    BINDINGS: ClassVar[list[BindingType]] = bindings({"rows.close": "leave", "rows.run": "run"})
    DEFAULT_CSS = "RowsDialog Switch { margin-left: 2; }"

    def __init__(self, endpoint: Endpoint, path: str) -> None:
        """path: of the file that was taken last, or empty."""
        super().__init__()
        self._api_name = visible_line(endpoint.api_name, 40)
        self._gives_files = any(each.file_shape is not FileShape.NONE for each in endpoint.returns)
        self._box = Input(path, placeholder="rows.csv", select_on_focus=False)
        self._jobs = Input("1", id="jobs", select_on_focus=False)
        self._files = Switch(self._gives_files)
        self._problem = Static("", id="problem")

    def compose(self) -> ComposeResult:
        keys = ("rows.run", "field_after", "rows.close")
        yield PageFooter((tuple(hint(each) for each in keys),), is_page=False)
        with Vertical(id="dialog"):
            title = text_content(f"  {self._api_name}").stylize("$secondary")
            yield Static(Content.styled("run for every row of a file", "bold") + title)
            yield Static("CSV, TSV or JSON lines; a column is a parameter", classes="label")
            yield self._box
            yield Static(f"calls at a time, 1 to {MAX_JOBS}", classes="label")
            yield self._jobs
            if self._gives_files:
                yield Static("save the files of results beside the file", classes="label")
                yield self._files
            about = "The form gives the other values. Results lie beside the file; what is there"
            yield Static(f"{about} is not called again.", classes="label")
            yield self._problem

    def on_mount(self) -> None:
        self._box.focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_run()

    def action_run(self) -> None:
        text, jobs = self._box.value.strip(), self._jobs.value.strip()
        if not text:
            self._refuse("name a file", self._box)
        elif not (jobs.isascii() and jobs.isdecimal() and 1 <= int(jobs[:4]) <= MAX_JOBS):
            self._refuse(f"write a number from 1 to {MAX_JOBS}", self._jobs)
        else:
            has_files = self._gives_files and bool(self._files.value)
            rows = Path(read_path(text))
            self.dismiss(RowsWanted.beside(rows, jobs=int(jobs), has_files=has_files))

    def _refuse(self, reason: str, box: Input) -> None:
        self._problem.update(Content.styled(reason, "$error"))
        box.focus()

    def action_leave(self) -> None:
        self.dismiss(None)
