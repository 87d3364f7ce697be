"""LiveCall: one call from submit to its last event. The order of things; how each is done lies elsewhere."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from spacetui.errors import SpacetuiError, TimedOut
from spacetui.model.call import Call, FileInput, arrange
from spacetui.model.events import FINAL_EVENTS, Cancelled, Completed, Event, Failed, Waiting
from spacetui.model.schema import App, Json
from spacetui.wire.call_progress import CallProgress, Stopped
from spacetui.wire.calls.message_parser import MessageParser
from spacetui.wire.files.gradio3_files import with_inline_files
from spacetui.wire.files.upload import check_files, upload_files, with_files
from spacetui.wire.http.errors import shorten
from spacetui.wire.limits import CANCEL_SECONDS, MAX_STREAMS
from spacetui.wire.protocols import CallProtocol, protocol_of
from spacetui.wire.quirks import quirks_of

if TYPE_CHECKING:
    from spacetui.wire.connection import Connection

_SOON_SECONDS = 0.05
_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def stream_slots() -> asyncio.Semaphore:
    """Give the places for open streams, of all connections; a semaphore belongs to one event loop."""
    return _slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(MAX_STREAMS))


class LiveCall(AsyncIterator[Event]):
    """The events of one call. The last one is Completed, Failed or Cancelled, whatever happens.

    No SpacetuiError comes out of the iteration: what goes wrong after submit is the last event.
    """

    def __init__(
        self,
        connection: "Connection",
        call: Call,
        *,
        timeout: float | None,
        session_hash: str | None,
        on_event: Callable[[Event, float], None] | None,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._submitted_at = self._loop.time()
        self._ended_at: float | None = None
        self._connection = connection
        self._call = call
        self._on_event = on_event
        deadline = None if timeout is None else self._submitted_at + timeout
        self._exchange = CallProgress(
            call.endpoint, session_hash or "", deadline, self._submitted_at, timeout=timeout
        )
        self._exchange.on_taken = self._say_cancel
        self._taking: tuple[CallProtocol, App] | None = None
        self._cancel: asyncio.Task[None] | None = None
        self._by_user = False
        self._left = asyncio.Event()
        # Whether the session goes to another call after this one, and whether the server has done with this one.
        self._borrowed = self._is_clean = False
        self._events = self._run()

    @property
    def elapsed(self) -> float:
        """Seconds since submit; stands still after the last event."""
        return (self._ended_at or self._loop.time()) - self._submitted_at

    @property
    def silence(self) -> float:
        """Seconds since the last byte from the server."""
        return (self._ended_at or self._loop.time()) - self._exchange.heard_at

    def __aiter__(self) -> "LiveCall":
        return self

    async def __anext__(self) -> Event:
        if self._ended_at is not None:
            raise StopAsyncIteration
        try:
            event = await anext(self._events)
        except SpacetuiError as error:
            event = Failed(shorten(error.failure))
        except Stopped:
            event = Cancelled(
                by_user=self._by_user,
                confirmed=self._exchange.is_stopped or not self._exchange.is_sent,
            )
        at = self.elapsed
        if isinstance(event, FINAL_EVENTS):
            self._ended_at = self._submitted_at + at
            event = self._final(event, at)
            # Nobody waits for the stream to end; but a connection that is read to its end serves the next call.
            self._connection.http.in_background(self._events.aclose())
        if self._on_event is not None:
            self._on_event(event, at)
        return event

    def cancel(self) -> None:
        """Ask the server to stop; the iteration goes on and ends within about a second."""
        if self._ended_at is not None or self._by_user:
            return
        self._by_user = True
        self._exchange.stop()
        if self._exchange.event_id:
            self._say_cancel()

    async def aclose(self) -> None:
        """Close the stream and tell the server, at most a second; a task that reads gets a Cancelled."""
        if self._ended_at is not None:
            return  # the stream of an ended call is read to its end in the background
        self._by_user = True
        self._exchange.abandon()
        try:
            await self._events.aclose()
        except RuntimeError:  # another task is reading; `abandon` has ended its wait
            await self._left.wait()
        if self._ended_at is None:
            self._ended_at = self._loop.time()

    def _final(self, event: Completed | Failed | Cancelled, at: float) -> Event:
        if isinstance(event, Cancelled):
            return replace(event, by_user=self._by_user, duration=at)
        return replace(event, duration=at)

    async def _run(self) -> AsyncGenerator[Event, None]:
        connection, exchange = self._connection, self._exchange
        held: list[asyncio.Semaphore | asyncio.Lock] = []
        messages: AsyncGenerator[Json, None] | None = None
        try:
            app = connection.app
            if app is None:
                app = await exchange.within(connection.open())
            protocol, quirks = protocol_of(app), quirks_of(app.version)
            exchange.data = arrange(self._call)
            if quirks.named_files:
                exchange.data = with_inline_files(exchange.data, self._call.endpoint)
            check_files(self._call)
            self._taking = protocol, app
            # The turn first: calls that share a session must not hold streams while they wait for one another.
            turn = (connection.turn_of(exchange.session_hash),) if exchange.session_hash else ()
            for place in (*turn, stream_slots()):
                if not await _taken_soon(place):
                    yield Waiting()
                    await exchange.within(place.acquire())
                held.append(place)
            if not exchange.session_hash:
                await self._take_session(protocol)
            sent: dict[FileInput, Json] = {}
            async with aclosing(upload_files(connection.http, app, exchange, sent)) as uploads:
                async for uploading in uploads:
                    yield uploading
            if sent:
                exchange.data = [with_files(each, sent) for each in exchange.data]
            reading = MessageParser(self._call.endpoint, quirks, diffs=protocol.diffs)
            messages = protocol.messages(connection.http, app, exchange)
            async for message in messages:
                for event in reading.events(message):
                    exchange.is_done = isinstance(event, FINAL_EVENTS)
                    if self._borrowed and exchange.is_done:
                        self._is_clean = isinstance(event, Completed)
                        connection.sessions.ends(exchange.session_hash)
                    yield event
        except SpacetuiError as error:
            # A call that the server ended or lost needs no farewell; one that we gave up does.
            exchange.is_over = not isinstance(error, TimedOut)
            raise
        finally:
            await self._leave(messages, held)

    async def _take_session(self, protocol: CallProtocol) -> None:
        """Take a session nobody uses; a new one where what the call leaves in it could be seen by the next."""
        exchange, endpoint = self._exchange, self._call.endpoint
        if protocol.reuses_sessions and not endpoint.has_state and not endpoint.takes_chunks:
            exchange.session_hash = await exchange.within(self._connection.sessions.take())
            self._borrowed = True
        else:
            exchange.session_hash = secrets.token_hex(8)

    async def _leave(
        self,
        messages: AsyncGenerator[Json, None] | None,
        held: list[asyncio.Semaphore | asyncio.Lock],
    ) -> None:
        """Stop what still runs on the server, close the stream, free the places."""
        exchange = self._exchange
        try:
            if exchange.event_id and not exchange.is_done and not exchange.is_over:
                self._say_cancel()
            if self._cancel is not None and not exchange.is_done:
                await asyncio.wait({self._cancel}, timeout=CANCEL_SECONDS)
            if messages is not None:
                await messages.aclose()
        finally:
            if self._borrowed:
                is_clean = self._is_clean and exchange.is_read and self._cancel is None
                self._connection.sessions.ended(exchange.session_hash, is_clean=is_clean)
            for place in held:
                place.release()
            self._left.set()

    def _say_cancel(self) -> None:
        if self._cancel is None and self._taking is not None:
            self._cancel = self._connection.http.in_background(self._ask_to_cancel(*self._taking))

    async def _ask_to_cancel(self, protocol: CallProtocol, app: App) -> None:
        try:
            async with asyncio.timeout(CANCEL_SECONDS):
                await protocol.cancel(self._connection.http, app, self._exchange)
        except (SpacetuiError, TimeoutError):
            return  # whether the server heard it, its stream says


async def _taken_soon(place: asyncio.Semaphore | asyncio.Lock) -> bool:
    """Take a place if it is free, or about to be (a call that ended still reads its stream to the end)."""
    try:
        async with asyncio.timeout(_SOON_SECONDS):
            await place.acquire()
    except TimeoutError:
        return False
    return True
