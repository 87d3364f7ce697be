"""CallProgress: how far one call has come on the wire, and how long it may still take."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeVar

from spacetui.errors import TimedOut
from spacetui.model.schema import Endpoint, Json
from spacetui.wire.limits import CANCEL_SECONDS

_T = TypeVar("_T")


class Stopped(Exception):
    """The call was asked to stop, and the time it had for that is over."""


class Phase(Enum):
    """How far a call has come."""

    PREPARING = auto()  # the server does not know of it
    SENT = auto()  # the server may know of it
    ACCEPTED = auto()  # the server gave it an id
    ANSWERED = auto()  # its final message came
    DRAINED = auto()  # its stream was read to the end: the server is done with it
    FAILED = auto()  # it failed, and the server either knows that or cannot be asked


@dataclass(slots=True)
class CallProgress:
    """One call on the wire. Times are those of the event loop's clock.

    session_hash: empty until the call has one. deadline: when the whole call must be over, or None;
    timeout: the seconds that it was given. heard_at: when the last byte came. data: the positional
    list that is sent. oauth_token: goes beside it in the body, for the code of the endpoint.
    event_id: the server's, empty until the call is accepted. stop_at: when a
    call that was asked to stop is given up, or None. is_stop_confirmed: the server said that it
    stopped the call, otherwise than by a final message. on_late_accept: called when the server
    accepts a call that was asked to stop before.
    """

    endpoint: Endpoint
    session_hash: str
    deadline: float | None
    heard_at: float
    timeout: float | None = None
    data: list[Json] = field(default_factory=list)
    oauth_token: str = field(default="", repr=False)
    event_id: str = ""
    phase: Phase = Phase.PREPARING
    stop_at: float | None = None
    is_stop_confirmed: bool = False
    on_late_accept: Callable[[], None] | None = None
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
        """Note that the server may know the call from now on.

        Raises Stopped if the call was asked to stop before.
        """
        if self.stop_at is not None:
            raise Stopped
        self.phase = Phase.SENT

    def accept(self, event_id: str) -> None:
        """Note that the server accepted the call under this id."""
        self.event_id = event_id
        self.phase = Phase.ACCEPTED
        if self.stop_at is not None and self.on_late_accept is not None:
            self.on_late_accept()

    def hear(self) -> None:
        """Note that bytes came from the server."""
        self.heard_at = asyncio.get_running_loop().time()

    def stop(self) -> None:
        """End the call: at once if nothing was sent yet, else when the server ends it."""
        if self.stop_at is not None:
            return
        grace = 0.0 if self.phase is Phase.PREPARING else CANCEL_SECONDS
        self._stop_at(asyncio.get_running_loop().time() + grace)

    def abandon(self) -> None:
        """End the present wait at once: the result is not wanted any more."""
        self._stop_at(asyncio.get_running_loop().time())

    def _stop_at(self, at: float) -> None:
        self.stop_at = at
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
