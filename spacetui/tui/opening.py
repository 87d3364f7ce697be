"""Opening: an app that is being opened, while one page after another may wait for it.

Knows no widget.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

from spacetui.errors import Busy
from spacetui.tui.wording.opening_progress import FIRST_PAUSE, OpeningProgress, next_pause

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session


class Opening:
    """One app on its way. It goes on while nobody waits for it.

    connect: returns the session. is_patient: wait while the server has no room, and ask again.
    progress: the stages that it passed.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[Session]], src: str, *, is_patient: bool = False
    ) -> None:
        self._connect = connect
        self._is_patient = is_patient
        self._task: asyncio.Task[OpenedApp] | None = None
        self.progress = OpeningProgress(src)
        self.is_stopped = False

    @property
    def has_opened(self) -> bool:
        """Whether the app is open."""
        task = self._task
        return task is not None and task.done() and not task.cancelled() and not task.exception()

    async def settle(self, seconds: float | None = None) -> bool:
        """Begin if that was not done yet, and wait; return whether the app opened or failed."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._open())
        await asyncio.wait({self._task}, timeout=seconds)
        return self._task.done()

    async def result(self) -> OpenedApp:
        """Wait for the app. Raises what Session.open raises. A cancelled wait cancels it."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._open())
        return await self._task

    def stop(self) -> None:
        """Open it no longer."""
        self.is_stopped = True
        if self._task is not None:
            self._task.cancel()

    async def _open(self) -> OpenedApp:
        session, progress = await self._connect(), self.progress
        progress.limit = session.options.wake_timeout
        pause = FIRST_PAUSE
        while True:
            try:
                return await session.open(progress.src, on_stage=progress.add_stage)
            except Busy as error:
                pause = error.failure.retry_after or pause
                is_too_late = monotonic() + pause - progress.began > progress.limit
                if not self._is_patient or is_too_late:
                    raise
            progress.waits_until = monotonic() + pause
            await asyncio.sleep(pause)
            progress.waits_until = None
            pause = next_pause(pause)
