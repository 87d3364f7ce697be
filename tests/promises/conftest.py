"""A hostile server, and both front ends in this process.

Tests can compare what they print, draw, store and send.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from spacetui.cli.command_session import NO_ACCESS
from spacetui.cli.commands import run as run_cli
from spacetui.cli.launch_app import AppBackend
from spacetui.tui.app import SpacetuiApp
from tests.cli_result import Cli, CliResult
from tests.live.fault_server import FaultServer
from tests.promises.headless_app import Window
from tests.promises.hostile_apps import HOSTILE
from tests.promises.one_space_hub import OneSpaceHub


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the history of this test is stored in."""
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def cli(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Return a function that runs `spacetui ARGS` to its end, in this process."""

    def run(*args: str) -> CliResult:
        capsys.readouterr()
        code = run_cli(args)
        out, err = capsys.readouterr()
        return CliResult(code, out, err)

    return run


@pytest.fixture(scope="session")
def _servers() -> Iterator[tuple[FaultServer, FaultServer]]:
    with FaultServer() as other, FaultServer(other=other.root, table=HOSTILE) as server:
        yield server, other


@pytest.fixture
def hostile(_servers: tuple[FaultServer, FaultServer]) -> FaultServer:
    """Return the hostile server, its log empty."""
    _servers[0].requests.clear()
    return _servers[0]


@pytest.fixture
def elsewhere(_servers: tuple[FaultServer, FaultServer]) -> FaultServer:
    """Return the server that the hostile one names, at another origin. Its log is empty."""
    _servers[1].requests.clear()
    return _servers[1]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[OneSpaceHub]:
    made = OneSpaceHub()
    Thread(target=made.server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", made.url)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def window(data_folder: Path) -> Callable[..., Any]:
    """Return `window`: `async with window(SRC, **access) as shown` is `spacetui SRC`."""

    @asynccontextmanager
    async def open_window(
        src: str, size: tuple[int, int] = (120, 40), **access: Any
    ) -> AsyncIterator[Window]:
        calls = AppBackend(src, {**NO_ACCESS, **access}, None)
        app = SpacetuiApp(calls.connect, src=src)
        calls.app = app
        try:
            async with app.run_test(size=size) as pilot:
                yield Window(app, pilot)
        finally:
            await calls.aclose()

    return open_window
