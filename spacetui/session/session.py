"""Session: the core of both front ends. It opens an app and submits a call to it.

Credentials stop here: whatever leaves a session holds none (security.md P4). Nothing is printed or
drawn here. What calls and the store need is imported with the first of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from spacetui.errors import SpacetuiError
from spacetui.session.app_connections import AppConnections
from spacetui.session.given_credentials import GivenCredentials
from spacetui.session.options import Options
from spacetui.session.redaction import Redactor

if TYPE_CHECKING:
    from pathlib import Path

    from spacetui.hub.client import Hub
    from spacetui.model.call import Call
    from spacetui.model.folder_entry import FolderEntry
    from spacetui.model.schema import App, Endpoint, Json
    from spacetui.session.call_journal import Journals
    from spacetui.session.live_call import LiveCall
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.options import Login
    from spacetui.store.store import Store
    from spacetui.wire.http.traffic import TrafficLog

_T = TypeVar("_T")


class Session:
    """Opens apps and makes calls.

    store: where its calls are kept, or what opens it, which is called when it is first needed; one
    that keeps nothing if none is given. It is not closed here.
    on_opened is called with each app that was opened.
    redactor: removes the credentials that were sent so far; what the session returns has passed it.
    given: the credentials that the user gave, and for which SRC.
    """

    def __init__(
        self,
        hub: Hub,
        options: Options | None = None,
        *,
        store: Store | Callable[[], Store] | None = None,
        on_opened: Callable[[OpenedApp], None] = lambda opened: None,
    ) -> None:
        self.hub = hub
        self.options = options or Options()
        self.redactor = Redactor()
        self.given = GivenCredentials(hub, self.options)
        self._given_store = store
        self._on_opened = on_opened
        self._connections = AppConnections(
            hub,
            self.given,
            self.redactor,
            to_public=self.options.hf_token_to_space,
            verify=self.options.verify,
        )

    def keep_traffic(self) -> None:
        """Note what is sent to apps and to the Hub, and what they answer, for the command log."""
        self._connections.keep_log()
        self.hub.keep_log(self._hub_log)

    def _hub_log(self, token: str) -> TrafficLog:
        if token:
            self.redactor.add_secret(token)
        return self._connections.make_log()

    @property
    def traffic(self) -> TrafficLog | None:
        """What was sent, and what was answered; None where nothing was, or nothing is noted."""
        return self._connections.log

    @cached_property
    def store(self) -> Store:
        """Where calls are kept."""
        if callable(self._given_store):
            return self._given_store()
        from spacetui.store.store import Store

        return self._given_store or Store(None)

    @cached_property
    def _journals(self) -> Journals:
        from spacetui.session.call_journal import Journals

        return Journals(self.store, self.redactor)

    async def open(
        self,
        src: str,
        *,
        on_stage: Callable[[str], None] = lambda stage: None,
        wake_timeout: float | None = None,
    ) -> OpenedApp:
        """Open a SRC; a Space that builds, starts or sleeps is woken and waited for.

        on_stage: called with each stage of that wait. wake_timeout: its limit in seconds, instead
        of that of the options. Raises UsageError, NotGradio, StageError, AuthError and the errors
        of the network.
        """
        limit = self.options.wake_timeout if wake_timeout is None else wake_timeout
        opened = await self._redacted(self._connections.open(src, on_stage, limit))
        self._on_opened(opened)
        return opened

    async def log_in(
        self, src: str, login: Login, *, on_stage: Callable[[str], None] = lambda stage: None
    ) -> OpenedApp:
        """Open a SRC with these credentials, which are for it alone; they are kept if it opens.

        Raises what `open` raises: AuthError where they are wrong.
        """
        ref = self.given.named(src)
        before = self.given.replace_login(ref, login)
        self.redactor.add_secret(login.token)  # the Hub's goes to no app, but may be repeated
        try:
            return await self.open(src, on_stage=on_stage)
        except BaseException:  # after a cancel too, it is not known whether they are right
            self.given.replace_login(ref, before)
            raise

    def submit(
        self,
        opened: OpenedApp,
        call: Call,
        *,
        timeout: float | None = None,
        is_only: bool = False,
        is_kept: bool = True,
    ) -> LiveCall:
        """Make a call; it is sent when its events are read. The store keeps it before that.

        timeout: seconds from here to the result; None for no limit. is_only: no other call will
        need the State that this one leaves behind. is_kept: whether the store keeps it.
        """
        from spacetui.session.live_call import LiveCall
        from spacetui.session.stage_after_failure import with_stage

        # All calls that share no State run in sessions that no other call uses at the same time.
        is_shared = opened.app.shares_state(call.endpoint) and not is_only
        session_hash = opened.state_hash if is_shared else None
        if session_hash is not None:
            opened.connection.keep_alive(session_hash)
        self.redactor.add_secrets_of(call)
        events = opened.connection.submit(call, timeout=timeout, session_hash=session_hash)
        hub = self.given.hub_for(self.given.named(opened.src))
        explain = partial(with_stage, card=opened.card, hub=hub)
        visit = opened.visit if is_shared else 0
        journal = self._journals.new() if is_kept else None
        return LiveCall(call, opened, events, self.redactor, journal, explain, visit=visit)

    def forget_state(self, opened: OpenedApp) -> OpenedApp:
        """Return `opened` with a new State; the app learns that the old visitor left."""
        opened.connection.let_go(opened.state_hash)
        return opened.new_visitor()

    def with_changes(self, opened: OpenedApp, live: LiveCall) -> OpenedApp:
        """Return `opened` with what a call has changed of the inputs of its app: choices, limits.

        The same object where the call has changed none.
        """
        from spacetui.model.component_update import changed_components

        changes = changed_components(live.call.endpoint, live.state.updated)
        inputs = {
            parameter.component_id for each in opened.app.endpoints for parameter in each.parameters
        }
        if not changes.keys() & inputs or not opened.connection.change_components(changes):
            return opened
        app = opened.connection.app
        assert app is not None
        return self._renewed(opened, self.redactor.app(app))

    async def widen(self, opened: OpenedApp) -> OpenedApp:
        """Return `opened` with its undocumented endpoints described as well as the app can."""
        app = await self._redacted(opened.connection.widen())
        return self._renewed(opened, await self.redactor.app_apart(app))

    async def enrich(self, opened: OpenedApp) -> OpenedApp:
        """Return `opened` with what opening does not wait for: help from docstrings, run times."""
        app = await self._redacted(opened.connection.enrich())
        return self._renewed(opened, await self.redactor.app_apart(app))

    async def download(
        self,
        opened: OpenedApp,
        file: Mapping[str, Json],
        folder: Path,
        *,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Path:
        """Download the file of an output into `folder`, keep a copy of it, and return its path.

        on_progress: called with the bytes so far and in all (None: not known). Raises
        DownloadFailed or AuthError.
        """
        path = await self._redacted(
            opened.connection.download(file, folder, on_progress=on_progress)
        )
        self._journals.keep_file(file, path)
        return path

    async def list_folder(
        self, opened: OpenedApp, component_id: int, folder: Sequence[str]
    ) -> tuple[FolderEntry, ...]:
        """Return what a FileExplorer of the app lists of a folder.

        folder: the names that lead to it from the root of the component. Raises SpacetuiError.
        """
        listed = opened.connection.list_folder(component_id, folder, opened.state_hash)
        return self.redactor.value(await self._redacted(listed))

    def file_url(self, opened: OpenedApp, file: Mapping[str, Json]) -> str:
        """Return the address of the file of an output."""
        return opened.connection.file_url(file)

    async def openapi(self, opened: OpenedApp, endpoints: Sequence[Endpoint]) -> Json:
        """Return an OpenAPI document of these endpoints."""
        document = await self._redacted(opened.connection.openapi(endpoints))
        return self.redactor.value(document)

    async def __aenter__(self) -> Session:
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Close every connection, and redact an error of ours that ends the block."""
        if isinstance(error, SpacetuiError):
            self.redactor.error(error)
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection, after all calls are written."""
        await self._connections.aclose()
        if "_journals" in vars(self):
            await self._journals.aclose()

    async def _redacted(self, work: Awaitable[_T]) -> _T:
        """Await `work`; an error that it raises leaves without credentials."""
        try:
            return await work
        except SpacetuiError as error:
            self.redactor.error(error)
            raise

    def _renewed(self, opened: OpenedApp, app: App) -> OpenedApp:
        new_notes = [each for each in app.notes if each not in opened.notes]
        return opened.with_app(app, (*opened.notes, *new_notes))
