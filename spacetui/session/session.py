"""The execution core of both front ends: a SRC becomes an opened app, a call becomes events.

The only place where the Hub and the wire meet, and so the place that decides which credentials go where
(security.md P1, P2). Nothing is printed or drawn here. The wire loads when the first app is opened.
"""

import asyncio
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING

from spacetui.errors import SpacetuiError, StageError
from spacetui.model.call import Call
from spacetui.model.events import FINAL_EVENTS, Event
from spacetui.model.recording import Recording, Source
from spacetui.model.run import RunState
from spacetui.model.schema import App
from spacetui.model.space import SpaceCard, SpaceRef, parse_ref
from spacetui.session.redaction import (
    credentials_of,
    hide_in_error,
    hide_in_recording,
    hide_in_state,
    redact,
)
from spacetui.session.wake_space import open_when_up, why_not_up

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.wire.calls.live_call import LiveCall
    from spacetui.wire.connection import Connection
    from spacetui.wire.http.credentials import Credentials


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


@dataclass(frozen=True, slots=True)
class Login:
    """What the user gave for one SRC when it was asked for. In memory alone, and never in a repr.

    token: the Hub's with a Space id, that server's with a URL.
    """

    auth: tuple[str, str] | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An app that answered. src: as the user wrote it, without a query; card: what the Hub says, if it is a Space.

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
    """Opens apps and makes calls. One connection for each root URL and set of credentials.

    secrets: every credential that went along so far; whoever shows a server's words hides them. tokens: those
    that are hidden in values too (security.md P4, redaction.py).
    on_opened and on_recording hear of each app that was opened and of each call that ended.
    """

    def __init__(
        self,
        hub: "Hub",
        options: Options = Options(),
        *,
        on_recording: Callable[[Recording], None] = lambda recording: None,
        on_opened: Callable[[Opened], None] = lambda opened: None,
    ) -> None:
        self.hub = hub
        self.options = options
        self.secrets: set[str] = set()
        self.tokens: set[str] = set()
        self._on_recording = on_recording
        self._on_opened = on_opened
        self._connections: dict[tuple[str, Credentials], Connection] = {}
        self._logins: dict[SpaceRef, Login] = {}

    async def open(self, src: str, *, on_stage: Callable[[str], None] | None = None) -> Opened:
        """Open a SRC; a Space that builds, starts or sleeps is woken and waited for.

        on_stage hears each stage of that wait. Raises UsageError, NotGradio, StageError, AuthError and the
        errors of the network.
        """
        try:
            return await self._open(src, on_stage or (lambda stage: None))
        except SpacetuiError as error:
            hide_in_error(error, self.secrets)
            raise

    async def log_in(
        self, src: str, login: Login, *, on_stage: Callable[[str], None] | None = None
    ) -> Opened:
        """Open a SRC with these credentials, which are for it alone; they are kept if it opens with them.

        Raises what `open` raises: AuthError where they are wrong.
        """
        ref = self._ref(src)
        before = self._logins.get(ref)
        self._logins[ref] = login
        self.secrets |= {login.token} - {""}  # the Hub's may go to no app, and yet be repeated
        try:
            return await self.open(src, on_stage=on_stage)
        except (
            BaseException
        ):  # a cancel too: what was not tried to its end is not known to be right
            self._logins.pop(ref)
            if before is not None:
                self._logins[ref] = before
            raise

    def _ref(self, src: str) -> SpaceRef:
        """Give what `src` names; two texts that name the same give the same."""
        return replace(parse_ref(src, hub_endpoint=self.hub.endpoint), text="")

    async def _open(self, src: str, tell: Callable[[str], None]) -> Opened:
        ref = parse_ref(src, hub_endpoint=self.hub.endpoint)
        if "spacetui.wire.connection" not in sys.modules:
            # httpx alone takes half a second to import, which no key should have to wait for.
            await asyncio.to_thread(import_module, "spacetui.wire.connection")
        if ref.url:
            # A token given with a URL is that server's: it goes there, and never to the Hub.
            connection = self._connection(ref.url, self._access(ref, self.options.token))
            return self._opened(
                ref.address, await connection.open(), connection, None, has_token=False
            )
        login = self._logins.get(self._ref(src))
        hub = self.hub.with_token(login.token) if login is not None and login.token else self.hub
        card = await hub.space(ref.space_id or await hub.by_subdomain(ref.subdomain))
        if not card.host:
            raise why_not_up(card, card.stage, card.error_message) or StageError(
                "the Hub names no address for this Space", stage=card.stage, where=card.id
            )
        token = await hub.token_for(card, to_public=self.options.hf_token_to_space)
        connection = self._connection(card.host, self._access(ref, token))
        app = await open_when_up(card, connection, hub, limit=self.options.wake_timeout, tell=tell)
        return self._opened(ref.address, app, connection, card, has_token=bool(token))

    def submit(
        self, opened: Opened, call: Call, *, timeout: float | None = None, is_only: bool = False
    ) -> "LiveCall":
        """Make a call; iterate what comes back. However it ends, a recording of it is handed on.

        timeout: seconds from here to the result; None for no limit. is_only: no other call will want the State
        that this one leaves behind.
        """
        state, made_at = RunState(), time.time()
        # Calls with State share it, as the calls of one page do; so do those of an app that keeps things of its
        # own for a visitor, until they leave. All others have sessions to themselves while they run.
        is_shared = (call.endpoint.has_state or opened.app.has_unload) and not is_only
        shared = opened.state_hash if is_shared else None
        if shared is not None:
            opened.connection.keep_alive(shared)

        def note(event: Event, at: float) -> None:
            nonlocal state
            state = state.after(event, at)
            if isinstance(event, FINAL_EVENTS):
                made = Recording(call, opened.source, state, made_at)
                self._on_recording(hide_in_recording(made, self.secrets, self.tokens))

        return opened.connection.submit(call, timeout=timeout, session_hash=shared, on_event=note)

    def forget_state(self, opened: Opened) -> Opened:
        """Give `opened` with all State as the app starts with it; the app hears that who had the old one left."""
        opened.connection.let_go(opened.state_hash)
        return replace(opened, state_hash=secrets.token_hex(8))

    async def widen(self, opened: Opened) -> Opened:
        """Give `opened` with its undocumented endpoints described as well as the app can."""
        return self._renewed(opened, await opened.connection.widen())

    async def enrich(self, opened: Opened) -> Opened:
        """Give `opened` with what is good to know and took no part in opening: docstrings' help, earlier calls."""
        return self._renewed(opened, await opened.connection.enrich())

    def _renewed(self, opened: Opened, app: App) -> Opened:
        news = [each for each in redact(app.notes, self.secrets) if each not in opened.notes]
        return replace(opened, app=redact(app, self.tokens), notes=(*opened.notes, *news))

    async def aclose(self) -> None:
        """Close every connection."""
        connections = list(self._connections.values())
        self._connections.clear()
        await asyncio.gather(*(connection.aclose() for connection in connections))

    def _is_given_for(self, ref: SpaceRef) -> bool:
        if not self.options.src:
            return False
        return self._ref(self.options.src) == replace(ref, text="")

    def _access(self, ref: SpaceRef, token: str) -> "Credentials":
        """Give what goes along to `ref`; a token for an id was judged by the Hub, all else is SRC's alone."""
        from spacetui.wire.http.credentials import Credentials

        is_given, login = self._is_given_for(ref), self._logins.get(replace(ref, text=""))
        headers = self.options.headers if is_given else ()
        if login is not None:
            return Credentials(login.token if ref.url else token, headers, login.auth)
        if is_given:
            return Credentials(token, headers, self.options.auth)
        return Credentials("" if ref.url else token)

    def _connection(self, url: str, access: "Credentials") -> "Connection":
        from spacetui.wire.connection import Connection

        secrets, tokens = credentials_of(access)
        self.secrets |= secrets
        self.tokens |= tokens
        key = (url, access)
        if key not in self._connections:
            self._connections[key] = Connection(url, access, verify=self.options.verify)
        return self._connections[key]

    def without_secrets(self, state: RunState) -> RunState:
        """Give `state` without the credentials that a server may have repeated, in whatever it said."""
        return hide_in_state(state, self.secrets, self.tokens)

    def _opened(
        self,
        src: str,
        app: App,
        connection: "Connection",
        card: SpaceCard | None,
        *,
        has_token: bool,
    ) -> Opened:
        app = redact(app, self.tokens)
        notes = [*redact(app.notes, self.secrets)]
        if card is not None and has_token:
            why = "it is private" if card.private else "you asked for it"
            if card.is_zero_gpu and not card.private:
                why = "it runs on ZeroGPU, and the quota used is yours"
            notes.insert(
                0, f"your Hub token goes to this Space: {why}"
            )  # first: a screen may have room for one
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
        opened = Opened(src, app, source, card, connection, tuple(notes))
        self._on_opened(opened)
        return opened
