"""Quitting: leaves the app when ctrl+c is pressed twice, also where the window shows nothing."""

from __future__ import annotations

from time import monotonic
from typing import Any

from textual import events
from textual.app import App

from spacetui.tui.keys import key_name
from spacetui.tui.widgets.window_size import is_too_small

# Seconds in which a second ctrl+c quits.
QUIT_SECONDS = 3.0


class Quitting:
    """Asks for the second ctrl+c."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._until = 0.0

    def ask(self, running: int) -> None:
        """Quit if this was asked a moment ago; else say that a second time quits.

        running: the number of calls that have not ended.
        """
        if monotonic() < self._until:
            self._app.exit(0)
            return
        self._until = monotonic() + QUIT_SECONDS
        from spacetui.text.format import count_text

        more = f"; {count_text(running, 'call')} still running" if running else ""
        self._app.notify(f"{key_name('interrupt')} again quits{more}", timeout=QUIT_SECONDS)


def is_unseen(app: App[Any], event: events.Event) -> bool:
    """Return whether what is typed would act on a page that the window is too small to show.

    The keys that quit act all the same.
    """
    if not is_too_small(app.size) or not app.screen_stack:
        return False
    active = app.screen.active_bindings.get(event.key) if isinstance(event, events.Key) else None
    return active is None or active.binding.id not in ("quit", "interrupt")
