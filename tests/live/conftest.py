"""Servers for the tests of the wire: a real Gradio app, and one that is all faults. Each starts once a run."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from spacetui.wire.connection import Connection
from spacetui.wire.http.credentials import Credentials
from tests.live.connection_driver import Connect
from tests.live.faults import FaultServer

START_SECONDS = 120


@pytest.fixture(scope="session")
def everything_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the root URL of tests/live/apps/everything.py, running."""
    with running("everything", tmp_path_factory.mktemp("everything")) as url:
        yield url


@pytest.fixture(scope="session")
def visits_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the root URL of tests/live/apps/visits.py, running."""
    with running("visits", tmp_path_factory.mktemp("visits")) as url:
        yield url


@pytest.fixture(scope="session")
def media_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the root URL of tests/live/apps/media.py, running."""
    with running("media", tmp_path_factory.mktemp("media")) as url:
        yield url


@pytest.fixture(scope="session")
def schema_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the root URL of tests/live/apps/schema.py, running."""
    with running("schema", tmp_path_factory.mktemp("schema")) as url:
        yield url


@contextmanager
def running(name: str, folder: Path) -> Iterator[str]:
    """Run an app of tests/live/apps and give its root URL; its log lies in `folder`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    app, log = Path(__file__).parent / "apps" / f"{name}.py", folder / "log.txt"
    with log.open("wb") as sink:
        server = subprocess.Popen([sys.executable, str(app), str(port)], stdout=sink, stderr=sink)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(url):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/config"):
            return True
    except (urllib.error.URLError, ConnectionError):
        return False


@pytest.fixture
async def everything(connect: Connect, everything_url: str) -> Connection:
    """Give an open connection to the app that has everything."""
    connection = connect(everything_url)
    await connection.open()
    return connection


@pytest.fixture(scope="session")
def _fault_servers() -> Iterator[tuple[FaultServer, FaultServer, FaultServer]]:
    certificate = Path(__file__).with_name("localhost.pem")  # signed by itself, for tests alone
    with (
        FaultServer() as other,
        FaultServer(certificate=certificate) as secure,
        FaultServer(other=other.root, secure=secure.root) as server,
    ):
        yield server, other, secure


@pytest.fixture
def faults(_fault_servers: tuple[FaultServer, FaultServer, FaultServer]) -> FaultServer:
    """Give the server of faults, its log empty."""
    _fault_servers[0].requests.clear()
    return _fault_servers[0]


@pytest.fixture
def secure(_fault_servers: tuple[FaultServer, FaultServer, FaultServer]) -> FaultServer:
    """Give the server with TLS, whose certificate nobody trusts, its log empty."""
    _fault_servers[2].requests.clear()
    return _fault_servers[2]


@pytest.fixture
def elsewhere(_fault_servers: tuple[FaultServer, FaultServer, FaultServer]) -> FaultServer:
    """Give the server that redirects lead to, its log empty: another origin than `faults`."""
    _fault_servers[1].requests.clear()
    return _fault_servers[1]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Give a way to make connections that are closed after the test."""
    made: list[Connection] = []

    def make(url: str, access: Credentials = Credentials()) -> Connection:  # noqa: B008
        made.append(Connection(url, access))
        return made[-1]

    yield make
    for each in made:
        await each.aclose()
