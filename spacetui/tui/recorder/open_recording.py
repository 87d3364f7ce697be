"""Opening a recording file, from any page: its dialog, and then the recorder page."""

from __future__ import annotations

from typing import Any

from textual.app import App

from spacetui.tui.app_state import AppState
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.recorder.recording_dialog import RecordingDialog


def open_recording(app: App[Any], state: AppState, path: str = "") -> None:
    """Ask for a recording file, and open it. path: of the file to begin with, or empty."""
    app.run_worker(_open_recording(app, state, path), group="recording", exclusive=True)


async def _open_recording(app: App[Any], state: AppState, path: str) -> None:
    session = await state.session()
    chosen = await app.push_screen_wait(RecordingDialog(path, session.hub.endpoint))
    if chosen is None:
        return
    await app.switch_mode("recorder")
    if isinstance(app.screen, RecorderPage):
        app.screen.recordings.start(chosen)
