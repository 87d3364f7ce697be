"""Servers for the tests of the wire: real Gradio apps and servers of faults, started once a run."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from spacetui.wire.connection import Connection
from spacetui.wire.http.credentials import Credentials
from tests.live.app_server import url_fixture
from tests.live.connection_driver import Connect
from tests.live.fault_server import FaultServer

everything_url = url_fixture("everything")
visits_url = url_fixture("visits")
media_url = url_fixture("media")
schema_url = url_fixture("schema")
values_url = url_fixture("values")


@pytest.fixture
async def everything(connect: Connect, everything_url: str) -> Connection:
    """Return an open connection to apps/everything.py."""
    connection = connect(everything_url)
    await connection.open()
    return connection


@pytest.fixture(scope="session")
def _fault_servers() -> Iterator[tuple[FaultServer, FaultServer, FaultServer]]:
    certificate = Path(__file__).with_name("localhost.pem")  # self-signed, for tests only
    with (
        FaultServer() as other,
        FaultServer(certificate=certificate) as secure,
        FaultServer(other=other.root, secure=secure.root) as server,
    ):
        yield server, other, secure


@pytest.fixture
def faults(_fault_servers: tuple[FaultServer, FaultServer, FaultServer]) -> FaultServer:
    """Return the server of faults, its log empty."""
    _fault_servers[0].requests.clear()
    return _fault_servers[0]


@pytest.fixture
def secure(_fault_servers: tuple[FaultServer, FaultServer, FaultServer]) -> FaultServer:
    """Return the server with TLS, whose certificate is not trusted. Its log is empty."""
    _fault_servers[2].requests.clear()
    return _fault_servers[2]


@pytest.fixture
def elsewhere(_fault_servers: tuple[FaultServer, FaultServer, FaultServer]) -> FaultServer:
    """Return the server that redirects lead to, at another origin. Its log is empty."""
    _fault_servers[1].requests.clear()
    return _fault_servers[1]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Return a function that makes connections, which are closed after the test."""
    made: list[Connection] = []

    def make(url: str, access: Credentials = Credentials()) -> Connection:  # noqa: B008
        made.append(Connection(url, access))
        return made[-1]

    yield make
    for each in made:
        await each.aclose()
