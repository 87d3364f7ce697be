"""GivenApp: opens the app of the command line while the use page stands there empty.

The find page, which shows how a Space wakes and why an app does not open, is made only for that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.opening import Opening
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.status_bar import StatusLine

# Seconds between two drawings of the progress.
TICK = 0.2


class GivenApp:
    """Waits for `state.opening`.

    page: the screen whose worker it is. show_space: shows the Space in hand with the focus in its
    form. on_progress: called when there is another line to show.
    """

    def __init__(
        self,
        page: Screen[None],
        state: AppState,
        *,
        show_space: Callable[[], Awaitable[None]],
        on_progress: Callable[[], None],
    ) -> None:
        self._page = page
        self._state = state
        self._show_space = show_space
        self._on_progress = on_progress

    def begin(self) -> None:
        """Open the app of the command line, after the first frame."""
        if self._state.opening is not None:
            self._state.held_keys.begin()
            self._on_progress()
            self._page.call_after_refresh(self._start, self._state.opening)

    def _start(self, opening: Opening) -> None:
        run_exclusive(self._page, "first opening", partial(self._follow, opening))

    async def _follow(self, opening: Opening) -> None:
        while not await opening.settle(TICK) and not opening.progress.stages:
            if self._state.opening is not opening:
                return  # it was stopped, or the find page waits for it
            self._on_progress()
        if self._state.opening is not opening:
            return
        if not opening.has_opened:
            self._leave()
            return
        self._state.opening = None
        self._state.add(await opening.result())
        await self._show_space()

    def _leave(self) -> None:
        self._page.app.switch_mode("find")

    def line(self) -> StatusLine | None:
        """Return the line of the status bar while the app is being opened."""
        opening = self._state.opening
        return opening.progress.line() if opening is not None else None

    def step(self) -> BackStep | None:
        """Return what esc does while the app is being opened."""
        if self._state.opening is None:
            return None
        return BackStep("stop opening", self._stop, is_first=True)

    def _stop(self) -> None:
        if self._state.opening is not None:
            self._state.opening.stop()
            self._state.held_keys.drop()
            self._leave()
