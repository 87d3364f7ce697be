"""The recorder page: every call made, and the script that repeats them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.script import script_of_recordings
from spacetui.snippets import LANGUAGES, render
from spacetui.system.paths import path_text
from spacetui.system.saved_files import write_new
from spacetui.tui.app_state import AppState
from spacetui.tui.keys import bindings, hint
from spacetui.tui.recorder.calls_pane import CallsPane
from spacetui.tui.recorder.script_lines import (
    dropped_line,
    not_opened_line,
    not_written_line,
    total_line,
)
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.code_actions import CodeActions
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
        {"copy": "copy_code", "language": "language", "export": "export"}
    )

    def __init__(self, app_state: AppState) -> None:
        super().__init__(app_state)
        self.calls, self.code = CallsPane(), ScriptPane()
        self.esc.leave = self._leave_step
        self.code_actions = CodeActions(app_state, self.code, self.snippet)

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            yield self.calls
            yield self.code
        yield Static("", id="empty")

    async def on_screen_resume(self) -> None:
        self.show_all()

    def arrive(self) -> None:
        self.calls.focus_first()

    def place(self) -> Content:
        return Content.styled("recorder", "bold")

    def keys(self) -> KeyGroups:
        return (
            (hint("copy", "copy script"), hint("language"), hint("export")),
            (hint("list.choose"), hint("drop"), hint("move_down move_up", "move", between="/")),
            (hint("menu"),),
        )

    # What is shown.

    @property
    def steps(self) -> list[Recording]:
        """The calls that came to a result: the steps of the script."""
        recordings = (live.recording for live in self.app_state.calls.recorded)
        return [each for each in recordings if each.state.status is Status.COMPLETE]

    def show_all(self) -> None:
        """Draw calls and script as they stand."""
        recorded = self.app_state.calls.recorded
        self.calls.show_calls(recorded)
        empty = self.query_one("#empty", Static)
        empty.display = not recorded
        self.query_one("#page").display = bool(recorded)
        hint = (" in a form makes the first.",)
        empty.update(Content.assemble("every call lands here. ", ("ctrl+r", "bold"), *hint))
        self.code_actions.show()
        self.frame.show_status(total_line(self.steps))
        self.refresh_bindings()

    def snippet(self) -> str:
        """Return the code of the script."""
        steps = self.steps
        return render(script_of_recordings(steps), self.app_state.language) if steps else ""

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("copy_code", "export", "language"):
            return bool(self.steps)
        return super().check_action(action, parameters)

    def action_language(self) -> None:
        self.code_actions.show_next_language()

    @on(CodePane.LanguagePicked)
    def _language_picked(self, event: CodePane.LanguagePicked) -> None:
        event.stop()
        self.code_actions.show_in(event.language)

    def action_copy_code(self) -> None:
        after_typing(self.focused, self.code_actions.copy)

    @work(group="export", exclusive=True)
    async def action_export(self) -> None:
        """Write the script to the folder where the app was started, never over another file."""
        code = self.snippet()
        if not code:
            return
        name = f"script{LANGUAGES[self.app_state.language].suffix}"
        try:
            path = await asyncio.to_thread(write_new, name, code)
        except OSError as error:
            self.frame.show_status(not_written_line(error))
            return
        self.app.notify(f"wrote {path.name} in {path_text(path.parent)}")

    @on(CallsPane.Dropped)
    def _dropped(self, event: CallsPane.Dropped) -> None:
        event.stop()
        self.app_state.calls.recorded.remove(event.live)
        self.show_all()
        self.frame.show_status(dropped_line(event.live.call.endpoint.api_name))

    @on(CallsPane.Moved)
    def _moved(self, event: CallsPane.Moved) -> None:
        event.stop()
        self.app_state.calls.move(event.live, event.by)
        self.show_all()

    @on(CallsPane.Opened)
    def _opened(self, event: CallsPane.Opened) -> None:
        event.stop()
        space = self.app_state.find(event.live.opened.app.url)
        if space is None:
            self.frame.show_status(not_opened_line())
            return
        self.app_state.enter(space)
        space.open_call(event.live)
        self.app.switch_mode("use")

    def _leave_step(self) -> BackStep:
        page = "use" if self.app_state.space is not None else "find"
        label = "form" if page == "use" else page
        return BackStep(label, partial(self.app.switch_mode, page))
