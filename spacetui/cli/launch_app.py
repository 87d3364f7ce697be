"""The app on this terminal, and what it needs of the machine: a session, the store, the signals.

The one place of the command line that imports the TUI. Nothing else is loaded before its first frame.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from spacetui.cli.event_loop import on_signals, run_loop
from spacetui.cli.exit_codes import INTERRUPTED

if TYPE_CHECKING:
    from spacetui.demo.supervisor import Demo
    from spacetui.model.recording import Recording
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session
    from spacetui.store.store import Store
    from spacetui.tui.app import SpacetuiApp


def is_terminal() -> bool:
    """Say whether a person sits at both ends."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def open_app(src: str, access: dict[str, Any]) -> int:
    """Open the app, with `src` at once where it is given, and give its exit code."""
    if not is_terminal():
        from spacetui.cli.output import print_error

        print_error(
            "the app needs a terminal. Use search, info, run, snippet or demo --once; see --help."
        )
        return 2
    return show(src, access)


def show(src: str, access: dict[str, Any], *, demo: Demo | None = None) -> int:
    """Open the app and give its exit code when it ends; Ctrl-C is then a key, SIGTERM closes it in order."""
    from spacetui.tui.app import SpacetuiApp

    calls = Calls(src, access, demo)
    if demo is not None:
        from spacetui.demo.supervisor import SPACE_IDS

        app = SpacetuiApp(calls.connect, src=src, is_demo=True, start_ids=SPACE_IDS)
    else:
        app = SpacetuiApp(calls.connect, src=src, recents=calls.recents)
    calls.app = app
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return run_loop(_show(app, calls))


async def _show(app: SpacetuiApp, calls: Calls) -> int:
    on_signals(lambda: app.exit(INTERRUPTED))
    try:
        code = await app.run_async()
    finally:
        await calls.aclose()
    return code if code is not None else app.return_code or 0


class Calls:
    """Makes the app's session when it is first needed, and keeps on disk each call made and each app opened."""

    def __init__(self, src: str, access: dict[str, Any], demo: Demo | None) -> None:
        self._src = src
        self._access = access
        self._demo = demo
        self._store: Store | None = None
        self._writing: set[asyncio.Task[Any]] = set()
        self.app: SpacetuiApp | None = None

    async def connect(self) -> Session:
        """Give the session; in a demo, when the stand-in of the Hub answers."""
        from spacetui.cli.session_options import session_for
        from spacetui.store.store import Store
        from spacetui.system.paths import store_path

        try:
            self._store = store = Store(store_path(), self._tell)
        except OSError as error:
            self._tell(f"calls are not kept on disk: {error}")
            store = None

        def keep(recording: Recording) -> None:
            if store is not None:
                self._write(store.add(recording))

        def visit(opened: OpenedApp) -> None:
            # A demo's addresses are gone tomorrow.
            if store is not None and self._demo is None:
                self._write(store.add_opened_app(opened.src, opened.source.title))

        if self._demo is None:
            return session_for(self._src, self._access, on_recording=keep, on_opened=visit)
        endpoint = await asyncio.to_thread(lambda: self._demo.hub_url if self._demo else "")
        return session_for(
            self._src, self._access, endpoint=endpoint, use_saved_token=False, on_recording=keep
        )

    async def recents(self) -> list[tuple[str, str]]:
        """Give the source and title of what was opened before, newest first."""
        visits = await self._store.load_recent_apps() if self._store is not None else ()
        return [(visit.src, visit.title) for visit in visits]

    def _write(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    def _tell(self, line: str) -> None:
        if self.app is not None:
            from spacetui.text.terminal import make_visible

            self.app.notify(make_visible(line), markup=False, severity="warning")

    async def aclose(self) -> None:
        """Wait for what is still being written."""
        await asyncio.gather(*self._writing, return_exceptions=True)
        if self._store is not None:
            await self._store.aclose()
