"""Connection: one running Gradio app, at a root URL. Opened once, called many times, over one pool."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from spacetui.errors import AuthError, NotGradio, SpacetuiError, TimedOut
from spacetui.model.call import Call
from spacetui.model.schema import App, Endpoint, Json
from spacetui.wire.calls.call_stream import CallStream
from spacetui.wire.calls.heartbeat import Heartbeat
from spacetui.wire.calls.session_pool import SessionPool
from spacetui.wire.files.download import download, file_url
from spacetui.wire.http.client import Http
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.http.errors import error_of_status
from spacetui.wire.http.response import parse_json
from spacetui.wire.limits import ASIDE_SECONDS, OPEN_SECONDS
from spacetui.wire.openapi.generate import generate_document
from spacetui.wire.openapi.server_document import server_document
from spacetui.wire.protocols import protocol_note
from spacetui.wire.quirks import quirks_of
from spacetui.wire.schema.parse import api_prefix_of, protocol_name_of
from spacetui.wire.schema.raw_schema import RawSchema

# Gradio 5 and later serve /info under this prefix. It is asked for before the config that names the
# prefix is there: one round trip instead of two.
_PREFIX = "/gradio_api"


class Connection:
    """One app. The wire knows a root URL and credentials for it; it has never heard of a Space."""

    def __init__(
        self, url: str, access: Credentials = Credentials(), *, verify: bool = True
    ) -> None:
        """url: root URL, with or without the slash. verify: whether https certificates are judged.

        Raises UsageError for a URL that is none, and for a token that would travel in the clear.
        """
        self.http = Http(url, access, verify=verify)
        self.app: App | None = None
        self._sessions = SessionPool()
        self._told = RawSchema()
        self._heartbeats: dict[str, Heartbeat] = {}
        self._read_once: dict[str, Path] = {}

    @property
    def url(self) -> str:
        """The root URL, no trailing slash; https where http sent us there (then App.notes says so)."""
        return self.http.root

    async def open(self) -> App:
        """Read what the app offers: config and info, at once. Remembered for `submit`.

        Raises NotGradio, AuthError, Unreachable, TimedOut, Lost, Busy or UsageError.
        """
        self.http.notes.clear()
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                config, info = await self._discover()
        except TimeoutError:
            raise TimedOut(
                f"no answer within {OPEN_SECONDS:g} s", where=self.url, hint="Try again in a while."
            ) from None
        notes = list(self.http.notes)
        if (note := protocol_note(protocol_name_of(config))) is not None:
            notes.append(note)
        self._told = RawSchema(config, info, notes)
        self.app = self._told.app(self.url)
        return self.app

    async def widen(self) -> App:
        """Read what /info leaves out: names, types and defaults of the undocumented endpoints' parameters.

        Asked once, and only where there are such endpoints. One that the server does not describe stays as it was.
        """
        app = await self._open_once()
        told = self._told
        if told.all_info is None and any(
            each.visibility == "undocumented" for each in app.endpoints
        ):
            told.all_info = await self._aside(f"{self._prefix}/info?all_endpoints=true")
        return self._renewed()

    async def enrich(self) -> App:
        """Read what is good to know: help on parameters from docstrings, how calls went so far.

        Each is one request where the app has it; what does not come within seconds is done without, and not noted.
        """
        app = await self._open_once()
        told = self._told
        told.docstrings, told.usage = await asyncio.gather(
            self._aside(f"{self._prefix}/mcp/schema" if told.has_docstrings else ""),
            # At the root whatever the prefix is.
            self._aside("/monitoring/summary" if quirks_of(app.version).usage_summary else ""),
        )
        return self._renewed()

    def submit(
        self, call: Call, *, timeout: float | None = None, session_hash: str | None = None
    ) -> CallStream:
        """Return the events of a call, an async iterator. Nothing is sent before it is read.

        timeout: seconds for all of it. session_hash: calls that share one share their gr.State, and
        go one after another; else no two calls use one at the same time, and a call with State
        has one of its own.
        """
        return CallStream(
            call,
            self.http,
            self._sessions,
            self._open_once,
            timeout=timeout,
            session_hash=session_hash,
        )

    async def _open_once(self) -> App:
        return self.app or await self.open()

    async def download(
        self,
        file: Mapping[str, Json],
        folder: Path,
        *,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Path:
        """Fetch the file of an output into `folder`, under a free and safe name, and give its path.

        on_progress: told the bytes so far and in all (None: not known). Raises DownloadFailed or AuthError.
        """
        read_once = self._read_once
        return await download(
            self.http, self._prefix, file, folder, on_progress=on_progress, read_once=read_once
        )

    def file_url(self, file: Mapping[str, Json]) -> str:
        """Give the address where the file of an output can be had."""
        return file_url(self.http, self._prefix, file)

    def keep_alive(self, session_hash: str) -> None:
        """Let an app that wants to know it know that this session is still there, until `let_go` or the end."""
        if (
            self.app is not None
            and self.app.connect_heartbeat
            and session_hash not in self._heartbeats
        ):
            self._heartbeats[session_hash] = Heartbeat(self.http, self._prefix, session_hash)

    def let_go(self, session_hash: str) -> None:
        """Tell the app that this session has left; nobody waits for it."""
        if (heartbeat := self._heartbeats.pop(session_hash, None)) is not None:
            self.http.run_in_background(heartbeat.aclose())

    async def aclose(self) -> None:
        """Close every connection; what is being said to the server gets a second."""
        for session_hash in list(self._heartbeats):
            self.let_go(session_hash)
        await self.http.aclose()

    async def openapi(self, endpoints: Sequence[Endpoint]) -> Json:
        """Give the OpenAPI document of these endpoints: the server's own where it is sound, else one we make."""
        app = await self._open_once()
        access = self.http.credentials
        if (
            quirks_of(app.version).own_openapi and access.auth is None
        ):  # it does not tell how to log in
            document = await self._aside(f"{self._prefix}/openapi.json")
            if (
                own := server_document(document, app, endpoints, has_token=bool(access.token))
            ) is not None:
                return own
        return generate_document(
            app, endpoints, has_token=bool(access.token), has_login=access.auth is not None
        )

    def _renewed(self) -> App:
        """Give the app as it is told by now; what came late for one that was opened anew meanwhile is dropped."""
        self.app = self._told.app(self.url)
        return self.app

    async def _aside(self, path: str) -> Json:
        """GET what is only good to know; None where there is no path, no answer in time, or not a good one."""
        if not path:
            return None
        url = self.http.root + path
        try:
            async with asyncio.timeout(ASIDE_SECONDS):
                answer = await self.http.request("GET", url)
                return await parse_json(answer.body, where=url) if answer.status == 200 else None
        except (SpacetuiError, TimeoutError):
            return None  # nobody waits for it and nothing depends on it

    @property
    def _prefix(self) -> str:
        return self.app.api_prefix if self.app else _PREFIX

    async def _discover(self) -> tuple[Json, Json]:
        if self.http.credentials.auth is not None:
            await self._log_in(*self.http.credentials.auth)
        early = asyncio.create_task(self._info(f"{_PREFIX}/info", "/info"))
        try:
            config = await self.http.get_json("/config")
            info = await early
        finally:
            if not early.done():
                early.cancel()
                await asyncio.wait({early})
        prefix = api_prefix_of(config)
        if info is None and prefix not in ("", _PREFIX):
            info = await self._info(f"{prefix}/info")
        return config, info

    async def _info(self, *paths: str) -> Json:
        """Give the first /info there is, or None: an app can be called by its config alone."""
        try:
            for path in paths:
                answer = await self.http.get(path)
                if answer.status == 200:
                    return await parse_json(answer.body, where=answer.url)
        except SpacetuiError:
            return None  # parse_app notes that there is none
        return None

    async def _log_in(self, user: str, password: str) -> None:
        url = f"{self.http.root}/login"
        form = urlencode({"username": user, "password": password}).encode()
        answer = await self.http.request(
            "POST", url, content=form, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        if answer.status == 302:  # Gradio's answer when the app has no login
            self.http.notes.append("this app asks for no login; the one given was not needed")
        elif answer.status in (400, 401, 403):
            raise AuthError(
                "the user or the password is wrong", where=self.url, hint="Check the login."
            )
        elif answer.status in (404, 405):
            raise NotGradio("no login here", where=self.url, hint="Check the address.")
        elif answer.status != 200:
            raise error_of_status(answer.status, answer.headers, answer.body, where=self.url)
