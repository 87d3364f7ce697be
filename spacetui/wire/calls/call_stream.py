"""CallStream: the steps of one call, from its first byte to its last event."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import TypeAlias
from weakref import WeakKeyDictionary

from spacetui.errors import SpacetuiError, TimedOut
from spacetui.model.call import Call, arrange
from spacetui.model.component_update import changed_components, outputs_after
from spacetui.model.events import (
    FINAL_EVENTS,
    Cancelled,
    Completed,
    Event,
    Failed,
    Partial,
    Uploading,
    Waiting,
)
from spacetui.model.file_input import FileInput
from spacetui.model.schema import App, Json
from spacetui.wire.call_progress import CallProgress, Phase, Stopped
from spacetui.wire.calls.message_parser import MessageParser
from spacetui.wire.calls.session_pool import SessionPool, new_session_hash
from spacetui.wire.files.gradio3_files import mark_inline_files
from spacetui.wire.files.upload import check_files, replace_files, upload_files
from spacetui.wire.http.client import Http
from spacetui.wire.http.credentials import oauth_token_of
from spacetui.wire.http.errors import shorten
from spacetui.wire.limits import CANCEL_SECONDS, MAX_STREAMS
from spacetui.wire.protocols import CallProtocol, protocol_of
from spacetui.wire.quirks import quirks_of

_Place: TypeAlias = asyncio.Semaphore | asyncio.Lock

# A place that is free within this many seconds is not worth an event.
_SOON_SECONDS = 0.05
_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def stream_slots() -> asyncio.Semaphore:
    """Return the places for open streams, of all connections of this event loop."""
    return _slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(MAX_STREAMS))


class CallStream(AsyncIterator[Event]):
    """The events of one call. The last one is Completed, Failed or Cancelled, whatever happens.

    No SpacetuiError leaves the iteration: what goes wrong after submit is the last event.
    """

    def __init__(
        self,
        call: Call,
        http: Http,
        sessions: SessionPool,
        open_app: Callable[[], Awaitable[App]],
        *,
        timeout: float | None = None,
        session_hash: str | None = None,
    ) -> None:
        """open_app: returns the app, opened if need be. timeout: seconds for all of the call.

        session_hash: that of calls that share their State; else the call borrows a session or gets
        one of its own.
        """
        self._call = call
        self._http = http
        self._sessions = sessions
        self._open_app = open_app
        self._loop = asyncio.get_running_loop()
        self._started_at = self._loop.time()
        self._ended_at: float | None = None
        self._progress = CallProgress(
            call.endpoint,
            session_hash or "",
            None if timeout is None else self._started_at + timeout,
            self._started_at,
            timeout=timeout,
            on_late_accept=self._send_cancel,
        )
        self._is_session_borrowed = False
        self._is_cancelled_by_user = False
        self._protocol: CallProtocol | None = None
        self._app: App | None = None
        self._final: Event | None = None
        # The components that the call has changed, by id.
        self._changed: set[int] = set()
        self._cancel_task: asyncio.Task[None] | None = None
        self._has_left = asyncio.Event()
        self._events = self._run()

    @property
    def elapsed(self) -> float:
        """Seconds since submit, up to the last event."""
        return (self._ended_at or self._loop.time()) - self._started_at

    @property
    def silence(self) -> float:
        """Seconds since the last byte from the server."""
        return (self._ended_at or self._loop.time()) - self._progress.heard_at

    @property
    def may_still_run(self) -> bool:
        """Whether the server took the call and has not said how it ended."""
        return bool(self._progress.event_id) and self._final is None

    def __aiter__(self) -> "CallStream":
        return self

    async def __anext__(self) -> Event:
        if self._ended_at is not None:
            raise StopAsyncIteration
        try:
            event = await anext(self._events)
        except SpacetuiError as error:
            event = Failed(shorten(error.failure))
        except Stopped:
            never_sent = self._progress.phase is Phase.PREPARING
            event = Cancelled(
                by_user=self._is_cancelled_by_user,
                confirmed=never_sent or self._progress.is_stop_confirmed,
            )
        if isinstance(event, FINAL_EVENTS):
            return self._end(event)
        return event

    def cancel(self) -> None:
        """Ask the server to stop the call; the iteration goes on and ends within about a second."""
        if self._ended_at is not None or self._is_cancelled_by_user:
            return
        self._is_cancelled_by_user = True
        self._progress.stop()
        if self._progress.event_id:
            self._send_cancel()

    async def aclose(self) -> None:
        """Close the stream and cancel the call, within a second; a reading task gets Cancelled."""
        if self._ended_at is not None:
            return  # the stream of an ended call is read to its end in the background
        self._is_cancelled_by_user = True
        self._progress.abandon()
        try:
            await self._events.aclose()
        except RuntimeError:  # another task is reading; `abandon` has ended its wait
            await self._has_left.wait()
        if self._ended_at is None:
            self._ended_at = self._loop.time()

    def _end(self, event: Completed | Failed | Cancelled) -> Event:
        """Stop the clock, and return the last event with its duration."""
        self._ended_at = self._loop.time()
        # Nobody waits for the stream to end, but a connection that is read to its end serves the
        # next call.
        self._http.run_in_background(self._events.aclose())
        if isinstance(event, Cancelled):
            return replace(event, by_user=self._is_cancelled_by_user, duration=self.elapsed)
        return replace(event, duration=self.elapsed)

    async def _run(self) -> AsyncGenerator[Event, None]:
        progress = self._progress
        held: list[_Place] = []
        messages: AsyncGenerator[Json, None] | None = None
        try:
            app, protocol = await self._prepare()
            for place in self._places():
                if not await _is_free_soon(place):
                    yield Waiting()
                    await progress.within(place.acquire())
                held.append(place)
            await self._take_session(protocol)
            async with aclosing(self._upload(app)) as uploads:
                async for uploading in uploads:
                    yield uploading
            parser = MessageParser(
                self._call.endpoint, quirks_of(app.version), diffs=protocol.diffs
            )
            messages = protocol.messages(self._http, app, progress)
            async for message in messages:
                for event in parser.events(message):
                    self._note_changes(event)
                    if isinstance(event, FINAL_EVENTS):
                        self._answered(event)
                    yield event
        except SpacetuiError as error:
            # A call that timed out still runs on the server, and is cancelled there.
            if not isinstance(error, TimedOut):
                progress.phase = Phase.FAILED
            raise
        finally:
            await self._leave(messages, held)

    async def _prepare(self) -> tuple[App, CallProtocol]:
        """Arrange the values as the app wants them. Raises BadValue before anything is sent."""
        progress = self._progress
        self._app = app = await progress.within(self._open_app())
        self._protocol = protocol = protocol_of(app)
        progress.data = arrange(self._call)
        if quirks_of(app.version).named_files:
            progress.data = mark_inline_files(progress.data, self._call.endpoint)
        check_files(self._call)
        progress.oauth_token = oauth_token_of(self._call, self._http.root)
        if not progress.session_hash:
            inputs = [each.component_id for each in self._call.endpoint.parameters]
            progress.session_hash = await progress.within(self._sessions.session_of(inputs))
        return app, protocol

    def _places(self) -> tuple[_Place, ...]:
        """Return what the call must hold, in the order in which it is taken."""
        session_hash = self._progress.session_hash
        if not session_hash:
            return (stream_slots(),)
        # The turn first: calls that share a session must not hold streams while they wait for one
        # another.
        return (self._sessions.turn_of(session_hash), stream_slots())

    async def _take_session(self, protocol: CallProtocol) -> None:
        """Borrow a session, or take a new one if the call leaves something in it."""
        progress, endpoint = self._progress, self._call.endpoint
        if progress.session_hash:
            return
        if protocol.reuses_sessions and not endpoint.has_state and not endpoint.takes_chunks:
            progress.session_hash = await progress.within(self._sessions.borrow())
            self._is_session_borrowed = True
        else:
            progress.session_hash = new_session_hash()

    async def _upload(self, app: App) -> AsyncGenerator[Uploading, None]:
        """Upload the files of the call, and put what the server calls them into its data."""
        progress = self._progress
        sent: dict[FileInput, Json] = {}
        async with aclosing(upload_files(self._http, app, progress, sent)) as uploads:
            async for uploading in uploads:
                yield uploading
        if sent:
            progress.data = [replace_files(each, sent) for each in progress.data]

    def _note_changes(self, event: Event) -> None:
        if isinstance(event, (Partial, Completed)):
            outputs = outputs_after((), event.data)
            self._changed |= changed_components(self._call.endpoint, outputs).keys()

    def _answered(self, event: Event) -> None:
        self._progress.phase = Phase.ANSWERED
        self._final = event
        if self._is_session_borrowed:
            self._sessions.will_return(self._progress.session_hash)
        self._sessions.keep_changes(self._changed, self._progress.session_hash)

    async def _leave(self, messages: AsyncGenerator[Json, None] | None, held: list[_Place]) -> None:
        """Stop what still runs on the server, close the stream, and free what the call holds."""
        progress = self._progress
        is_answered = progress.phase is Phase.ANSWERED
        try:
            if progress.phase is Phase.ACCEPTED:
                self._send_cancel()
            if self._cancel_task is not None and not is_answered:
                await asyncio.wait({self._cancel_task}, timeout=CANCEL_SECONDS)
            if messages is not None:
                await messages.aclose()
        finally:
            if not is_answered:
                self._sessions.keep_changes(self._changed, progress.session_hash)
            if self._is_session_borrowed:
                self._give_session_back()
            for place in held:
                place.release()
            self._has_left.set()

    def _give_session_back(self) -> None:
        progress = self._progress
        is_clean = (
            isinstance(self._final, Completed)
            and progress.phase is Phase.DRAINED
            and self._cancel_task is None
        )
        self._sessions.give_back(progress.session_hash, is_clean=is_clean)

    def _send_cancel(self) -> None:
        if self._cancel_task is None and self._protocol is not None and self._app is not None:
            work = self._ask_to_cancel(self._protocol, self._app)
            self._cancel_task = self._http.run_in_background(work)

    async def _ask_to_cancel(self, protocol: CallProtocol, app: App) -> None:
        try:
            async with asyncio.timeout(CANCEL_SECONDS):
                await protocol.cancel(self._http, app, self._progress)
        except (SpacetuiError, TimeoutError):
            return  # the stream tells whether the server took the cancel


async def _is_free_soon(place: _Place) -> bool:
    """Take a place if it is free within _SOON_SECONDS; return whether it was."""
    try:
        async with asyncio.timeout(_SOON_SECONDS):
            await place.acquire()
    except TimeoutError:
        return False
    return True
