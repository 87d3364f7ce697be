"""The execution core of both front ends: a SRC becomes an opened app, a call becomes events.

The only place where the Hub and the wire meet, and so the place that decides which credentials go where
(threats P1, P2). Nothing is printed or drawn here. The wire loads when the first app is opened.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacetui.errors import Busy, Lost, NotGradio, SpacetuiError, StageError, TimedOut, Unreachable
from spacetui.model.call import Call
from spacetui.model.events import FINAL_EVENTS, Event
from spacetui.model.recording import Recording, Source
from spacetui.model.run import RunState
from spacetui.model.schema import App
from spacetui.model.space import SpaceCard, SpaceRef, StageGroup, parse_ref, stage_group

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.wire.access import Access
    from spacetui.wire.connection import Connection
    from spacetui.wire.live_call import LiveCall

# Seconds between two looks at a Space's stage: at the Hub, and at a stand-in of it on this machine.
POLL, POLL_LOOPBACK = 1.0, 0.15
# Seconds a Space that just woke may still answer as if it had not.
SETTLING = 20.0


@dataclass(frozen=True, slots=True)
class Options:
    """What the user gave along. wake_timeout: seconds to wait for a Space that builds, starts or sleeps.

    src: the SRC that token, auth and headers were given with. They go to its origin alone; to nowhere when
    it is empty, for then the token was the Hub's.
    """

    src: str = ""
    token: str = ""
    use_saved_token: bool = True
    hf_token_to_space: bool = False
    auth: tuple[str, str] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    verify: bool = True
    wake_timeout: float = 300.0


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An app that answered. src: as the user wrote it; card: what the Hub says, if it is a Space.

    notes: what the user should know, a line each. state_hash: the session hash of calls that share State.
    """

    src: str
    app: App
    source: Source
    card: SpaceCard | None
    connection: "Connection"
    notes: tuple[str, ...] = ()
    state_hash: str = field(default_factory=lambda: secrets.token_hex(8))


class Session:
    """Opens apps and makes calls. One connection for each root URL and set of credentials."""

    def __init__(
        self,
        hub: "Hub",
        options: Options = Options(),
        *,
        on_recording: Callable[[Recording], None] | None = None,
    ) -> None:
        self.hub = hub
        self.options = options
        self._on_recording = on_recording
        self._connections: dict[tuple[str, Access], Connection] = {}

    async def open(self, src: str, *, on_stage: Callable[[str], None] | None = None) -> Opened:
        """Open a SRC; a Space that builds, starts or sleeps is woken and waited for.

        on_stage hears each stage of that wait. Raises UsageError, NotGradio, StageError, AuthError and the
        errors of the network.
        """
        ref = parse_ref(src, hub_endpoint=self.hub.endpoint)
        if ref.url:
            # A token given with a URL is that server's: it goes there, and never to the Hub.
            connection = self._connection(ref.url, self._access(ref, self.options.token))
            return self._opened(src, await connection.open(), connection, None, has_token=False)
        card = await self.hub.space(ref.space_id or await self.hub.by_subdomain(ref.subdomain))
        if not card.host:
            raise _not_up(card, card.stage, card.error_message) or StageError(
                "the Hub names no address for this Space", stage=card.stage, where=card.id
            )
        token = await self.hub.token_for(card, to_public=self.options.hf_token_to_space)
        connection = self._connection(card.host, self._access(ref, token))
        app = await self._open_when_up(card, connection, on_stage or (lambda stage: None))
        return self._opened(src, app, connection, card, has_token=bool(token))

    def submit(self, opened: Opened, call: Call, *, timeout: float | None = None) -> "LiveCall":
        """Make a call; iterate what comes back. However it ends, a recording of it is handed on.

        timeout: seconds from here to the result; None for no limit.
        """
        state, made_at = RunState(), time.time()
        # Calls with State share it, as the calls of one page do; all others have a session of their own.
        shared = opened.state_hash if call.endpoint.has_state else None

        def note(event: Event, at: float) -> None:
            nonlocal state
            state = state.after(event, at)
            if isinstance(event, FINAL_EVENTS) and self._on_recording is not None:
                self._on_recording(Recording(call, opened.source, state, made_at))

        return opened.connection.submit(call, timeout=timeout, session_hash=shared, on_event=note)

    async def aclose(self) -> None:
        """Close every connection."""
        connections = list(self._connections.values())
        self._connections.clear()
        await asyncio.gather(*(connection.aclose() for connection in connections))

    def _is_given_for(self, ref: SpaceRef) -> bool:
        if not self.options.src:
            return False
        given = parse_ref(self.options.src, hub_endpoint=self.hub.endpoint)
        return (given.space_id, given.subdomain, given.url) == (ref.space_id, ref.subdomain, ref.url)

    def _access(self, ref: SpaceRef, token: str) -> "Access":
        """Give what goes along to `ref`; a token for an id was judged by the Hub, all else is SRC's alone."""
        from spacetui.wire.access import Access

        if self._is_given_for(ref):
            return Access(token, self.options.headers, self.options.auth)
        return Access("" if ref.url else token)

    def _connection(self, url: str, access: "Access") -> "Connection":
        from spacetui.wire.connection import Connection

        key = (url, access)
        if key not in self._connections:
            self._connections[key] = Connection(url, access, verify=self.options.verify)
        return self._connections[key]

    def _opened(
        self, src: str, app: App, connection: "Connection", card: SpaceCard | None, *, has_token: bool
    ) -> Opened:
        notes = list(app.notes)
        if card is not None and has_token:
            why = "it is private" if card.private else "you asked for it"
            if card.is_zero_gpu and not card.private:
                why = "it runs on ZeroGPU, and the quota used is yours"
            notes.append(f"your Hub token goes to this Space: {why}")
        # Another Hub's ids mean nothing to the official clients, which know only the default one.
        is_id = card is not None and self.hub.is_default
        source = Source(
            src=card.id if card is not None and is_id else app.url,
            url=app.url,
            title=(card.title if card is not None else "") or app.title,
            api_prefix=app.api_prefix,
            protocol=app.protocol,
            version=app.version,
            needs_token=has_token,
        )
        return Opened(src, app, source, card, connection, tuple(notes))

    async def _open_when_up(self, card: SpaceCard, connection: "Connection", tell: Callable[[str], None]) -> App:
        from spacetui.wire.origin import is_loopback

        stage, message, waited, has_knocked = card.stage, card.error_message, False, False
        deadline = time.monotonic() + self.options.wake_timeout
        poll = POLL_LOOPBACK if is_loopback(urlsplit(self.hub.endpoint).hostname or "") else POLL
        up_at = 0.0
        while True:
            group = stage_group(stage)
            if group in (StageGroup.UP, StageGroup.UNKNOWN):
                up_at = up_at or time.monotonic()
                try:
                    return await connection.open()
                except (Busy, Lost, NotGradio, Unreachable) as error:
                    if not waited or time.monotonic() > min(deadline, up_at + SETTLING):
                        raise _explained(error, card) from error
            elif refusal := _not_up(card, stage, message):
                raise refusal
            elif group is StageGroup.ASLEEP and not has_knocked:
                has_knocked = True
                tell(stage)
                try:  # a request wakes it; what it answers while asleep is not said anywhere
                    return await connection.open()
                except (Busy, Lost, NotGradio, Unreachable, TimedOut):
                    waited = True
            if time.monotonic() > deadline:
                raise StageError(
                    f"still {stage} after {self.options.wake_timeout:g} s",
                    stage=stage,
                    waking=True,
                    where=card.id,
                    hint="Try again later.",
                )
            waited = True
            tell(stage)
            await asyncio.sleep(poll)
            try:
                stage, message = await self.hub.stage(card.id)
            except (Busy, Unreachable, TimedOut):
                continue  # the Hub's own hiccup; the limit above ends this


def _not_up(card: SpaceCard, stage: str, message: str) -> StageError | None:
    """Give the error for a Space that no waiting will bring up, or None."""
    group = stage_group(stage)
    if group is StageGroup.PAUSED:
        text, hint = "this Space is paused", "Only its owner can start it; look for a similar one."
    elif group is StageGroup.BROKEN:
        said = f": {message.strip().splitlines()[-1]}" if message.strip() else ""
        text, hint = f"this Space does not run ({stage}){said}", "Look for a similar one."
    else:
        return None
    return StageError(text, stage=stage, where=card.id, hint=hint)


def _explained(error: SpacetuiError, card: SpaceCard) -> SpacetuiError:
    if isinstance(error, NotGradio) and card.sdk not in ("", "gradio"):
        hint = f"It is made with {card.sdk}; spacetui calls Gradio apps."
        return NotGradio(error.message, where=card.id, hint=hint, details=error.details)
    return error
