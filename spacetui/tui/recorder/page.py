"""The recorder page: every call made, and the script that repeats them."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from spacetui.model.recorded_script import RecordedScript
from spacetui.tui.app_state import AppState
from spacetui.tui.keys import bindings, key_name
from spacetui.tui.recorder.calls_pane import CallsPane
from spacetui.tui.recorder.footer_keys import footer_keys
from spacetui.tui.recorder.open_step import open_step
from spacetui.tui.recorder.recording_opener import RecordingOpener
from spacetui.tui.recorder.reruns import Reruns
from spacetui.tui.recorder.script_edits import ScriptEdits
from spacetui.tui.recorder.script_files import ScriptFiles
from spacetui.tui.recorder.status_lines import total_line
from spacetui.tui.widgets.back_step import BackStep, step_to_page
from spacetui.tui.widgets.code_actions import CodeActions
from spacetui.tui.widgets.code_check import CodeCheck
from spacetui.tui.widgets.code_keys import CODE_KEYS, CodeKeys
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.typing_focus import after_typing


class ScriptPane(CodePane):
    """The code pane, with the code of the whole script."""

    TITLE = "script"


class RecorderPage(Page):
    """Calls at the left, the script at the right."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "run": "run_all",
            "export": "export",
            "export_toml": "export_toml",
            "undo": "undo",
            "keep_needed": "keep_needed",
            **CODE_KEYS,
        }
    )

    def __init__(self, app_state: AppState) -> None:
        super().__init__(app_state)
        self.calls, self.code = CallsPane(), ScriptPane()
        self.esc.leave = self._leave_step
        self.edits = ScriptEdits(self, app_state, show_all=self.show_all)
        self.reruns = Reruns(self, app_state, self.edits)
        self.recordings = RecordingOpener(self, app_state, self.edits)
        self.esc.cancel = lambda: self.recordings.cancel_step() or self.reruns.cancel_step()
        self.files = ScriptFiles(self, app_state, self.frame.show_status)
        self.code_actions = CodeActions(app_state, self.code, self.files.script)
        self.code_keys = CodeKeys(
            self.code_actions,
            CodeCheck(app_state, self.code, self.files, self.frame.show_status),
            after_typing=lambda do: after_typing(self.focused, do),
        )

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            yield self.calls
            yield self.code
        yield Static("", id="empty")

    async def on_screen_resume(self) -> None:
        self.show_all()

    def arrive(self) -> None:
        self.edits.outcome = None
        self.show_all()
        self.calls.focus_first()

    def place(self) -> Content:
        return Content.styled("recorder", "bold")

    def keys(self) -> KeyGroups:
        return footer_keys()

    # What is shown.

    @property
    def script(self) -> RecordedScript:
        return self.app_state.calls.recorded

    def show_all(self) -> None:
        """Draw calls and script as they stand."""
        script = self.script
        self.calls.show_script(script)
        empty = self.query_one("#empty", Static)
        empty.display = not script.steps
        self.query_one("#page").display = bool(script.steps)
        hint = (" in a form makes the first.",)
        empty.update(Content.assemble("every call lands here. ", (key_name("run"), "bold"), *hint))
        self.code_actions.show()
        self.frame.show_status(self.edits.outcome or total_line(script))
        self.refresh_bindings()

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "code", (str(what),) if not self.code_keys.can(what):
                return False
            case (("run_all" | "code" | "export" | "export_toml"), _):
                return bool(self.script.in_script)
            case "undo", _:
                return self.edits.can_undo
            case "keep_needed", _:
                return self.edits.can_reduce
        return super().check_action(action, parameters)

    def action_code(self, what: str) -> None:
        """Do something with the code; what: as CodeKeys takes it."""
        self.code_keys.do(what)

    def action_run_all(self) -> None:
        self.reruns.start(self.script.in_script)

    def action_undo(self) -> None:
        self.edits.undo()

    def action_keep_needed(self) -> None:
        self.edits.keep_needed()

    def action_export(self) -> None:
        self.files.export_code()

    def action_export_toml(self) -> None:
        self.files.export_toml()

    @on(CallsPane.Asked)
    def _asked(self, event: CallsPane.Asked) -> None:
        event.stop()
        if event.key == "open":
            open_step(self.app, self.app_state, event.step, self.frame.show_status)
        elif event.key == "rerun":
            # Calls that share a State give what they gave only together.
            self.reruns.start(self.script.sharing_state(event.step.id))
        else:
            self.edits.do(event.key, event.step)

    @on(CallsPane.Moved)
    def _moved(self, event: CallsPane.Moved) -> None:
        event.stop()
        self.edits.move(event.step, event.by)

    def _leave_step(self) -> BackStep:
        return step_to_page(self.app.switch_mode, has_space=self.app_state.space is not None)
