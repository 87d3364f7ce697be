"""Calls to a real Gradio app: queue, streams, progress, cancel, state, errors."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from spacetui.model.call import Call
from spacetui.model.events import (
    FINAL_EVENTS,
    Cancelled,
    Completed,
    Event,
    Failed,
    Log,
    Partial,
    Progress,
    Queued,
    Started,
    Waiting,
)
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint
from spacetui.wire.connection import Connection, LiveCall
from tests.unit.wire.test_diff import server_diff

pytestmark = pytest.mark.live

ODD = "a \x1b[31m[b]x[/b][@click=app.quit] \u2028 \u202e end \x07"


def endpoint(connection: Connection, name: str) -> Endpoint:
    assert connection.app is not None
    found = connection.app.endpoint(name)
    assert found is not None, name
    return found


def submit(connection: Connection, name: str, more: dict[str, Any] | None = None, **values: Any) -> LiveCall:
    return connection.submit(Call(endpoint(connection, name), values), **{"timeout": 60, **(more or {})})


async def run(connection: Connection, name: str, **values: Any) -> list[Event]:
    return [event async for event in submit(connection, name, **values)]


async def until(live: LiveCall, wanted: Callable[[Event], bool]) -> Event:
    async for event in live:
        if wanted(event):
            return event
    raise AssertionError("it never came")


async def rest(live: LiveCall) -> list[Event]:
    return [event async for event in live]


async def test_an_app_is_read_as_its_author_wrote_it(everything: Connection) -> None:
    app = everything.app
    assert app is not None
    assert (app.title, app.version.split(".")[0], app.protocol, app.notes) == (
        f"Everything {ODD}",
        "6",
        "sse_v3",
        (),
    )
    public = [each.api_name for each in app.public_endpoints]
    assert {"/calculate", "/lambda", "/odd"} <= set(public)
    assert "/undocumented" not in public
    assert app.endpoint("/private") is None
    assert endpoint(everything, "/undocumented").visibility == "undocumented"
    calculate = endpoint(everything, "/calculate")
    assert (calculate.parameters[0].name, calculate.parameters[0].default, calculate.parameters[0].required) == (
        "a",
        3,
        False,
    )
    assert calculate.parameters[1].required
    assert calculate.description == "Add or subtract two numbers."


async def test_a_call_with_defaults_and_values_completes(everything: Connection) -> None:
    told: list[tuple[Event, float]] = []
    live = submit(
        everything, "/calculate", {"on_event": lambda event, at: told.append((event, at))}, b=4, op="sub"
    )
    events = await rest(live)
    assert events[-1] == Completed((-1,), events[-1].duration)  # type: ignore[union-attr]
    assert [event for event, _ in told] == events
    assert [at for _, at in told] == sorted(at for _, at in told)
    assert 0 < told[-1][1] == live.elapsed
    assert any(isinstance(event, Started) for event in events)


@pytest.mark.parametrize("name", ["/undocumented", "/lambda"])
async def test_endpoints_without_documentation_or_a_name_of_their_own_can_be_called(
    everything: Connection, name: str
) -> None:
    first = endpoint(everything, name).parameters[0].name
    last = (await run(everything, name, **{first: "x"}))[-1]
    assert isinstance(last, Completed)
    assert "x" in last.data[0]


async def test_text_streams_word_by_word(everything: Connection) -> None:
    events = await run(everything, "/stream_text", text="one two three")
    assert [event.data[0] for event in events if isinstance(event, Partial)] == ["one", "one two", "one two three"]
    assert isinstance(events[-1], Completed)


@pytest.mark.parametrize("name", ["/chat", "/shrink_table", "/skip_and_update"])
async def test_edits_give_what_the_app_sent_at_last(everything: Connection, name: str) -> None:
    first = endpoint(everything, name).parameters[0].name
    *_, partial, final = await run(everything, name, **{first: "q"})
    assert isinstance(partial, Partial)
    assert isinstance(final, Completed)
    assert partial.data == final.data


async def test_a_column_dropped_while_streaming_shows_the_right_cells(everything: Connection) -> None:
    events = await run(everything, "/shrink_table", _="")
    assert [event.data[0]["data"] for event in events if isinstance(event, Partial)][3] == [[0], [10], [20]]


async def test_odd_text_comes_through_exactly(everything: Connection) -> None:
    events = await run(everything, "/odd", text=ODD)
    assert [event.message for event in events if isinstance(event, Log)] == [ODD]
    assert isinstance(events[-1], Completed)
    assert events[-1].data == (f"{ODD} {ODD}", {"text": ODD})


async def test_a_slow_job_tells_its_progress_and_logs(everything: Connection) -> None:
    events = await run(everything, "/slow", steps=5, pause=0.05)
    assert [(event.level, event.message, event.title) for event in events if isinstance(event, Log)] == [
        ("info", "started the slow job", "Slow"),
        ("warning", "nearly there", ""),
    ]
    units = [event.units[0] for event in events if isinstance(event, Progress)]
    assert units
    assert all((unit.length, unit.unit, unit.desc) == (5, "steps", "working") for unit in units)
    state = RunState()
    for event in events:
        state = state.after(event)
    assert (state.status, state.data) == (Status.COMPLETE, ("5 steps done",))


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


async def test_cancelling_a_waiting_call_leaves_the_running_one_alone(everything: Connection) -> None:
    running = submit(everything, "/slow", steps=10, pause=0.1)
    await until(running, lambda event: isinstance(event, Started))
    waiting = submit(everything, "/slow", steps=1)
    await until(waiting, lambda event: isinstance(event, Queued))
    waiting.cancel()
    last = (await rest(waiting))[-1]
    assert isinstance(last, Cancelled)
    assert (last.by_user, last.confirmed) == (True, True)
    assert isinstance((await rest(running))[-1], Completed)


@pytest.mark.parametrize(("name", "values"), [("/slow", {"steps": 50}), ("/stream_text", {"text": "a " * 400})])
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
    assert [type(event) for event in await rest(live)] == [Cancelled]


async def test_a_call_cancelled_while_it_is_being_sent_is_cancelled(everything: Connection) -> None:
    live = submit(everything, "/slow", steps=50, pause=0.2)
    task = asyncio.create_task(rest(live))
    await asyncio.sleep(0)  # the task is in its first exchange with the server
    live.cancel()
    assert isinstance((await task)[-1], Cancelled)


async def test_a_timeout_cancels_the_call_and_keeps_what_came(everything: Connection) -> None:
    live = submit(everything, "/stream_text", {"timeout": 1.0}, text="a " * 400, pause=0.1)
    started = time.monotonic()
    *before, last = await rest(live)
    assert isinstance(last, Failed)
    assert last.kind == "timeout"
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


async def test_closing_a_call_that_another_task_reads_ends_that_task(everything: Connection) -> None:
    live = submit(everything, "/slow", steps=50, pause=0.2)
    await until(live, lambda event: isinstance(event, Started))
    reader = asyncio.create_task(rest(live))
    await asyncio.sleep(0.1)
    await live.aclose()
    assert isinstance((await asyncio.wait_for(reader, 2))[-1], Cancelled)


async def test_silence_and_elapsed_are_told_while_it_runs(everything: Connection) -> None:
    live = submit(everything, "/stream_text", text="a b", pause=0.3)
    await until(live, lambda event: isinstance(event, Partial))
    await asyncio.sleep(0.1)
    assert 0.05 < live.silence < live.elapsed
    await rest(live)
    at_end = live.elapsed
    await asyncio.sleep(0.05)
    assert live.elapsed == at_end


async def test_calls_of_one_session_share_their_state_and_others_do_not(everything: Connection) -> None:
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


@pytest.mark.parametrize(
    ("name", "values", "message", "title"),
    [
        ("/fail", {"text": "my reason"}, "my reason", "Custom title"),
        ("/crash", {"text": "an exception"}, "an exception", ""),
        ("/crash_late", {"text": "x"}, "after a part", ""),
        ("/validated", {"age": 1}, "/validated: must be above 3", ""),
    ],
)
async def test_an_error_of_the_app_is_the_last_event(
    everything: Connection, name: str, values: dict[str, Any], message: str, title: str
) -> None:
    *_, last = await run(everything, name, **values)
    assert isinstance(last, Failed)
    assert (last.message, last.title) == (message, title)
    assert (last.kind, last.parameter) == (("validation", "age") if name == "/validated" else ("app", ""))


@pytest.mark.parametrize(
    ("component", "value"),
    [
        ("checkbox", False),
        ("checkboxgroup", [1, 2]),
        ("dropdown", "not in the list"),
        ("multi", ["x", "z"]),
        ("color", "#00ff00"),
        ("code", "print('ü')"),
        ("json", {"deep": [1, None, {"a": "\u2028"}]}),
        ("datetime", "2026-01-02 03:04:05"),
        ("dataframe", {"headers": ["p", "q"], "data": [[1, 2], [3, 4]], "metadata": None}),
        ("multimodal", {"text": "t", "files": []}),
        ("markdown", "**b**"),
        ("html", "<i>x</i>"),
    ],
)
async def test_a_value_of_each_component_comes_back_as_it_went(
    everything: Connection, component: str, value: Any
) -> None:
    *_, last = await run(everything, f"/echo_{component}", value=value)
    assert isinstance(last, Completed), last
    assert last.data == (value,)


async def test_the_last_event_is_the_only_final_one(everything: Connection) -> None:
    for name, values in (("/calculate", {"b": 1}), ("/fail", {"text": ""}), ("/calculate", {})):
        events = await run(everything, name, **values)
        assert [isinstance(event, FINAL_EVENTS) for event in events] == [False] * (len(events) - 1) + [True]


async def test_connections_may_be_opened_in_one_loop_after_another(everything_url: str) -> None:
    def once() -> Event:
        async def call() -> Event:
            connection = Connection(everything_url)
            await connection.open()
            events = await run(connection, "/calculate", b=1)
            await connection.aclose()
            return events[-1]

        return asyncio.run(call())

    for _ in range(2):
        assert isinstance(await asyncio.to_thread(once), Completed)


async def test_the_differ_of_our_unit_tests_is_gradios_own(everything: Connection) -> None:
    chance = random.Random(7)

    def value(depth: int) -> Any:
        kind = chance.randrange(4 if depth else 2)
        if kind == 0:
            return chance.choice([None, 0, 1, 2])
        if kind == 1:
            return "ab"[: chance.randrange(3)]
        inner = [value(depth - 1) for _ in range(chance.randrange(4))]
        return inner if kind == 2 else dict(zip("xyz", inner, strict=False))

    pairs = [[value(3), value(3)] for _ in range(2000)]
    *_, last = await run(everything, "/differ", pairs=pairs)
    assert isinstance(last, Completed), last
    assert last.data[0] == [server_diff(old, new, shifted=True) for old, new in pairs]
