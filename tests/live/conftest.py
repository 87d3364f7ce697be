"""Servers for the tests of the wire: a real Gradio app, and one that is all faults. Each starts once a run."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from spacetui.wire.connection import Connection
from spacetui.wire.http.credentials import Credentials
from tests.live.app_server import run_app
from tests.live.connection_driver import Connect
from tests.live.faults import FaultServer


@pytest.fixture(scope="session")
def everything_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the root URL of tests/live/apps/everything.py, running."""
    with run_app("everything", tmp_path_factory.mktemp("everything")) as url:
        yield url


@pytest.fixture(scope="session")
def visits_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the root URL of tests/live/apps/visits.py, running."""
    with run_app("visits", tmp_path_factory.mktemp("visits")) as url:
        yield url


@pytest.fixture(scope="session")
def media_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the root URL of tests/live/apps/media.py, running."""
    with run_app("media", tmp_path_factory.mktemp("media")) as url:
        yield url


@pytest.fixture(scope="session")
def schema_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the root URL of tests/live/apps/schema.py, running."""
    with run_app("schema", tmp_path_factory.mktemp("schema")) as url:
        yield url


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
