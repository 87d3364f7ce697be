"""State that calls share, and the heartbeat by which the app knows that a session still exists."""

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
async def report(visits_url: str) -> AsyncIterator[Any]:
    """Return a function that asks the app for its ended sessions and its heartbeats."""
    other = Session(Hub())
    opened = await other.open(visits_url)

    async def ask() -> tuple[list[str], list[str]]:
        sessions = await call(other, opened, "/report", is_only=True)
        return sessions["left"], sessions["heartbeats"]

    yield ask
    await other.aclose()


async def until_left(report: Any, session_hash: str) -> None:
    """Wait until the app's unload function ran for a session; each look is a call."""
    deadline = time.monotonic() + 10
    while session_hash not in (await report())[0]:
        assert time.monotonic() < deadline, "the app does not know that the session ended"


async def test_the_app_learns_once_that_a_session_began_and_once_that_it_ended(
    session: Session, visits_url: str, report: Any
) -> None:
    opened = await session.open(visits_url)
    assert [await call(session, opened, "/count", by=2) for _ in range(3)] == [2, 4, 6]
    left, heartbeats = await report()
    assert heartbeats.count(opened.state_hash) == 1
    assert opened.state_hash not in left
    started = time.monotonic()
    await session.aclose()
    assert time.monotonic() - started < 1
    await until_left(report, opened.state_hash)
    assert (await report())[0].count(opened.state_hash) == 1


async def test_forgotten_state_starts_anew_and_the_app_learns_that_the_old_session_ended(
    session: Session, visits_url: str, report: Any
) -> None:
    old = await session.open(visits_url)
    assert await call(session, old, "/count", by=5) == 5
    new = session.forget_state(old)
    assert (new.app, new.connection) == (old.app, old.connection)
    assert await call(session, new, "/count", by=1) == 1
    await until_left(report, old.state_hash)
    left, heartbeats = await report()
    assert new.state_hash not in left
    assert heartbeats.count(new.state_hash) == 1


async def test_an_app_with_an_unload_function_gets_all_calls_in_one_session(
    session: Session, visits_url: str
) -> None:
    opened = await session.open(visits_url)
    assert opened.app.has_unload
    assert [await call(session, opened, "/who") for _ in range(2)] == [opened.state_hash] * 2


async def test_a_call_that_shares_nothing_opens_no_heartbeat(
    session: Session, visits_url: str, report: Any
) -> None:
    opened = await session.open(visits_url)
    before = (await report())[1]
    assert await call(session, opened, "/count", is_only=True, by=7) == 7
    assert (
        await call(session, opened, "/count", is_only=True, by=7) == 7
    )  # another session: from zero
    assert (await report())[1] == before
