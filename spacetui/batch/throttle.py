"""Throttle: how many calls run at a time, and the pauses where a server is busy or away."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from spacetui.session.wake_pace import Pace

# Pauses in seconds after a server said that it is busy, without saying for how long.
BUSY_PACE = Pace(1.0, 2.0, 60.0)
# The longest pause that a server can ask for; a longer one would look like a hang.
LONGEST_PAUSE = 600.0


class Throttle:
    """Gives places to calls, `jobs` at a time.

    After a failure for lack of room nothing is sent for a while. Then one call is sent, and each
    that goes well makes room for one more. resume_at: by the clock of the loop, when the pause
    ends. troubled_since: when the first of the failures came after which no call went well; None
    where all is well.
    """

    def __init__(self, jobs: int) -> None:
        self.resume_at = 0.0
        self.troubled_since: float | None = None
        self._jobs = jobs
        self._limit = jobs
        self._running = 0
        self._pauses: Iterator[float] = BUSY_PACE.pauses()
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it in the block."""
        loop = asyncio.get_running_loop()
        while self._running >= self._limit or self.resume_at > loop.time():
            await self._wait(self.resume_at - loop.time())
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1
            self._wake_all()

    def back_off(self, retry_after: float | None = None) -> None:
        """Note that the server has no room. retry_after: the seconds that it asks for, or None."""
        now = asyncio.get_running_loop().time()
        if self.troubled_since is None:
            self.troubled_since = now
        self._limit = 1
        if self.resume_at > now and retry_after is None:
            return  # others that were sent at the same time have said so already
        pause = next(self._pauses) if retry_after is None else min(retry_after, LONGEST_PAUSE)
        # Several of us must not come back at the same moment.
        self.resume_at = max(self.resume_at, now + pause * random.uniform(1.0, 1.2))
        self._wake_all()

    def went_well(self) -> None:
        """Note that a call came to its end."""
        if self.troubled_since is None:
            return
        if self._limit < self._jobs:
            self._limit += 1
            self._wake_all()
        if self._limit == self._jobs:
            self.troubled_since = None
            self._pauses = BUSY_PACE.pauses()

    async def _wait(self, seconds: float) -> None:
        """Wait for the end of a pause, or until something else changes."""
        limit = seconds if seconds > 0 else None
        try:
            await asyncio.wait_for(self._changed.wait(), limit)
        except TimeoutError:
            return

    def _wake_all(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
