"""Retry: what follows a failed call where a changed form does not help.

It waits for room, wakes the Space, or asks for a login, and makes the call again. A call is made
again only by the user's key, or, while the user waits, where the server surely did not take it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from spacetui.errors import SpacetuiError
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording import recovery
from spacetui.tui.wording.opening_progress import FIRST_PAUSE, OpeningProgress, next_pause

if TYPE_CHECKING:
    from spacetui.model.call import Call
    from spacetui.session.live_call import LiveCall
    from spacetui.session.session import Session
    from spacetui.tui.app_state import AppState
    from spacetui.tui.opened_space import OpenSpace

    # Makes a call and returns it when it has ended.
    Make = Callable[[OpenSpace, Call], Awaitable[LiveCall]]
    # One kind of wait: what it does once the session is there.
    Wait = Callable[[Session, OpenSpace, OpeningProgress, LiveCall], Awaitable[None]]

TICK = 0.1


class Retry:
    """One wait at a time; the status bar shows what it waits for, and esc ends it."""

    def __init__(
        self,
        host: Screen[None],
        state: AppState,
        make: Make,
        *,
        on_progress: Callable[[], None],
        on_change: Callable[[], None],
        show_notice: Callable[[StatusLine], None],
    ) -> None:
        """host: the screen whose workers, timers and dialogs are used. make: makes the call again.

        on_progress: called often while it waits. on_change: called when a wait begins or ends.
        show_notice: shows a line in the status bar until the user does something else.
        """
        self._host = host
        self._state = state
        self._make = make
        self._on_progress = on_progress
        self._on_change = on_change
        self._show_notice = show_notice
        self._progress: OpeningProgress | None = None
        # While the call runs, the status bar shows the call, and esc cancels it.
        self._is_calling = False
        self._worker: Worker[None] | None = None
        self._ticker: Timer | None = None

    @property
    def is_waiting(self) -> bool:
        return self._progress is not None and not self._is_calling

    def line(self) -> StatusLine | None:
        """Describe the wait for the status bar; None while there is none."""
        if self._progress is None or self._is_calling:
            return None
        return self._progress.line()

    def take(self, key: str, space: OpenSpace, live: LiveCall) -> None:
        """Do the action of this key, one of those that a failed call offers."""
        failure = live.state.failure
        if failure is None:
            return
        if key == recovery.LOG_IN:
            self.log_in(space, wants_token=failure.kind == "quota")
        elif key == recovery.WAIT:
            is_busy = failure.kind == "busy"
            wait = self._run_when_there_is_room if is_busy else self._run_when_awake
            self._start(space, wait, live)

    def cancel(self) -> bool:
        """Stop waiting; return whether there was a wait."""
        if self._progress is None or self._worker is None or self._is_calling:
            return False
        text = f"{self._progress.name} {glyphs().dot} your form is kept"
        self._worker.cancel()
        self._end()
        self._show_notice(StatusLine(glyphs().cancelled, "$muted", "stopped", text))
        return True

    def log_in(self, space: OpenSpace, *, wants_token: bool = False) -> None:
        """Ask for a login to an open app."""
        work = self._log_in(space, wants_token=wants_token)
        self._host.run_worker(work, group="login", exclusive=True)

    def _start(self, space: OpenSpace, wait: Wait, live: LiveCall) -> None:
        if self._progress is not None:
            return
        self._progress = progress = OpeningProgress(space.name)
        if self._ticker is None:
            self._ticker = self._host.set_interval(TICK, self._on_progress)
        self._ticker.resume()
        work = self._wait(wait, space, progress, live)
        self._worker = self._host.run_worker(work, group="wait", exclusive=True)
        self._on_change()

    async def _wait(
        self, wait: Wait, space: OpenSpace, progress: OpeningProgress, live: LiveCall
    ) -> None:
        session = await self._state.session()
        progress.limit = session.options.wake_timeout
        try:
            await wait(session, space, progress, live)
        except SpacetuiError as error:
            self._show_notice(StatusLine(glyphs().failed, "$error", visible_line(str(error), 300)))
        finally:
            if self._progress is progress:
                self._end()

    def _end(self) -> None:
        self._progress = None
        if self._ticker is not None:
            self._ticker.pause()
        if self._host.is_attached:
            self._on_change()

    async def _run_when_there_is_room(
        self, session: Session, space: OpenSpace, progress: OpeningProgress, live: LiveCall
    ) -> None:
        pause, first = FIRST_PAUSE, live
        while (failure := live.state.failure) is not None and failure.kind == "busy":
            pause = failure.retry_after or pause
            if monotonic() + pause - progress.began > progress.limit:
                return  # the result shows the server's own message
            progress.waits_until = monotonic() + pause
            await asyncio.sleep(pause)
            if live is not first:
                space.log.forget(live)  # an attempt of ours that found no room
            progress.waits_until = None
            live = await self._call(space, live.call)
            pause = next_pause(pause)

    async def _run_when_awake(
        self, session: Session, space: OpenSpace, progress: OpeningProgress, live: LiveCall
    ) -> None:
        space.reopen(await session.open(space.opened.src, on_stage=progress.add_stage))
        await self._call(space, live.call)

    async def _call(self, space: OpenSpace, call: Call) -> LiveCall:
        self._is_calling = True
        try:
            return await self._make(space, call)
        finally:
            self._is_calling = False

    async def _log_in(self, space: OpenSpace, *, wants_token: bool) -> None:
        from spacetui.tui.widgets.login_dialog import ask_login

        session, src = await self._state.session(), space.opened.src
        opened = await ask_login(self._host.app, session, src, wants_token=wants_token)
        if opened is not None:
            space.reopen(opened)
            self._show_notice(
                StatusLine(
                    glyphs().done, "$success", "logged in", f"{key_name('run')} runs the form"
                )
            )
