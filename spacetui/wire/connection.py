"""Connection: one running Gradio app at a root URL, opened once and called many times.

What calls, files and OpenAPI documents need is imported with the first of them: an app opens, and
its form is shown, without.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from spacetui.errors import AuthError, NotGradio, SpacetuiError, TimedOut
from spacetui.wire.calls.heartbeat import Heartbeat
from spacetui.wire.calls.session_pool import SessionPool
from spacetui.wire.http.client import Http
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.http.errors import error_of_status
from spacetui.wire.http.response import parse_json
from spacetui.wire.limits import ASIDE_SECONDS, OPEN_SECONDS
from spacetui.wire.protocols import protocol_note
from spacetui.wire.quirks import quirks_of
from spacetui.wire.schema.parse import api_prefix_of, protocol_name_of
from spacetui.wire.schema.raw_schema import RawSchema

if TYPE_CHECKING:
    from pathlib import Path

    from spacetui.model.call import Call
    from spacetui.model.folder_entry import FolderEntry
    from spacetui.model.schema import App, Endpoint, Json
    from spacetui.wire.calls.call_stream import CallStream
    from spacetui.wire.http.traffic import TrafficLog

# Gradio 5 and later serve /info under this prefix. It is requested together with the config, which
# names the prefix: one round trip instead of two.
_PREFIX = "/gradio_api"


class Connection:
    """One app, known by its root URL and the credentials for it. The wire knows no Spaces."""

    def __init__(
        self,
        url: str,
        credentials: Credentials | None = None,
        *,
        verify: bool = True,
        log: TrafficLog | None = None,
    ) -> None:
        """url: root URL, with or without the slash. verify: whether https certificates are checked.

        log: where what is sent and received is noted.
        Raises UsageError for a malformed URL, and for a token that would be sent in the clear.
        """
        self.http = Http(url, credentials or Credentials(), verify=verify, log=log)
        self.app: App | None = None
        self._sessions = SessionPool()
        self._schema = RawSchema()
        self._heartbeats: dict[str, Heartbeat] = {}
        self._read_once: dict[str, Path] = {}

    @property
    def url(self) -> str:
        """The root URL, without a trailing slash; https if http redirected there."""
        return self.http.root

    async def open(self) -> App:
        """Read config and info, at the same time, and return the app.

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
        self._schema = RawSchema(config, info, notes)
        return await self._renewed_aside()

    async def widen(self) -> App:
        """Read what /info leaves out: the parameters of undocumented endpoints.

        It is requested once, and only if there are such endpoints. An endpoint that the server does
        not describe stays as it was.
        """
        app, schema = await self._open_once(), self._schema
        has_undocumented = any(each.visibility == "undocumented" for each in app.endpoints)
        if has_undocumented and schema.all_info is None:
            schema.all_info = await self._get_optional(f"{self._prefix}/info?all_endpoints=true")
        return await self._renewed_aside()

    async def enrich(self) -> App:
        """Read help on parameters from docstrings, and the run times of earlier calls.

        Each is one request if the app has it. The app does without what does not come in time.
        """
        app, schema = await self._open_once(), self._schema
        docstrings = f"{self._prefix}/mcp/schema" if schema.has_docstrings else ""
        # At the root, whatever the prefix is.
        usage = "/monitoring/summary" if quirks_of(app.version).usage_summary else ""
        schema.docstrings, schema.usage = await asyncio.gather(
            self._get_optional(docstrings), self._get_optional(usage)
        )
        if schema.docstrings is None and schema.usage is None:
            return await self._open_once()  # nothing was learned
        return await self._renewed_aside()

    def change_components(self, changes: Mapping[int, Mapping[str, Json]]) -> bool:
        """Take what a call has changed of components, by id, until the app is opened again.

        Return whether that is new; then `app` is another one.
        """
        before = self._schema.changes
        after = {**before}
        for component_id, changed in changes.items():
            after[component_id] = {**before.get(component_id, {}), **changed}
        if after == before:
            return False
        self._schema.changes = after
        self._renewed()
        return True

    def submit(
        self, call: Call, *, timeout: float | None = None, session_hash: str | None = None
    ) -> CallStream:
        """Return the events of a call, an async iterator. Nothing is sent before it is read.

        timeout: seconds for all of it. session_hash: calls that share one share their gr.State, and
        go one after another; else no two calls use one at the same time, and a call with State
        has one of its own.
        """
        from spacetui.wire.calls.call_stream import CallStream

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
        """Fetch the file of an output into `folder`, under a free and safe name; return its path.

        on_progress: called with the bytes so far and in all (None: not known). Raises
        DownloadFailed or AuthError.
        """
        from spacetui.wire.files.download import download

        read_once = self._read_once
        return await download(
            self.http, self._prefix, file, folder, on_progress=on_progress, read_once=read_once
        )

    async def list_folder(
        self, component_id: int, folder: Sequence[str], session_hash: str
    ) -> tuple[FolderEntry, ...]:
        """Return the entries of a folder of the app; see list_app_folder. Raises SpacetuiError."""
        from spacetui.wire.files.app_folder import list_app_folder

        return await list_app_folder(self.http, self._prefix, component_id, folder, session_hash)

    def file_url(self, file: Mapping[str, Json]) -> str:
        """Return the address of the file of an output."""
        from spacetui.wire.files.download import file_url

        return file_url(self.http, self._prefix, file)

    def keep_alive(self, session_hash: str) -> None:
        """Open a heartbeat for this session, if the app wants one; until `let_go` or `aclose`."""
        is_wanted = self.app is not None and self.app.connect_heartbeat
        if is_wanted and session_hash not in self._heartbeats:
            self._heartbeats[session_hash] = Heartbeat(self.http, self._prefix, session_hash)

    def let_go(self, session_hash: str) -> None:
        """Close the heartbeat of this session, in the background."""
        if (heartbeat := self._heartbeats.pop(session_hash, None)) is not None:
            self.http.run_in_background(heartbeat.aclose())

    async def aclose(self) -> None:
        """Close every connection; requests in the background get a second to end."""
        for session_hash in list(self._heartbeats):
            self.let_go(session_hash)
        await self.http.aclose()

    async def openapi(self, endpoints: Sequence[Endpoint]) -> Json:
        """Return an OpenAPI document of these endpoints: the server's if it is sound, else ours."""
        from spacetui.wire.openapi.generate import generate_document
        from spacetui.wire.openapi.server_document import server_document

        app = await self._open_once()
        credentials = self.http.credentials
        has_login = credentials.auth is not None
        # The server's document does not describe a login.
        if quirks_of(app.version).own_openapi and not has_login:
            found = await self._get_optional(f"{self._prefix}/openapi.json")
            document = server_document(found, app, endpoints, credentials)
            if document is not None:
                return document
        return generate_document(app, endpoints, credentials)

    def _renewed(self) -> App:
        """Return the app, parsed again from all that is known now."""
        self.app = self._schema.app(self.url)
        return self.app

    async def _renewed_aside(self) -> App:
        """Return the app as `_renewed` does, parsed in a thread: 5,000 endpoints take a second."""
        schema = self._schema
        changes = schema.changes
        self.app = await asyncio.to_thread(schema.app, self.url)
        return self.app if schema.changes is changes else self._renewed()

    async def _get_optional(self, path: str) -> Json:
        """GET JSON that the app can do without; None without a path, and after any failure."""
        if not path:
            return None
        url = self.http.root + path
        try:
            async with asyncio.timeout(ASIDE_SECONDS):
                response = await self.http.request("GET", url)
                if response.status != 200:
                    return None
                return await parse_json(response.body, where=url)
        except (SpacetuiError, TimeoutError):
            return None  # nothing depends on it

    @property
    def _prefix(self) -> str:
        if self.app:
            return self.app.api_prefix
        return _PREFIX

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
        """Return the first /info that is found, or None: a config alone is enough for a call."""
        try:
            for path in paths:
                response = await self.http.get(path)
                if response.status == 200:
                    return await parse_json(response.body, where=response.url)
        except SpacetuiError:
            return None  # parse_app notes that there is none
        return None

    async def _log_in(self, user: str, password: str) -> None:
        url = f"{self.http.root}/login"
        form = urlencode({"username": user, "password": password}).encode()
        response = await self.http.request(
            "POST", url, content=form, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        if response.status == 302:  # Gradio's response when the app has no login
            self.http.drop_login()
            self.http.notes.append("this app asks for no login; the one given was not needed")
        elif response.status in (400, 401, 403):
            raise AuthError(
                "the user or the password is wrong", where=self.url, hint="Check the login."
            )
        elif response.status in (404, 405):
            raise NotGradio("no login here", where=self.url, hint="Check the address.")
        elif response.status != 200:
            raise error_of_status(response.status, response.headers, response.body, where=self.url)
