"""RecordingOpener: opens the apps of a recording file and makes its calls the recorder's steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.worker import Worker

from spacetui.errors import SpacetuiError
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.opening import Opening
from spacetui.tui.recorder.chosen_recording import ChosenRecording
from spacetui.tui.recorder.opened_recording import OpenedRecording
from spacetui.tui.recorder.script_edits import ScriptEdits
from spacetui.tui.recorder.status_lines import not_run_line
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.diff_view import DiffLine

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp

# Seconds between two drawings of how far an app is.
TICK = 0.1


class RecordingOpener:
    """Opens one recording at a time, for one page. The steps before come back by undo."""

    def __init__(self, page: Screen[None], state: AppState, edits: ScriptEdits) -> None:
        """page: the screen whose workers and dialogs are used."""
        self._page = page
        self._state = state
        self._edits = edits
        self._worker: Worker[None] | None = None
        # The app that is being opened.
        self._opening: Opening | None = None

    def start(self, chosen: ChosenRecording) -> None:
        """Open the apps of a recording, in place of another one that is on its way."""
        self._stop()
        self._worker = self._page.run_worker(self._open(chosen), group="recording", exclusive=True)

    def cancel_step(self) -> BackStep | None:
        """Return what esc stops: the opening of the apps."""
        if self._worker is None or self._worker.is_finished:
            return None
        return BackStep("stop opening", self._stop_and_say, is_first=True)

    def _stop_and_say(self) -> None:
        self._stop()
        self._edits.say(not_run_line("stopped", "the script is as it was"))

    def _stop(self) -> None:
        if self._opening is not None:
            self._opening.stop()
        if self._worker is not None:
            self._worker.cancel()

    async def _open(self, chosen: ChosenRecording) -> None:
        name = visible_line(chosen.path.name, 60)
        session = await self._state.session()
        apps = {}
        try:
            for src in chosen.document.sources:
                apps[src] = await self._opened(src)
            recording = OpenedRecording(chosen.document, apps)
            await recording.compare(session)
        except SpacetuiError as error:
            reason = visible_line(self._state.redact(str(error)), 300)
            self._edits.say(not_run_line(f"{name} is not opened", reason))
            return
        for opened in apps.values():
            self._state.add_beside(opened)
        script = recording.script()
        words = [name, count_text(len(script.steps), "step")]
        if recording.change_count:
            words.append(f"{count_text(recording.change_count, 'change')} in the apps since")
        self._edits.take_script(", ".join(words), script)
        if recording.changes:
            self._show_changes(recording)

    async def _opened(self, src: str) -> OpenedApp:
        space = self._state.find_source(src)
        if space is not None and space.is_open:
            return space.opened
        opening = self._opening = Opening(self._state.session, src)
        try:
            while not await opening.settle(TICK):
                self._edits.say(opening.progress.line())
            opened = await opening.result()
        finally:
            self._opening = None
        space = self._state.find(opened.app.url)
        if space is not None and space.is_open:
            return space.opened
        return opened

    def _show_changes(self, recording: OpenedRecording) -> None:
        from spacetui.tui.recorder.diff_dialog import DiffDialog

        lines: list[DiffLine] = []
        for step in recording.document.steps:
            if changes := recording.changes.get(step.name):
                lines.append(DiffLine("#", f"{step.name}  {step.src} {step.api_name}"))
                lines += [DiffLine("…", each) for each in changes]
        title = "changed since the recording was made"
        self._page.app.push_screen(DiffDialog(lines, title))
