"""State that calls share, and the heartbeat that tells the app whether the one who has it is still there."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from spacetui.hub.client import Hub
from spacetui.model.call import Call
from spacetui.model.events import Completed
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session

pytestmark = pytest.mark.live


async def call(
    session: Session, opened: OpenedApp, name: str, *, is_only: bool = False, **values: Any
) -> Any:
    endpoint = opened.app.endpoint(name)
    assert endpoint is not None
    live = session.submit(opened, Call(endpoint, values), timeout=30, is_only=is_only)
    *_, last = [event async for event in live]
    assert isinstance(last, Completed), last
    return last.data[0]


@pytest.fixture
async def session() -> AsyncIterator[Session]:
    made = Session(Hub())
    yield made
    await made.aclose()


@pytest.fixture
async def told(visits_url: str) -> AsyncIterator[Any]:
    """Give a way to ask the app who left it and whose heartbeat was opened, as (left, asked)."""
    other = Session(Hub())
    opened = await other.open(visits_url)

    async def ask() -> tuple[list[str], list[str]]:
        said = await call(other, opened, "/told", is_only=True)
        return said["left"], said["asked"]

    yield ask
    await other.aclose()


async def until_left(told: Any, session_hash: str) -> None:
    """Wait until the app's unload function ran for a session; each look is a call."""
    deadline = time.monotonic() + 10
    while session_hash not in (await told())[0]:
        assert time.monotonic() < deadline, "the app does not know that we left"


async def test_the_app_learns_once_that_a_session_began_and_once_that_it_ended(
    session: Session, visits_url: str, told: Any
) -> None:
    opened = await session.open(visits_url)
    assert [await call(session, opened, "/count", by=2) for _ in range(3)] == [2, 4, 6]
    left, asked = await told()
    assert asked.count(opened.state_hash) == 1
    assert opened.state_hash not in left
    started = time.monotonic()
    await session.aclose()
    assert time.monotonic() - started < 1
    await until_left(told, opened.state_hash)
    assert (await told())[0].count(opened.state_hash) == 1


async def test_forgotten_state_starts_anew_and_the_app_learns_that_the_old_session_ended(
    session: Session, visits_url: str, told: Any
) -> None:
    old = await session.open(visits_url)
    assert await call(session, old, "/count", by=5) == 5
    new = session.forget_state(old)
    assert (new.app, new.connection) == (old.app, old.connection)
    assert await call(session, new, "/count", by=1) == 1
    await until_left(told, old.state_hash)
    left, asked = await told()
    assert new.state_hash not in left
    assert asked.count(new.state_hash) == 1


async def test_an_app_with_an_unload_function_gets_all_calls_in_one_session(
    session: Session, visits_url: str
) -> None:
    opened = await session.open(visits_url)
    assert opened.app.has_unload
    assert [await call(session, opened, "/who") for _ in range(2)] == [opened.state_hash] * 2


async def test_a_call_that_shares_nothing_opens_no_heartbeat(
    session: Session, visits_url: str, told: Any
) -> None:
    opened = await session.open(visits_url)
    before = (await told())[1]
    assert await call(session, opened, "/count", is_only=True, by=7) == 7
    assert (
        await call(session, opened, "/count", is_only=True, by=7) == 7
    )  # another session: from zero
    assert (await told())[1] == before
