"""LiveCall: a submitted call. Its events, its state, and in the end its recording."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.events import Completed, Event, Failed, Partial
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.session.quota_hint import with_login_hint

if TYPE_CHECKING:
    from spacetui.session.call_journal import CallJournal
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.redaction import Redactor


class EventSource(Protocol):
    """What a live call reads: wire's CallStream, or scripted events in a test."""

    @property
    def elapsed(self) -> float: ...
    @property
    def silence(self) -> float: ...
    @property
    def may_still_run(self) -> bool: ...
    async def __anext__(self) -> Event: ...
    def cancel(self) -> None: ...
    async def aclose(self) -> None: ...


class LiveCall(AsyncIterator[Event]):
    """One call under way: an async iterator of its events, free of credentials.

    state: what the events so far add up to. It is folded here alone, by the clock of the stream, so
    that the screen, the command line and the recording show the same times.
    made_at: seconds since the epoch at submit. visit: as that of its recording.
    """

    def __init__(
        self,
        call: Call,
        opened: "OpenedApp",
        events: EventSource,
        redactor: "Redactor",
        journal: "CallJournal | None" = None,
        explain: Callable[[Failure], Awaitable[Failure]] | None = None,
        *,
        visit: int = 0,
    ) -> None:
        """journal: writes the call to disk as it goes, or None.

        explain: returns a failure with what else is known of its reason. visit: as Recording.visit.
        """
        self.call = call
        self.opened = opened
        self.made_at = time.time()
        # Under way from the first moment: it can be cancelled before the server has answered.
        self.state = RunState(status=Status.SENDING)
        self._events = events
        self._redactor = redactor
        self._journal = journal
        self._explain = explain or _as_it_is
        self.visit = visit
        self._recorded: tuple[RunState, Recording] | None = None

    @property
    def id(self) -> int:
        """The number of the call in the store; 0 where it is not kept, or not yet."""
        return 0 if self._journal is None else self._journal.id

    @property
    def elapsed(self) -> float:
        """Seconds since submit, up to the last event."""
        return self.state.duration if self.state.status.is_final else self._events.elapsed

    @property
    def silence(self) -> float:
        """Seconds since the last byte from the server; 0 when the call has ended."""
        return 0.0 if self.state.status.is_final else self._events.silence

    @property
    def may_still_run(self) -> bool:
        """Whether the server took the call and has not said how it ended."""
        return self._events.may_still_run

    def __aiter__(self) -> "LiveCall":
        return self

    async def __anext__(self) -> Event:
        if self.state.status.is_final:
            raise StopAsyncIteration
        if self._journal is not None:
            await self._journal.begin(self._recording(self.state))
        event = await anext(self._events)
        outputs = event.data if isinstance(event, (Partial, Completed)) else ()
        event = await self._redactor.apart(self._redactor.event, event, outputs)
        if isinstance(event, Failed):
            failure = with_login_hint(event.failure, self.opened)
            event = replace(event, failure=await self._explain(failure))
        state = self.state.after(event, self._events.elapsed)
        try:
            if self._journal is not None:
                # The last event is on disk before anybody can draw or print it.
                await self._journal.add(event, self._recording(state))
        finally:
            self.state = state
        return event

    def cancel(self) -> None:
        """Ask the server to stop the call; the iteration goes on and ends within about a second."""
        self._events.cancel()

    async def aclose(self) -> None:
        """Leave the call: close its stream and tell the server, within a second."""
        await self._events.aclose()
        if self._journal is not None and not self.state.status.is_final:
            await self._journal.leave()

    @property
    def recording(self) -> Recording:
        """The call as it went; to be asked for when it has ended."""
        if self._recorded is None or self._recorded[0] is not self.state:
            self._recorded = self.state, self._redactor.recorded(self._recording(self.state))
        return self._recorded[1]

    def _recording(self, state: RunState) -> Recording:
        made_at, visit = self.made_at, self.visit
        return Recording(self.call, self.opened.source, state, made_at, self.id, visit)


async def _as_it_is(failure: Failure) -> Failure:
    return failure
