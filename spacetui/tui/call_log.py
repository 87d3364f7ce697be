"""CallLog: the calls made since the app started, and the script that the recorder makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacetui.session.live_call import LiveCall


class CallLog:
    """Every call, in the order they were made.

    recorded: the calls that have ended, in the order of the script; the user may drop and move
    them.
    """

    def __init__(self) -> None:
        self._calls: list[LiveCall] = []
        self.recorded: list[LiveCall] = []

    def add(self, live: LiveCall) -> None:
        """Add a call that was just submitted."""
        self._calls.append(live)

    def record(self, live: LiveCall) -> None:
        """Put a call that has ended into the script."""
        self.recorded.append(live)

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

    def move(self, live: LiveCall, by: int) -> None:
        """Let a recorded call change places with its neighbour."""
        at = self.recorded.index(live)
        other = at + by
        self.recorded[at], self.recorded[other] = self.recorded[other], self.recorded[at]
