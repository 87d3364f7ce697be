"""open_step: the form of a step of the script, with its result."""

from collections.abc import Callable
from typing import Any

from textual.app import App

from spacetui.model.recorded_step import RecordedStep
from spacetui.tui.app_state import AppState
from spacetui.tui.recorder.status_lines import not_opened_line
from spacetui.tui.widgets.status_bar import StatusLine


def open_step(
    app: App[Any], state: AppState, step: RecordedStep, show_line: Callable[[StatusLine], None]
) -> None:
    """Show the form of a step again, with its result where the call was made today.

    show_line: shows in the status bar why that cannot be.
    """
    recording = step.recording
    space = state.find(recording.source.url)
    if space is None:
        show_line(not_opened_line())
        return
    state.enter(space)
    live = state.calls.live_of(recording)
    if live is not None:
        space.open_call(live)
    else:
        space.open_values(recording.call)
    app.switch_mode("use")
