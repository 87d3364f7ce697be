"""AppConnections: opens the app that a SRC names, by its URL or as a Space.

The Hub and the wire meet only here, so this is also where it is decided which credentials go where
(security.md P1, P2). The wire is imported when the first app is opened.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from spacetui.errors import StageError, StaleLogin, UnknownSpace
from spacetui.model.schema import App
from spacetui.model.source import Source
from spacetui.model.space import SpaceCard, SpaceRef, parse_ref
from spacetui.session.given_credentials import GivenCredentials
from spacetui.session.opened_app import OpenedApp
from spacetui.session.redaction import Redactor
from spacetui.session.wake_space import open_when_up, why_not_up

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.wire.connection import Connection
    from spacetui.wire.http.credentials import Credentials
    from spacetui.wire.http.traffic import TrafficLog


class AppConnections:
    """Opens apps. It keeps one connection for each root URL and set of credentials."""

    def __init__(
        self,
        hub: "Hub",
        given: GivenCredentials,
        redactor: Redactor,
        *,
        to_public: bool,
        verify: bool,
    ) -> None:
        """to_public: whether the Hub token may go to a public Space too.

        verify: whether certificates are checked; where not, only of what the user gave that for.
        """
        self._hub = hub
        self._given = given
        self._redactor = redactor
        self._to_public = to_public
        self._verify = verify
        # Where what is sent and received is noted; see `keep_log`.
        self.log: TrafficLog | None = None
        self._keeps_log = False
        self._connections: dict[tuple[str, Credentials, bool], Connection] = {}

    async def open(
        self, src: str, on_stage: Callable[[str], None], wake_timeout: float
    ) -> OpenedApp:
        """Open a SRC; a Space that builds, starts or sleeps is woken and waited for.

        on_stage: called with each stage of that wait. wake_timeout: its limit in seconds.
        """
        ref = parse_ref(src, hub_endpoint=self._hub.endpoint)
        if "spacetui.wire.connection" not in sys.modules:
            # httpx alone takes half a second to import; no key may have to wait for that.
            await asyncio.to_thread(import_module, "spacetui.wire.connection")
        if ref.url:
            return await self._open_url(ref)
        return await self._open_space(ref, on_stage, wake_timeout)

    def keep_log(self) -> None:
        """Note what is sent to apps, and what they answer, from the next connection on."""
        self._keeps_log = True

    async def aclose(self) -> None:
        """Close every connection."""
        connections = list(self._connections.values())
        self._connections.clear()
        await asyncio.gather(*(connection.aclose() for connection in connections))

    async def _open_url(self, ref: SpaceRef) -> OpenedApp:
        # A token given with a URL is that server's: it goes there, and never to the Hub.
        connection = self._connection(ref, ref.url)
        return await self._opened(ref.address, await connection.open(), connection)

    async def _open_space(
        self, ref: SpaceRef, on_stage: Callable[[str], None], limit: float
    ) -> OpenedApp:
        hub = self._given.hub_for(ref)
        try:
            space_id = ref.space_id or await hub.by_subdomain(ref.subdomain)
        except UnknownSpace:
            return await self._open_unknown_host(ref, hub, self._given.token_for(ref))
        except StaleLogin:
            return await self._open_unknown_host(ref, hub, "")
        card = await hub.space(space_id)
        if not card.host:
            raise why_not_up(card, card.stage, card.error_message) or StageError(
                "the Hub names no address for this Space", stage=card.stage, where=card.id
            )
        token = await hub.token_for(card, to_public=self._to_public)
        connection = self._connection(ref, card.host + ref.path, hub_token=token)
        app = await open_when_up(card, connection, hub, limit=limit, on_stage=on_stage)
        notes = list(hub.notes)
        if token:  # first: a screen may have room for one
            notes.insert(0, f"your Hub token goes to this Space: {_why_token(card)}")
        if ref.space_id and card.id.lower() != ref.space_id.lower():
            notes.append(f"{ref.space_id} is called {card.id} now")
        return await self._opened(ref.address, app, connection, card, notes=notes)

    async def _open_unknown_host(self, ref: SpaceRef, hub: "Hub", token: str) -> OpenedApp:
        """Open a host of hf.space whose Space the Hub does not show, such as a protected one.

        token: of the Hub, given for this host; the saved one does not go there.
        """
        connection = self._connection(ref, ref.address, hub_token=token)
        how = "the token you gave goes there" if token else "it is opened without a token"
        notes = (f"the Hub does not know this Space; {how}", *hub.notes)
        return await self._opened(ref.address, await connection.open(), connection, notes=notes)

    def _connection(self, ref: SpaceRef, url: str, *, hub_token: str = "") -> "Connection":
        """Return the connection to the app of `ref` at `url`."""
        from spacetui.wire.connection import Connection

        credentials = self._given.credentials(ref, hub_token)
        self._redactor.add(credentials)
        verify = self._verify or not self._given.may_go_unchecked(ref)
        key = (url, credentials, verify)
        if key not in self._connections:
            connection = Connection(url, credentials, verify=verify, log=self._log())
            self._connections[key] = connection
        return self._connections[key]

    def _log(self) -> "TrafficLog | None":
        return self.make_log() if self._keeps_log else None

    def make_log(self) -> "TrafficLog":
        """Return the log of this session, made when something is sent."""
        if self.log is None:
            from spacetui.wire.http.traffic import TrafficLog

            self.log = TrafficLog()
        return self.log

    async def _opened(
        self,
        src: str,
        app: App,
        connection: "Connection",
        card: SpaceCard | None = None,
        *,
        notes: Sequence[str] = (),
    ) -> OpenedApp:
        app = await self._redactor.app_apart(app)
        source = _source(app, connection, card, is_default_hub=self._hub.is_default)
        return OpenedApp(src, app, source, card, connection, (*notes, *app.notes))


def _source(
    app: App, connection: "Connection", card: SpaceCard | None, *, is_default_hub: bool
) -> Source:
    # The ids of another Hub mean nothing to the official clients, which know only the default
    # one; and an id does not lead to an app below a path of its host.
    is_at_root = card is not None and app.url == card.host.rstrip("/")
    is_known_id = is_at_root and is_default_hub
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


def _why_token(card: SpaceCard) -> str:
    if card.private:
        return "it is private"
    if card.is_zero_gpu:
        return "it runs on ZeroGPU, and the quota used is yours"
    return "you asked for it"
