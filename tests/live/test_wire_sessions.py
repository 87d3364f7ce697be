"""Which session a call without State uses, as a real Gradio app sees it."""

import asyncio
from typing import Any

import pytest

from spacetui.model.events import Cancelled, Completed, Started
from spacetui.wire.connection import Connection
from tests.live.connection_driver import Connect, rest, submit, until

pytestmark = pytest.mark.live


@pytest.fixture
async def visits(connect: Connect, visits_url: str) -> Connection:
    connection = connect(visits_url)
    await connection.open()
    return connection


async def session_of(connection: Connection, name: str = "/who", **values: Any) -> str:
    last = (await rest(submit(connection, name, **values)))[-1]
    assert isinstance(last, Completed), last
    return str(last.data[0])


async def test_calls_in_sequence_use_one_session(visits: Connection) -> None:
    assert len({await session_of(visits) for _ in range(5)}) == 1


async def test_simultaneous_calls_use_a_session_each(visits: Connection) -> None:
    calls = [session_of(visits, "/linger", step=0.3) for _ in range(8)]
    assert len(set(await asyncio.gather(*calls))) == 8


async def test_many_calls_use_no_more_sessions_than_there_are_streams(visits: Connection) -> None:
    sessions = await asyncio.gather(*(session_of(visits) for _ in range(100)))
    assert len(set(sessions)) <= 32


async def test_no_call_uses_the_session_of_a_cancelled_one(
    visits: Connection,
) -> None:
    before = await session_of(visits)
    live = submit(visits, "/linger", step=1)
    await until(live, lambda event: isinstance(event, Started))
    live.cancel()
    assert isinstance((await rest(live))[-1], Cancelled)
    assert await session_of(visits) != before


async def test_a_call_that_takes_a_changed_component_runs_where_it_was_changed(
    connect: Connect, updates_url: str
) -> None:
    connection = connect(updates_url)
    await connection.open()
    # All of these end in a free session each; the choices are changed in the first of them.
    calls = [submit(connection, "/refresh", prefix="x")]
    calls += [submit(connection, "/hide", _="x") for _ in range(4)]
    await asyncio.gather(*(rest(each) for each in calls))
    for value in ("x0", "x2"):
        last = (await rest(submit(connection, "/pick", one=value, size=3)))[-1]
        assert isinstance(last, Completed), last
        assert last.data == (f"{value} 3",)
