"""SessionCalls: the calls made since the app started, and the recorder's script of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacetui.model.recorded_script import RecordedScript
    from spacetui.model.recording import Recording
    from spacetui.session.live_call import LiveCall
    from spacetui.tui.made_call import MadeCall
    from spacetui.tui.script_history import ScriptHistory


class SessionCalls:
    """Every call, in the order they were made."""

    def __init__(self) -> None:
        self._calls: list[LiveCall] = []
        self._ended: list[LiveCall] = []

    @cached_property
    def recorder(self) -> ScriptHistory:
        """What the recorder holds; made on first use, since the first frame does not need it."""
        from spacetui.tui.script_history import ScriptHistory

        return ScriptHistory()

    @property
    def recorded(self) -> RecordedScript:
        """The calls that have ended, as the script that the user may change."""
        return self.recorder.script

    @property
    def recorded_count(self) -> int:
        """How many calls the recorder holds."""
        return len(self.recorded.steps) if "recorder" in self.__dict__ else 0

    def add(self, live: LiveCall) -> None:
        """Add a call that was just submitted."""
        self._calls.append(live)

    def record(self, live: LiveCall) -> None:
        """Put a call that has ended into the script, once."""
        if live not in self._ended:
            self._ended.append(live)
            self.recorder.add(live.recording)

    def end_rerun(self, live: LiveCall) -> None:
        """Take note of a call that a step of the script was made again by."""
        self._ended.append(live)

    def add_recording(self, recording: Recording) -> None:
        """Put a call of another day into the script."""
        self.recorder.add(recording)

    def live_of(self, recording: Recording) -> LiveCall | None:
        """Return the call that became a recording; None for one of another day."""
        return next((each for each in self._ended if each.recording is recording), None)

    def step_number(self, made: MadeCall) -> int:
        """Return which step of the script a call is, from 1; 0 where it is none."""
        if not self.recorded_count or not made.state.status.is_final:
            return 0
        recordings = [each.recording for each in self.recorded.in_script]
        places = (at for at, each in enumerate(recordings, 1) if each is made.recording)
        return next(places, 0)

    def forget(self, live: LiveCall) -> None:
        """Take a call out of its Space's history; the script keeps it."""
        self._calls.remove(live)

    def of_app(self, url: str, api_name: str | None = None) -> list[LiveCall]:
        """Return the calls of the app at `url`, or of one of its endpoints, oldest first."""
        calls = [live for live in self._calls if live.opened.app.url == url]
        if api_name is None:
            return calls
        return [live for live in calls if live.call.endpoint.api_name == api_name]

    @property
    def running(self) -> list[LiveCall]:
        """The calls that have not ended, oldest first."""
        return [live for live in self._calls if live.state.status.is_live]
