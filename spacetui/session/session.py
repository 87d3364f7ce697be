"""Session: the core of both front ends. It opens an app and submits a call to it.

The Hub and the wire meet only here, so this is also where it is decided which credentials go where
(security.md P1, P2), and where credentials stop: whatever leaves a session holds none (P4).
Nothing is printed or drawn here. The wire is imported when the first app is opened.
"""

import asyncio
import secrets
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from spacetui.errors import SpacetuiError, StageError, StaleLogin, UnknownSpace
from spacetui.model.call import Call
from spacetui.model.component_update import changed_components
from spacetui.model.recording import Recording, Source
from spacetui.model.schema import App, Endpoint, Json
from spacetui.model.space import SpaceCard, SpaceRef, parse_ref
from spacetui.session.live_call import LiveCall
from spacetui.session.opened_app import OpenedApp
from spacetui.session.options import Login, Options
from spacetui.session.redaction import Redactor
from spacetui.session.stage_after_failure import with_stage
from spacetui.session.wake_space import open_when_up, why_not_up

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.wire.connection import Connection
    from spacetui.wire.http.credentials import Credentials

_T = TypeVar("_T")


class Session:
    """Opens apps and makes calls. It keeps one connection for each root URL and set of credentials.

    on_opened and on_recording are called with each app that was opened and each call that ended.
    redactor: removes the credentials that were sent so far; what the session returns has passed it.
    """

    def __init__(
        self,
        hub: "Hub",
        options: Options | None = None,
        *,
        on_recording: Callable[[Recording], None] = lambda recording: None,
        on_opened: Callable[[OpenedApp], None] = lambda opened: None,
    ) -> None:
        self.hub = hub
        self.options = options or Options()
        self.redactor = Redactor()
        self._on_recording = on_recording
        self._on_opened = on_opened
        self._connections: dict[tuple[str, Credentials, bool], Connection] = {}
        self._logins: dict[SpaceRef, Login] = {}

    async def open(self, src: str, *, on_stage: Callable[[str], None] | None = None) -> OpenedApp:
        """Open a SRC; a Space that builds, starts or sleeps is woken and waited for.

        on_stage: called with each stage of that wait. Raises UsageError, NotGradio, StageError,
        AuthError and the errors of the network.
        """
        return await self._redacted(self._open(src, on_stage or (lambda stage: None)))

    async def log_in(
        self, src: str, login: Login, *, on_stage: Callable[[str], None] | None = None
    ) -> OpenedApp:
        """Open a SRC with these credentials, which are for it alone; they are kept if it opens.

        Raises what `open` raises: AuthError where they are wrong.
        """
        ref = self._ref(src)
        before = self._logins.get(ref)
        self._logins[ref] = login
        self.redactor.add_secret(login.token)  # the Hub's goes to no app, but may be repeated
        try:
            return await self.open(src, on_stage=on_stage)
        except BaseException:  # after a cancel too, it is not known whether they are right
            self._logins.pop(ref)
            if before is not None:
                self._logins[ref] = before
            raise

    def submit(
        self, opened: OpenedApp, call: Call, *, timeout: float | None = None, is_only: bool = False
    ) -> LiveCall:
        """Make a call; it is sent when its events are read. However it ends, it is recorded.

        timeout: seconds from here to the result; None for no limit. is_only: no other call will
        need the State that this one leaves behind.
        """
        # All calls that share no State run in sessions that no other call uses at the same time.
        is_shared = opened.app.shares_state(call.endpoint) and not is_only
        session_hash = opened.state_hash if is_shared else None
        if session_hash is not None:
            opened.connection.keep_alive(session_hash)
        self.redactor.add_secrets_of(call)
        events = opened.connection.submit(call, timeout=timeout, session_hash=session_hash)
        hub = self._hub_for(self._ref(opened.src))
        explain = partial(with_stage, card=opened.card, hub=hub)
        return LiveCall(call, opened, events, self.redactor, self._on_recording, explain)

    def forget_state(self, opened: OpenedApp) -> OpenedApp:
        """Return `opened` with a new State; the app learns that the old visitor left."""
        opened.connection.let_go(opened.state_hash)
        return replace(opened, state_hash=secrets.token_hex(8))

    def with_changes(self, opened: OpenedApp, live: LiveCall) -> OpenedApp:
        """Return `opened` with what a call has changed of the inputs of its app: choices, limits.

        The same object where the call has changed none.
        """
        changes = changed_components(live.call.endpoint, live.state.updated)
        inputs = {
            parameter.component_id for each in opened.app.endpoints for parameter in each.parameters
        }
        if not changes.keys() & inputs or not opened.connection.change_components(changes):
            return opened
        app = opened.connection.app
        assert app is not None
        return self._renewed(opened, app)

    async def widen(self, opened: OpenedApp) -> OpenedApp:
        """Return `opened` with its undocumented endpoints described as well as the app can."""
        return self._renewed(opened, await self._redacted(opened.connection.widen()))

    async def enrich(self, opened: OpenedApp) -> OpenedApp:
        """Return `opened` with what opening does not wait for: help from docstrings, run times."""
        return self._renewed(opened, await self._redacted(opened.connection.enrich()))

    async def download(
        self,
        opened: OpenedApp,
        file: Mapping[str, Json],
        folder: Path,
        *,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Path:
        """Download the file of an output into `folder` and return its path.

        on_progress: called with the bytes so far and in all (None: not known). Raises
        DownloadFailed or AuthError.
        """
        return await self._redacted(
            opened.connection.download(file, folder, on_progress=on_progress)
        )

    def file_url(self, opened: OpenedApp, file: Mapping[str, Json]) -> str:
        """Return the address of the file of an output."""
        return opened.connection.file_url(file)

    async def openapi(self, opened: OpenedApp, endpoints: Sequence[Endpoint]) -> Json:
        """Return an OpenAPI document of these endpoints."""
        document = await self._redacted(opened.connection.openapi(endpoints))
        return self.redactor.value(document)

    async def __aenter__(self) -> "Session":
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Close every connection, and redact an error of ours that ends the block."""
        if isinstance(error, SpacetuiError):
            self.redactor.error(error)
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        connections = list(self._connections.values())
        self._connections.clear()
        await asyncio.gather(*(connection.aclose() for connection in connections))

    async def _open(self, src: str, on_stage: Callable[[str], None]) -> OpenedApp:
        ref = parse_ref(src, hub_endpoint=self.hub.endpoint)
        if "spacetui.wire.connection" not in sys.modules:
            # httpx alone takes half a second to import; no key may have to wait for that.
            await asyncio.to_thread(import_module, "spacetui.wire.connection")
        if ref.url:
            return await self._open_url(ref)
        return await self._open_space(ref, on_stage)

    async def _open_url(self, ref: SpaceRef) -> OpenedApp:
        # A token given with a URL is that server's: it goes there, and never to the Hub.
        connection = self._connection(ref, ref.url)
        return self._opened(ref.address, await connection.open(), connection)

    async def _open_space(self, ref: SpaceRef, on_stage: Callable[[str], None]) -> OpenedApp:
        hub = self._hub_for(ref)
        try:
            space_id = ref.space_id or await hub.by_subdomain(ref.subdomain)
        except UnknownSpace:
            return await self._open_unknown_host(ref, hub, self._token_given_for(ref))
        except StaleLogin:
            return await self._open_unknown_host(ref, hub, "")
        card = await hub.space(space_id)
        if not card.host:
            raise why_not_up(card, card.stage, card.error_message) or StageError(
                "the Hub names no address for this Space", stage=card.stage, where=card.id
            )
        token = await hub.token_for(card, to_public=self.options.hf_token_to_space)
        connection = self._connection(ref, card.host + ref.path, hub_token=token)
        limit = self.options.wake_timeout
        app = await open_when_up(card, connection, hub, limit=limit, on_stage=on_stage)
        notes = list(hub.notes)
        if token:  # first: a screen may have room for one
            notes.insert(0, f"your Hub token goes to this Space: {_why_token(card)}")
        if ref.space_id and card.id.lower() != ref.space_id.lower():
            notes.append(f"{ref.space_id} is called {card.id} now")
        return self._opened(ref.address, app, connection, card, notes=notes)

    async def _open_unknown_host(self, ref: SpaceRef, hub: "Hub", token: str) -> OpenedApp:
        """Open a host of hf.space whose Space the Hub does not show, such as a protected one.

        token: of the Hub, given for this host; the saved one does not go there.
        """
        connection = self._connection(ref, ref.address, hub_token=token)
        how = "the token you gave goes there" if token else "it is opened without a token"
        notes = (f"the Hub does not know this Space; {how}", *hub.notes)
        return self._opened(ref.address, await connection.open(), connection, notes=notes)

    async def _redacted(self, work: Awaitable[_T]) -> _T:
        """Await `work`; an error that it raises leaves without credentials."""
        try:
            return await work
        except SpacetuiError as error:
            self.redactor.error(error)
            raise

    def _ref(self, src: str) -> SpaceRef:
        """Return what `src` names; two texts that name the same return the same."""
        return replace(parse_ref(src, hub_endpoint=self.hub.endpoint), text="")

    def _hub_for(self, ref: SpaceRef) -> "Hub":
        """Return the Hub with the login that the user gave for `ref`, if there is one."""
        login = self._logins.get(replace(ref, text=""))
        if login is None or not login.token or ref.url:
            return self.hub
        return self.hub.with_token(login.token)

    def _is_given_for(self, ref: SpaceRef) -> bool:
        if not self.options.src:
            return False
        return self._ref(self.options.src) == replace(ref, text="")

    def _token_given_for(self, ref: SpaceRef) -> str:
        """Return the token that the user gave for `ref` itself; empty where there is none."""
        login = self._logins.get(replace(ref, text=""))
        if login is not None:
            return login.token
        return self.options.token if self._is_given_for(ref) else ""

    def _may_go_unchecked(self, ref: SpaceRef) -> bool:
        """Return whether `--insecure` is for `ref`: it was given with it, or with no SRC at all."""
        if self.options.src:
            return self._is_given_for(ref)
        return bool(ref.url)

    def _credentials(self, ref: SpaceRef, hub_token: str) -> "Credentials":
        """Return what is sent to `ref`. hub_token: the Hub's, where the Hub allowed it there."""
        from spacetui.wire.http.credentials import Credentials

        is_given, login = self._is_given_for(ref), self._logins.get(replace(ref, text=""))
        given = self.options if is_given else Options()
        token, auth = given.token, given.auth
        if login is not None:
            token, auth = login.token, login.auth
        if not ref.url:
            token = ""  # it is the Hub's: where it may go to the Space, it is `hub_token`
        return Credentials(token, given.headers, auth, hub_token)

    def _connection(self, ref: SpaceRef, url: str, *, hub_token: str = "") -> "Connection":
        """Return the connection to the app of `ref` at `url`."""
        from spacetui.wire.connection import Connection

        credentials = self._credentials(ref, hub_token)
        self.redactor.add(credentials)
        verify = self.options.verify or not self._may_go_unchecked(ref)
        key = (url, credentials, verify)
        if key not in self._connections:
            self._connections[key] = Connection(url, credentials, verify=verify)
        return self._connections[key]

    def _opened(
        self,
        src: str,
        app: App,
        connection: "Connection",
        card: SpaceCard | None = None,
        *,
        notes: Sequence[str] = (),
    ) -> OpenedApp:
        app = self.redactor.app(app)
        source = self._source(app, connection, card)
        opened = OpenedApp(src, app, source, card, connection, (*notes, *app.notes))
        self._on_opened(opened)
        return opened

    def _source(self, app: App, connection: "Connection", card: SpaceCard | None) -> Source:
        # The ids of another Hub mean nothing to the official clients, which know only the default
        # one; and an id does not lead to an app below a path of its host.
        is_at_root = card is not None and app.url == card.host.rstrip("/")
        is_known_id = is_at_root and self.hub.is_default
        title = card.title if card is not None else ""
        credentials = connection.http.credentials
        return Source(
            src=card.id if card is not None and is_known_id else app.url,
            url=app.url,
            title=title or app.title,
            api_prefix=app.api_prefix,
            protocol=app.protocol,
            version=app.version,
            needs_token=bool(credentials.hub_token),
            has_own_token=bool(credentials.token),
            has_login=credentials.auth is not None,
            headers=credentials.header_names,
            is_insecure=connection.http.is_insecure,
        )

    def _renewed(self, opened: OpenedApp, app: App) -> OpenedApp:
        app = self.redactor.app(app)
        new_notes = [each for each in app.notes if each not in opened.notes]
        return replace(opened, app=app, notes=(*opened.notes, *new_notes))


def _why_token(card: SpaceCard) -> str:
    if card.private:
        return "it is private"
    if card.is_zero_gpu:
        return "it runs on ZeroGPU, and the quota used is yours"
    return "you asked for it"
