"""Renewing: opens an app again whose form of the last time is on show, and shows what changed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from textual.screen import Screen

from spacetui.errors import SpacetuiError
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.opened_space import OpenSpace, changes_between
from spacetui.tui.opening import Opening
from spacetui.tui.renewal import Renewal
from spacetui.tui.use.shown_form import ShownForm
from spacetui.tui.use.status_lines import StatusLines
from spacetui.tui.use.waiting_run import WaitingRun
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine

# Seconds between two looks at an app that is on its way.
TICK = 0.2


class Renewing:
    """Renews the open Spaces that were not opened yet, each when it comes on show.

    page: the screen whose workers are used. show_space: shows the Space in hand again once its app
    is open, or did not open. refresh: draws header and footer.
    """

    def __init__(
        self,
        page: Screen[None],
        state: AppState,
        shown_form: ShownForm,
        status: StatusLines,
        *,
        show_space: Callable[[], Awaitable[None]],
        refresh: Callable[[], None],
    ) -> None:
        self._page = page
        self._state = state
        self._shown_form = shown_form
        self.waiting_run = WaitingRun()
        self._status = status
        self._show_space = show_space
        self._refresh = refresh

    def begin(self, space: OpenSpace, *, again: bool = False) -> None:
        """Open the app of a Space after the next frame, unless that is done or on its way.

        again: also if it did not open before.
        """
        renewal = space.renewal
        if renewal is None or renewal.is_over:
            return
        if renewal.opening is None or (again and renewal.error is not None):
            renewal.error = None
            renewal.opening = Opening(self._state.session, space.opened.src)
            self._page.call_after_refresh(self._start, space, renewal, renewal.opening)

    def run_when_open(self, space: OpenSpace) -> None:
        """Run the form on show as soon as its app has answered."""
        self.waiting_run.want(space)
        self._status.clear_notice()
        self.begin(space, again=True)

    def _start(self, space: OpenSpace, renewal: Renewal, opening: Opening) -> None:
        work = partial(self._follow, space, renewal, opening)
        run_exclusive(self._page, f"renew {space.opened.src}", work)

    async def _follow(self, space: OpenSpace, renewal: Renewal, opening: Opening) -> None:
        while not await opening.settle(TICK):
            self._status.show()
        if space not in self._state.spaces or opening.is_stopped:
            return
        before = space.endpoint
        try:
            opened = await opening.result()
            changes = await asyncio.to_thread(changes_between, space.opened.app, opened.app)
            if opening.is_stopped:  # the Space was closed meanwhile
                return
            space.reopen(opened, changes)
        except SpacetuiError as error:
            renewal.error = error
            self.waiting_run.forget()
        else:
            if renewal.changes_of(space.api_name):
                self.waiting_run.forget()  # the user has not seen what would be sent
            await self._shown_form.renew(space, before)
        if space is self._state.space:
            await self._show_space()
            self._refresh()

    def line(self) -> StatusLine | None:
        """Return the line of the status bar while the app of the Space in hand wakes or fails.

        Also what has changed in it, until it is called.
        """
        space = self._state.space
        renewal = space.renewal if space is not None else None
        if renewal is None:
            return None
        if renewal.is_over:
            return None if renewal.is_told else _changed_line(renewal)
        if renewal.error is not None:
            words = visible_line(renewal.error.failure.located, 200)
            return StatusLine(glyphs().failed, "$error", "not refreshed", words)
        opening = renewal.opening
        if opening is not None and opening.progress.stages:
            return opening.progress.line()
        if space is not None and self.waiting_run.is_for(space):
            return _waiting_line(space)
        return None


def _waiting_line(space: OpenSpace) -> StatusLine:
    words = f"it is sent when {visible_line(space.name, 60)} answers"
    return StatusLine(glyphs().queued, "$accent", "waiting", words)


def _changed_line(renewal: Renewal) -> StatusLine | None:
    if not renewal.changes:
        return None
    shown = visible_line(renewal.summary, 300)
    return StatusLine(glyphs().warning, "$warning", "changed since", shown)
