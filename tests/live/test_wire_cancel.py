"""Calls of a real Gradio app that are cancelled, time out, wait for others or share a session."""

import asyncio
import time
from typing import Any

import pytest

from spacetui.model.events import (
    Cancelled,
    Completed,
    Failed,
    Partial,
    Progress,
    Queued,
    Started,
    Waiting,
)
from spacetui.wire.connection import Connection
from tests.live.connection_driver import rest, run, submit, until

pytestmark = pytest.mark.live


async def test_a_waiting_call_knows_its_rank_and_goes_on_when_the_one_before_is_cancelled(
    everything: Connection,
) -> None:
    first = submit(everything, "/slow", steps=50, pause=0.2)
    await until(first, lambda event: isinstance(event, Started))
    second = submit(everything, "/slow", steps=1)
    queued = await until(second, lambda event: isinstance(event, Queued))
    assert isinstance(queued, Queued)
    assert queued.rank == 0
    assert queued.queue_size == 1
    first.cancel()
    assert isinstance((await rest(first))[-1], Cancelled)
    assert isinstance((await rest(second))[-1], Completed)


async def test_cancelling_a_waiting_call_leaves_the_running_one_alone(
    everything: Connection,
) -> None:
    running = submit(everything, "/slow", steps=10, pause=0.1)
    await until(running, lambda event: isinstance(event, Started))
    waiting = submit(everything, "/slow", steps=1)
    await until(waiting, lambda event: isinstance(event, Queued))
    waiting.cancel()
    last = (await rest(waiting))[-1]
    assert isinstance(last, Cancelled)
    assert (last.by_user, last.confirmed) == (True, True)
    assert isinstance((await rest(running))[-1], Completed)


@pytest.mark.parametrize(
    ("name", "values"), [("/slow", {"steps": 50}), ("/stream_text", {"text": "a " * 400})]
)
async def test_a_running_call_is_cancelled_within_a_second_and_the_server_says_so(
    everything: Connection, name: str, values: dict[str, Any]
) -> None:
    live = submit(everything, name, pause=0.2, **values)
    await until(live, lambda event: isinstance(event, (Progress, Partial)))
    started = time.monotonic()
    live.cancel()
    live.cancel()
    last = (await rest(live))[-1]
    assert isinstance(last, Cancelled)
    assert (last.by_user, last.confirmed) == (True, True)
    assert time.monotonic() - started < 1.5
    live.cancel()


async def test_a_call_cancelled_before_it_is_sent_sends_nothing(everything: Connection) -> None:
    live = submit(everything, "/calculate", b=1)
    live.cancel()
    (last,) = await rest(live)
    assert isinstance(last, Cancelled)
    assert (last.by_user, last.confirmed) == (True, True)


async def test_a_call_cancelled_while_it_is_sent_ends_as_cancelled(everything: Connection) -> None:
    live = submit(everything, "/slow", steps=50, pause=0.2)
    task = asyncio.create_task(rest(live))
    await asyncio.sleep(0)  # the task is in its first request
    live.cancel()
    assert isinstance((await task)[-1], Cancelled)


async def test_a_timeout_cancels_the_call_and_keeps_what_came(everything: Connection) -> None:
    live = submit(everything, "/stream_text", {"timeout": 1.0}, text="a " * 400, pause=0.1)
    started = time.monotonic()
    *before, last = await rest(live)
    assert isinstance(last, Failed)
    assert last.failure.kind == "timeout"
    assert any(isinstance(event, Partial) for event in before)
    assert time.monotonic() - started < 3


async def test_closing_a_call_frees_the_server_for_the_next(everything: Connection) -> None:
    live = submit(everything, "/slow", steps=50, pause=0.2)
    await until(live, lambda event: isinstance(event, Started))
    started = time.monotonic()
    await live.aclose()
    assert time.monotonic() - started < 1.5
    assert await rest(live) == []
    assert isinstance((await run(everything, "/slow", steps=1))[-1], Completed)


async def test_closing_a_call_ends_another_task_that_reads_it(
    everything: Connection,
) -> None:
    live = submit(everything, "/slow", steps=50, pause=0.2)
    await until(live, lambda event: isinstance(event, Started))
    reader = asyncio.create_task(rest(live))
    await asyncio.sleep(0.1)
    await live.aclose()
    assert isinstance((await asyncio.wait_for(reader, 2))[-1], Cancelled)


async def test_calls_of_one_session_share_their_state_and_others_do_not(
    everything: Connection,
) -> None:
    more = {"session_hash": "shared"}
    texts = [(await rest(submit(everything, "/count", more, by=2)))[-1].data for _ in range(3)]  # type: ignore[union-attr]
    assert texts == [("total 2",), ("total 4",), ("total 6",)]
    assert (await run(everything, "/count", by=2))[-1].data == ("total 2",)  # type: ignore[union-attr]


async def test_calls_of_one_session_go_one_after_another(everything: Connection) -> None:
    calls = [submit(everything, "/count", {"session_hash": "in turn"}, by=1) for _ in range(6)]
    results = await asyncio.gather(*(rest(each) for each in calls))
    assert sorted(each[-1].data[0] for each in results) == [f"total {n}" for n in range(1, 7)]  # type: ignore[union-attr]


async def test_forty_calls_at_once_all_complete_and_those_without_a_stream_say_that_they_wait(
    everything: Connection,
) -> None:
    calls = [submit(everything, "/stream_text", text="a b c", pause=0.02) for _ in range(40)]
    results = await asyncio.gather(*(rest(each) for each in calls))
    assert all(isinstance(each[-1], Completed) for each in results)
    assert sum(isinstance(each[0], Waiting) for each in results) == 8
