"""A hostile server, and both front ends in this process: what they print, draw, keep and send can be compared."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.cli.commands import run as run_cli
from spacetui.cli.launch_app import AppBackend
from spacetui.cli.session_options import NO_ACCESS
from spacetui.model.schema import MISSING
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.open_space import Run
from spacetui.tui.use.page import UsePage
from tests.live.faults import FaultServer
from tests.promises.hostile_apps import HOSTILE
from tests.tui.widget_host import screen_text


@dataclass(frozen=True)
class Done:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """The JSON values of stdout, a line each."""
        return [json.loads(line) for line in self.out.splitlines()]


def in_files(folder: Path) -> str:
    """Give all that the files of a folder hold, byte for byte."""
    return "\n".join(
        path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()
    )


Cli = Callable[..., Done]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that all of this test's history goes to."""
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def cli(kept: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Give a function that runs `spacetui ARGS` in this process, to its end: as the process, without its start."""

    def run(*args: str) -> Done:
        capsys.readouterr()
        code = run_cli(args)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


@pytest.fixture(scope="session")
def _servers() -> Iterator[tuple[FaultServer, FaultServer]]:
    with FaultServer() as other, FaultServer(other=other.root, table=HOSTILE) as server:
        yield server, other


@pytest.fixture
def hostile(_servers: tuple[FaultServer, FaultServer]) -> FaultServer:
    """Give the hostile server, its log empty."""
    _servers[0].requests.clear()
    return _servers[0]


@pytest.fixture
def elsewhere(_servers: tuple[FaultServer, FaultServer]) -> FaultServer:
    """Give the server that the hostile one names: another origin. Its log is empty."""
    _servers[1].requests.clear()
    return _servers[1]


class Hub:
    """A Hub of one Space, `o/n`, about which it says `facts`."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}
        self.asked: list[str] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub.asked.append(f"{self.path} {dict(self.headers)}")
                space = {
                    "id": "o/n",
                    "sdk": "gradio",
                    "private": False,
                    "runtime": {"stage": "RUNNING"},
                    **hub.facts,
                }
                body = json.dumps(space).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    made = Hub()
    Thread(target=made.server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", made.url)
    yield made
    made.server.shutdown()
    made.server.server_close()


@dataclass
class Window:
    """The app in a window of its own kind: no terminal, all keys. What it draws is `text`."""

    app: SpacetuiApp
    pilot: Pilot[Any]

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def page(self) -> UsePage:
        assert isinstance(self.app.screen, UsePage), self.text
        return self.app.screen

    @property
    def run(self) -> Run | None:
        space = self.app.desk.space
        return space.shown_call if space is not None else None

    async def until(self, is_so: Callable[[], Any]) -> None:
        """Wait for `is_so`, at most ten seconds."""
        for _ in range(1000):
            if is_so():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it never came:\n{self.text}")

    async def opened(self) -> None:
        await self.until(
            lambda: (
                isinstance(self.app.screen, UsePage)
                and self.app.screen.shown_form.on_show is not None
            )
        )
        await self.pilot.pause()

    async def ended(self) -> Run:
        """Fill what is wanting, run, and wait for the end of the call."""
        for field in self.page.form.fields:
            if field.value() is MISSING:
                field.set_value("x")
        await self.pilot.press("ctrl+r")
        await self.until(lambda: self.run is not None and self.run.state.status.is_final)
        await self.pilot.pause()
        assert self.run is not None
        return self.run


@pytest.fixture
def window(kept: Path) -> Callable[..., Any]:
    """Give `async with window(SRC, **access) as w`: the app as `spacetui SRC` shows it."""

    @asynccontextmanager
    async def open_window(
        src: str, size: tuple[int, int] = (120, 40), **access: Any
    ) -> AsyncIterator[Window]:
        calls = AppBackend(src, {**NO_ACCESS, **access}, None)
        app = SpacetuiApp(calls.connect, src=src, recents=calls.recents)
        calls.app = app
        try:
            async with app.run_test(size=size) as pilot:
                yield Window(app, pilot)
        finally:
            await calls.aclose()

    return open_window
