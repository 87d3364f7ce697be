"""Calls to a real Gradio app: values, streams, progress, errors."""

import asyncio
import random
import sys
from typing import Any

import pytest

from spacetui.model.events import (
    FINAL_EVENTS,
    Completed,
    Event,
    Failed,
    Log,
    Partial,
    Progress,
    Started,
)
from spacetui.model.run import RunState, Status
from spacetui.wire.connection import Connection
from tests.live.connection_driver import endpoint, rest, run, submit, until
from tests.unit.wire.calls.server_diff import server_diff

pytestmark = pytest.mark.live

ODD = "a \x1b[31m[b]x[/b][@click=app.quit] \u2028 \u202e end \x07"


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
    assert (
        calculate.parameters[0].name,
        calculate.parameters[0].default,
        calculate.parameters[0].required,
    ) == (
        "a",
        3,
        False,
    )
    assert calculate.parameters[1].required
    assert calculate.description == "Add or subtract two numbers."


async def test_a_call_with_defaults_and_values_completes(everything: Connection) -> None:
    live = submit(everything, "/calculate", b=4, op="sub")
    events = await rest(live)
    last = events[-1]
    assert last == Completed((-1,), live.elapsed)
    assert live.elapsed > 0
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
    assert [event.data[0] for event in events if isinstance(event, Partial)] == [
        "one",
        "one two",
        "one two three",
    ]
    assert isinstance(events[-1], Completed)


@pytest.mark.parametrize("name", ["/chat", "/shrink_table", "/skip_and_update"])
async def test_the_last_partial_equals_the_final_output(everything: Connection, name: str) -> None:
    first = endpoint(everything, name).parameters[0].name
    *_, partial, final = await run(everything, name, **{first: "q"})
    assert isinstance(partial, Partial)
    assert isinstance(final, Completed)
    assert partial.data == final.data


async def test_a_column_dropped_while_streaming_shows_the_right_cells(
    everything: Connection,
) -> None:
    events = await run(everything, "/shrink_table", _="")
    assert [event.data[0]["data"] for event in events if isinstance(event, Partial)][3] == [
        [0],
        [10],
        [20],
    ]


async def test_odd_text_comes_through_exactly(everything: Connection) -> None:
    events = await run(everything, "/odd", text=ODD)
    assert [event.message for event in events if isinstance(event, Log)] == [ODD]
    assert isinstance(events[-1], Completed)
    assert events[-1].data == (f"{ODD} {ODD}", {"text": ODD})


async def test_a_slow_job_reports_its_progress_and_logs(everything: Connection) -> None:
    events = await run(everything, "/slow", steps=5, pause=0.05)
    assert [
        (event.level, event.message, event.title) for event in events if isinstance(event, Log)
    ] == [
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


async def test_silence_and_elapsed_are_known_while_a_call_runs(everything: Connection) -> None:
    live = submit(everything, "/stream_text", text="a b", pause=0.3)
    await until(live, lambda event: isinstance(event, Partial))
    await asyncio.sleep(0.1)
    assert 0.05 < live.silence < live.elapsed
    await rest(live)
    at_end = live.elapsed
    await asyncio.sleep(0.05)
    assert live.elapsed == at_end


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
    assert (last.failure.located, last.failure.title) == (message, title)
    assert (last.failure.kind, last.failure.parameter) == (
        ("validation", "age") if name == "/validated" else ("app", "")
    )


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
async def test_a_value_of_each_component_comes_back_unchanged(
    everything: Connection, component: str, value: Any
) -> None:
    *_, last = await run(everything, f"/echo_{component}", value=value)
    assert isinstance(last, Completed), last
    assert last.data == (value,)


async def test_the_last_event_is_the_only_final_one(everything: Connection) -> None:
    for name, values in (("/calculate", {"b": 1}), ("/fail", {"text": ""}), ("/calculate", {})):
        events = await run(everything, name, **values)
        assert [isinstance(event, FINAL_EVENTS) for event in events] == [False] * (
            len(events) - 1
        ) + [True]


async def test_connections_can_be_opened_in_one_event_loop_after_another(
    everything_url: str,
) -> None:
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


async def test_the_server_diff_of_our_unit_tests_equals_gradios(everything: Connection) -> None:
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


async def test_a_second_call_looks_for_no_module(
    everything: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await run(everything, "/calculate", b=1)
    sought: list[str] = []

    class Finder:
        """Record each search for a module; an import that fails searches each time."""

        def find_spec(self, name: str, path: object, target: object = None) -> None:
            sought.append(name)

    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    await run(everything, "/calculate", b=2)
    assert sought == []
