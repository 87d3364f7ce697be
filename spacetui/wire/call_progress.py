"""Exchange: one call while it is on the wire. How long it may take, and whether it was asked to stop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import TypeVar

from spacetui.errors import TimedOut
from spacetui.model.schema import Endpoint, Json
from spacetui.wire.limits import CANCEL_SECONDS

_T = TypeVar("_T")


class Stopped(Exception):
    """We were asked to stop the call, and its time to stop by itself is over."""


@dataclass(slots=True)
class CallProgress:
    """One call on the wire; times are of the event loop's clock.

    session_hash: empty until the call has one. data: the positional list that is sent. event_id: the
    server's, empty until it took the call. deadline: when the whole call must be over, or None; timeout: the
    seconds it was given. heard_at: when the last byte came. is_sent: the server may know the call. is_done:
    its final message came. is_read: its stream was read to the end. is_over: it failed, and the server knows
    that. is_stopped: the server said that it stopped the call, otherwise than by a final message. stop_at:
    when a call that was asked to stop is given up. on_taken: told when the server took a call that was asked
    to stop before.
    """

    endpoint: Endpoint
    session_hash: str
    deadline: float | None
    heard_at: float
    data: list[Json] = field(default_factory=list)
    event_id: str = ""
    is_sent: bool = False
    is_done: bool = False
    is_read: bool = False
    is_over: bool = False
    is_stopped: bool = False
    stop_at: float | None = None
    timeout: float | None = None
    on_taken: Callable[[], None] | None = None
    _waiting: asyncio.Timeout | None = None

    async def within(self, work: Awaitable[_T], seconds: float | None = None) -> _T:
        """Wait for one piece of network work, for as long as this call still may.

        Raises Stopped after stop(), TimedOut at the deadline or after `seconds` of this work alone.
        """
        now = asyncio.get_running_loop().time()
        if self.stop_at is not None and self.stop_at <= now:
            if isinstance(work, Coroutine):
                work.close()  # else Python warns that it was never awaited
            raise Stopped
        limits = (self.deadline, self.stop_at, None if seconds is None else now + seconds)
        until = min((each for each in limits if each is not None), default=None)
        try:
            async with asyncio.timeout_at(until) as self._waiting:
                return await work
        except TimeoutError:
            if self.stop_at is not None:
                raise Stopped from None
            raise self._timed_out(seconds) from None
        finally:
            self._waiting = None

    def begin(self) -> None:
        """From now on the server may know the call. Raises Stopped if it was asked to stop before."""
        if self.stop_at is not None:
            raise Stopped
        self.is_sent = True

    def taken(self, event_id: str) -> None:
        """The server took the call under this id."""
        self.event_id = event_id
        if self.stop_at is not None and self.on_taken is not None:
            self.on_taken()

    def stop(self) -> None:
        """Ask the call to end: at once if nothing was sent yet, else as soon as the server ends it."""
        if self.stop_at is not None:
            return
        self.stop_at = asyncio.get_running_loop().time() + (CANCEL_SECONDS if self.is_sent else 0.0)
        self._wake(self.stop_at)

    def abandon(self) -> None:
        """End the wait that is going on now: nobody wants the result any more."""
        self.stop_at = asyncio.get_running_loop().time()
        self._wake(self.stop_at)

    def _wake(self, at: float) -> None:
        waiting = self._waiting
        if waiting is not None and not waiting.expired():
            when = waiting.when()
            waiting.reschedule(at if when is None else min(at, when))

    def _timed_out(self, seconds: float | None) -> TimedOut:
        if self.deadline is not None and asyncio.get_running_loop().time() >= self.deadline:
            return TimedOut(
                f"no result within {self.timeout:g} s",
                where=self.endpoint.api_name,
                hint="The call was cancelled; give it more time.",
            )
        return TimedOut(
            f"the server said nothing for {seconds or 0:g} s",
            where=self.endpoint.api_name,
            hint="Try again later.",
        )
