"""Start the app on this terminal, with its session, its store and its signals.

Only this module of the command line imports the TUI. Nothing else is loaded before the first frame.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from spacetui.cli.command_session import hub_endpoint
from spacetui.cli.event_loop import keep_pauses_short, on_hangup, on_signals, run_loop
from spacetui.cli.exit_codes import INTERRUPTED
from spacetui.cli.kept_history import existing_store_path, keep_opened, keeps_history, open_store
from spacetui.cli.library_messages import show_library_messages
from spacetui.settings.current import current_settings
from spacetui.settings.table import GLYPHS, THEME
from spacetui.system.terminal_colors import name_colors

if TYPE_CHECKING:
    from spacetui.demo.demo_processes import Demo
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.previous_run import PreviousRun
    from spacetui.session.session import Session
    from spacetui.settings.settings import Settings
    from spacetui.store.store import Store
    from spacetui.tui.app import SpacetuiApp

# Seconds from the moment an app is open until it is kept.
KEEP_PAUSE = 0.3


def is_terminal() -> bool:
    """Return whether both stdin and stdout are a terminal, or the page of `spacetui serve`."""
    if "TEXTUAL_DRIVER" in os.environ:
        return True
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def is_dumb() -> bool:
    """Return whether the terminal says that it places no cursor."""
    return os.environ.get("TERM") == "dumb" and "TEXTUAL_DRIVER" not in os.environ


def open_app(src: str, access: dict[str, Any], *, recording: str = "", plain: bool = False) -> int:
    """Run the app if there is a terminal, and return the exit code.

    plain: in plain lines, which need none.

    src: opened first, or empty. recording: path of a recording file that is opened first, or empty;
    then src is the app that the access options are for, and is opened with it.
    """
    if plain or (is_terminal() and is_dumb() and not recording):
        from spacetui.cli.plain.start import converse

        return converse(src, access)
    if not is_terminal():
        from spacetui.cli.output import print_error

        print_error(
            "the app needs a terminal. Use --plain, search, info, run, snippet or demo --once;"
            " see --help."
        )
        return 2
    return run_app(src, access, recording=recording)


def run_app(
    src: str, access: dict[str, Any], *, demo: Demo | None = None, recording: str = ""
) -> int:
    """Run the app and return its exit code. Ctrl-C is a key in it; SIGTERM closes it in order."""
    settings = current_settings()
    wrong_keys = _use_own_keys(settings)
    name_colors(os.environ)  # before Textual is imported, which reads them once
    from spacetui.tui.app import SpacetuiApp
    from spacetui.tui.app_settings import AppSettings
    from spacetui.tui.widgets.glyphs import choose_glyphs

    show_library_messages(_print_note)
    choose_glyphs(settings.get(GLYPHS))
    backend = AppBackend(src, access, demo)
    own = AppSettings(settings, keep_theme)
    own.mistakes += wrong_keys
    make = partial(SpacetuiApp, backend.connect, settings=own)
    if demo is not None:
        from spacetui.demo.demo_processes import SPACE_IDS

        app = make(src=src, is_demo=True, start_ids=SPACE_IDS)
    elif recording:
        app = make(previous_run=load_earlier_start(""))
        app.recording = recording
    else:
        app = make(src=src, previous_run=load_earlier_start(src))
    backend.app = app
    app.on_prepared = keep_pauses_short
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = run_loop(_run_app(app, backend))
    for line in own.mistakes:  # whole; the app has shown the first one for a moment
        _print_note(f"settings: {line}")
    return code


def _use_own_keys(settings: Settings) -> list[str]:
    """Put the user's own keys into the table, from which all bindings are made; tell the others."""
    if not settings.keys:
        return []
    from spacetui.tui.key_map import check_keys, use_keys

    usable, wrong = check_keys(settings.keys)
    use_keys(usable)
    return settings.tell_keys(wrong)


def keep_theme(name: str) -> str:
    """Write the theme to the file of the settings; return a line where it is not kept. Blocks."""
    from spacetui.errors import SpacetuiError
    from spacetui.settings.write_settings import set_in_file
    from spacetui.system.paths import settings_file

    try:
        set_in_file(settings_file(), THEME.name, name)
    except (SpacetuiError, OSError) as error:
        return f"the theme is not kept for the next start: {error}"
    settings = current_settings()
    origin = settings.origins[THEME.name]
    if origin.startswith(settings.file.place):
        return ""
    return f"the theme is kept, but {origin} wins over it at the next start"


def _print_note(text: str) -> None:
    from spacetui.cli.output import print_note  # not before there is something to print

    print_note(text)


def load_earlier_start(src: str) -> PreviousRun | None:
    """Return what the last run left for this one; None where nothing is to be kept.

    With a SRC it is read at once, before anything is drawn, which takes a few milliseconds.
    """
    from spacetui.session.previous_run import PREFIX, PreviousRun

    if not keeps_history():
        return None
    path = existing_store_path()
    if not src:
        return PreviousRun()
    if path is None:
        return PreviousRun(kept={})  # else the app would wait for a new file before SRC is opened
    from spacetui.model.space import parse_ref
    from spacetui.session.cached_app import cached_app
    from spacetui.store.read_at_start import read_start_values

    address = parse_ref(src, hub_endpoint=hub_endpoint()).address
    values = read_start_values(path, address, PREFIX)
    known = cached_app(values.schema) if values.schema is not None else None
    return PreviousRun(known, values.kept)


async def _run_app(app: SpacetuiApp, backend: AppBackend) -> int:
    leave = partial(app.exit, INTERRUPTED)
    on_signals(leave)
    on_hangup(leave)
    try:
        code = await app.run_async()
    finally:
        await backend.aclose()
    if code is not None:
        return code
    return app.return_code or 0


class AppBackend:
    """What the app runs on: a session, made when it is first needed, and the store."""

    def __init__(self, src: str, access: dict[str, Any], demo: Demo | None) -> None:
        self._src = src
        self._access = access
        self._demo = demo
        self._store: Store | None = None
        self._writing: set[asyncio.Task[Any]] = set()
        self._is_closing = asyncio.Event()
        self.app: SpacetuiApp | None = None

    async def connect(self) -> Session:
        """Return a new session, which notes its traffic. In a demo, wait for the local Hub."""
        session = await self._session()
        session.keep_traffic()
        return session

    async def _session(self) -> Session:
        from spacetui.cli.command_session import session_for

        demo = self._demo
        if demo is None:
            return session_for(
                self._src, self._access, store=self._open_store, on_opened=self._keep_opened
            )
        # The addresses of a demo are of no use after it ends, so that no app is kept as opened.
        endpoint = await asyncio.to_thread(lambda: demo.hub_url)
        return session_for(
            self._src,
            self._access,
            endpoint=endpoint,
            use_saved_token=False,
            store=self._open_store,
        )

    def _open_store(self) -> Store:
        """Return the store, which is opened when something is to be kept or read."""
        if self._store is None:
            self._store = open_store(self._warn)
        return self._store

    def _keep_opened(self, opened: OpenedApp) -> None:
        self._write(self._keep_later(opened))

    async def _keep_later(self, opened: OpenedApp) -> None:
        """Keep an app once its form is drawn, which the store would delay."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_closing.wait(), KEEP_PAUSE)
        await keep_opened(self._open_store(), opened)

    def _write(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    def _warn(self, line: str) -> None:
        if self.app is not None:
            self.app.notify(line, severity="warning")

    async def aclose(self) -> None:
        """Wait until everything is written, and close the store."""
        self._is_closing.set()
        await asyncio.gather(*self._writing, return_exceptions=True)
        if self._store is not None:
            await self._store.aclose()
