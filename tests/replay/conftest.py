"""The replay of the real names, a Gradio app behind it, and both front ends that use it."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.command_session import NO_ACCESS
from spacetui.cli.launch_app import AppBackend
from spacetui.hub.client import Hub
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.tui.app import SpacetuiApp
from tests.cli_result import Cli, CliResult
from tests.live.app_server import url_fixture
from tests.promises.headless_app import Window
from tests.replay.in_process import use_replay
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace

# The token of the user of the tests, and one that the Hub does not accept any more.
TOKEN = "hf_replayUserToken0123456789abcdef"
STALE_TOKEN = "hf_replayStaleToken0123456789abcde"
USER = "ada"


replayed_url = url_fixture("replayed")


@pytest.fixture(scope="session")
def _replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    made = Replay(tmp_path_factory.mktemp("replay"))
    yield made
    made.close()


@pytest.fixture
def replay(_replay: Replay, replayed_url: str) -> Replay:
    """Return the replay with one user and one public Space, `acme/echo`."""
    _replay.reset()
    _replay.hub.users[TOKEN] = {
        "type": "user",
        "name": USER,
        "fullname": "Ada",
        "isPro": False,
        "canPay": True,
        "orgs": [],
        "auth": {"type": "access_token", "accessToken": {"displayName": "cli", "role": "write"}},
    }
    _replay.add(ReplaySpace("acme/echo", app_url=replayed_url))
    return _replay


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """Return the folder that the history of this test is stored in."""
    return tmp_path / "data"


@pytest.fixture
def environment(replay: Replay, data_folder: Path) -> dict[str, str]:
    """Return the environment of a process that uses the replay. A test may add to it."""
    own = {**replay.environment, "SPACETUI_DATA_DIR": str(data_folder)}
    return {**os.environ, **own}


@pytest.fixture
def cli(environment: dict[str, str]) -> Cli:
    """Return a function that runs `spacetui ARGS` to its end, in a process of its own.

    Its environment is that of the fixture `environment`.
    """

    def run(*args: str, stdin: str = "") -> CliResult:
        done = subprocess.run(
            [sys.executable, "-m", "spacetui", *args],
            env=environment,
            input=stdin.encode(),
            capture_output=True,
            timeout=120,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        return CliResult(done.returncode, out, err, done.stdout)

    return run


@pytest.fixture
def connect(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Session]]:
    """Return `connect`: `async with connect(TOKEN, **options) as session`, in this process."""

    def make(token: str = "", **options: Any) -> Session:
        return Session(Hub(None, token), Options(**options))

    with use_replay(replay, monkeypatch):
        yield make


@pytest.fixture
def window(
    replay: Replay, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Any]]:
    """Return `window`: `async with window(SRC, **access) as shown` is `spacetui SRC`."""

    @asynccontextmanager
    async def open_window(
        src: str = "", size: tuple[int, int] = (120, 40), **access: Any
    ) -> AsyncIterator[Window]:
        backend = AppBackend(src, {**NO_ACCESS, **access}, None)
        app = SpacetuiApp(backend.connect, src=src)
        backend.app = app
        try:
            async with app.run_test(size=size) as pilot:
                yield Window(app, pilot)
        finally:
            await backend.aclose()

    with use_replay(replay, monkeypatch):
        monkeypatch.setenv("SPACETUI_DATA_DIR", str(data_folder))
        yield open_window
