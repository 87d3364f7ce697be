"""A tiny app on loopback, and sessions that are closed at the end of a test."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.unit.session.tiny_app import Server, Sessions


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    async with await asyncio.start_server(made.answer, "127.0.0.1", 0) as listening:
        made.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        yield made


@pytest.fixture
async def sessions() -> AsyncIterator[Sessions]:
    made = Sessions()
    yield made
    for session in made.made:
        await session.aclose()
