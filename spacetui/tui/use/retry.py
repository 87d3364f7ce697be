"""What follows a failed call that mending the form cannot help: wait for room, wake the Space, log in; then again.

A call is made anew only by the person's key, and while they wait only where the server surely did not take it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import Worker

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.opening_progress import FIRST_PAUSE, OpeningProgress, next_pause

if TYPE_CHECKING:
    from spacetui.session.live_call import LiveCall
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session
    from spacetui.tui.open_space import OpenSpace
    from spacetui.tui.use.calls import CallingPage

    # Makes a call and gives it when it has ended.
    Make = Callable[[OpenSpace, Call], Awaitable[LiveCall]]

TICK = 0.1


class Retry:
    """One wait at a time; it says on the horizon what it waits for, and esc ends it."""

    def __init__(self, page: CallingPage, make: Make) -> None:
        self._page = page
        self._make = make
        self._opening: OpeningProgress | None = None
        # While the call goes, it is what the horizon tells and what esc stops.
        self._is_calling = False
        self._worker: Worker[None] | None = None
        self._ticking: Timer | None = None

    @property
    def is_going(self) -> bool:
        return self._opening is not None and not self._is_calling

    def line(self) -> StatusLine | None:
        """Say what it waits for; None while it waits for nothing."""
        return self._opening.line() if self._opening is not None and not self._is_calling else None

    def take(self, key: str, space: OpenSpace, run: LiveCall) -> None:
        """Do a step that a failed call offers."""
        failure = run.state.failure
        if failure is None:
            return
        if key == "a":
            self.log_in(space, wants_token=failure.kind == "quota")
        elif key == "w":
            self._wait(
                space,
                self._run_when_there_is_room if failure.kind == "busy" else self._run_when_awake,
                run,
            )

    def stop(self) -> bool:
        """Stop waiting; say whether there was a wait."""
        if self._opening is None or self._worker is None or self._is_calling:
            return False
        opening = self._opening
        self._worker.cancel()
        self._end()
        self._page.remark(
            StatusLine(
                glyphs().cancelled,
                "$muted",
                "stopped",
                f"{opening.name} {glyphs().dot} your form is kept",
            )
        )
        return True

    def _wait(
        self,
        space: OpenSpace,
        work: Callable[[Session, OpenSpace, OpeningProgress, LiveCall], Awaitable[None]],
        run: LiveCall,
    ) -> None:
        if self._opening is not None:
            return
        page = self._page

        async def wait() -> None:
            session = await page.desk.session()
            opening.limit = session.options.wake_timeout
            try:
                await work(session, space, opening, run)
            except SpacetuiError as error:
                page.remark(StatusLine(glyphs().failed, "$error", one_line(str(error), 300)))
            finally:
                if self._opening is opening:
                    self._end()

        self._opening = opening = OpeningProgress(space.name)
        if self._ticking is None:
            self._ticking = page.set_interval(TICK, page.tell)
        self._ticking.resume()
        self._worker = page.run_worker(wait(), group="wait", exclusive=True)
        page.show_run()

    def _end(self) -> None:
        self._opening = None
        if self._ticking is not None:
            self._ticking.pause()
        if self._page.is_attached:
            self._page.show_run()

    async def _run_when_there_is_room(
        self, session: Session, space: OpenSpace, opening: OpeningProgress, run: LiveCall
    ) -> None:
        pause, first = FIRST_PAUSE, run
        while (failure := run.state.failure) is not None and failure.kind == "busy":
            pause = failure.retry_after or pause
            if monotonic() + pause - opening.began > opening.limit:
                return  # its own words stand in the result
            opening.waits_until = monotonic() + pause
            await asyncio.sleep(pause)
            if run is not first:
                space.forget(run)  # an attempt of ours that found no room
            opening.waits_until = None
            run = await self._call(space, run.call)
            pause = next_pause(pause)

    async def _run_when_awake(
        self, session: Session, space: OpenSpace, opening: OpeningProgress, run: LiveCall
    ) -> None:
        opened = await session.open(space.opened.src, on_stage=opening.hear)
        space.open_anew(opened)
        await self._call(space, run.call)

    async def _call(self, space: OpenSpace, call: Call) -> LiveCall:
        self._is_calling = True
        try:
            return await self._make(space, call)
        finally:
            self._is_calling = False

    def log_in(self, space: OpenSpace, *, wants_token: bool = False) -> None:
        """Ask for a login to an open app."""
        work = self._log_in(space, wants_token=wants_token)
        self._page.run_worker(work, group="login", exclusive=True)

    async def _log_in(self, space: OpenSpace, *, wants_token: bool) -> None:
        from spacetui.tui.widgets.login_dialog import ask_login

        page, session = self._page, await self._page.desk.session()
        opened: OpenedApp | None = await ask_login(
            page.app, session, space.opened.src, wants_token=wants_token
        )
        if opened is not None:
            space.open_anew(opened)
            page.remark(StatusLine(glyphs().done, "$success", "logged in", "ctrl+r runs the form"))
