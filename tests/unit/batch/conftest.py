"""A server of a queue, and a session for it."""

from collections.abc import AsyncIterator

import pytest

from spacetui.hub.client import Hub
from spacetui.session.session import Session
from tests.unit.batch.batch_driver import Batches
from tests.unit.batch.queue_server import QueueServer


@pytest.fixture
async def server() -> AsyncIterator[QueueServer]:
    made = QueueServer()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def batches(server: QueueServer) -> AsyncIterator[Batches]:
    """Return what makes batches of calls to the server."""
    async with Session(Hub("http://127.0.0.1:9", "", use_saved_token=False)) as session:
        yield Batches(session, server)
