"""Every fault of a call is its last event, one clear line of its kind; no call is made twice."""

import asyncio
import time

import pytest

from spacetui.model.call import Call
from spacetui.model.events import Cancelled, Completed, Event, Failed, Notice, Partial, Started
from tests.live.connection_driver import Connect, check_line
from tests.live.fault_server import FaultServer

pytestmark = pytest.mark.live


async def events_of(connect: Connect, url: str, timeout: float | None = None) -> list[Event]:
    connection = connect(url)
    app = await connection.open()
    endpoint = app.endpoint("/echo")
    assert endpoint is not None
    return [
        event async for event in connection.submit(Call(endpoint, {"text": "x"}), timeout=timeout)
    ]


def failed(events: list[Event]) -> Failed:
    last = events[-1]
    assert isinstance(last, Failed), last
    check_line(f"{last.failure.located} {last.failure.hint}".strip())
    assert last.duration > 0
    return last


async def test_a_call_to_a_healthy_server_completes(connect: Connect, faults: FaultServer) -> None:
    events = await events_of(connect, faults.url("well"))
    assert [type(event) for event in events] == [Started, Partial, Completed]


@pytest.mark.parametrize(
    ("fault", "kind", "partials"),
    [
        ("join_401", "auth", 0),
        ("join_404", "not_gradio", 0),
        ("join_422", "validation", 0),
        ("join_429_long", "busy", 0),
        ("join_500", "lost", 0),
        ("join_503", "busy", 0),
        ("join_html", "not_gradio", 0),
        ("join_odd", "not_gradio", 0),
        ("join_away", "usage", 0),
        ("join_reset", "lost", 0),
        ("data_html", "not_gradio", 0),
        ("data_json", "not_gradio", 0),
        ("data_not_gzip", "lost", 0),
        ("data_brotli", "not_gradio", 0),
        ("data_no_output", "lost", 0),
        ("data_null_output", "lost", 0),
        ("data_404", "lost", 0),
        ("data_away", "not_gradio", 0),
        ("data_cut", "lost", 1),
        ("data_unfinished", "lost", 1),
        ("data_reset", "lost", 1),
        ("data_closed", "lost", 1),
        ("data_not_json", "lost", 0),
        ("data_deep", "lost", 0),
        ("data_huge", "lost", 0),
        ("data_gone", "lost", 0),
    ],
)
async def test_a_call_that_fails_is_one_line_and_one_submit(
    *,
    connect: Connect,
    faults: FaultServer,
    elsewhere: FaultServer,
    fault: str,
    kind: str,
    partials: int,
) -> None:
    events = await events_of(connect, faults.url(fault))
    assert failed(events).failure.kind == kind
    assert len([event for event in events if isinstance(event, Partial)]) == partials
    assert len(faults.asked(fault, "/gradio_api/queue/join")) == 1
    assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("data_html", "the answer is not an event stream, but a page"),
        ("data_json", "the answer is not an event stream, but JSON"),
        (
            "data_not_gzip",
            "the answer says that it is compressed (gzip), and cannot be unpacked",
        ),
        ("data_brotli", "the answer is compressed in a way we did not ask for (br)"),
        ("data_no_output", "the server sent a result without output"),
        ("data_null_output", "the server sent a result without output"),
        ("data_lines", "No model; there is none of; that name."),
    ],
)
async def test_the_message_of_a_call_that_fails_names_what_the_server_did(
    connect: Connect, faults: FaultServer, fault: str, message: str
) -> None:
    assert failed(await events_of(connect, faults.url(fault))).failure.message == message


async def test_an_error_of_several_lines_keeps_them_as_its_details(
    connect: Connect, faults: FaultServer
) -> None:
    last = failed(await events_of(connect, faults.url("data_lines")))
    assert last.failure.details == "No model\n\n  there is none of\nthat name."


@pytest.mark.parametrize("fault", ["data_text", "data_binary", "data_gzip"])
async def test_a_stream_that_a_proxy_changed_is_read(
    connect: Connect, faults: FaultServer, fault: str
) -> None:
    events = await events_of(connect, faults.url(fault))
    assert [type(event) for event in events] == [Started, Partial, Completed]


async def test_an_empty_output_is_a_call_that_the_server_cancelled(
    connect: Connect, faults: FaultServer
) -> None:
    last = (await events_of(connect, faults.url("data_cancelled")))[-1]
    assert isinstance(last, Cancelled)
    assert last.confirmed


async def test_a_full_queue_keeps_the_servers_words(connect: Connect, faults: FaultServer) -> None:
    assert (
        "Max size is 2" in failed(await events_of(connect, faults.url("join_503"))).failure.message
    )


async def test_the_seconds_that_a_busy_server_asks_for_come_along(
    connect: Connect, faults: FaultServer
) -> None:
    last = failed(await events_of(connect, faults.url("join_429_long")))
    assert (last.failure.retry_after, last.failure.hint) == (900.0, "Try again in 900 s.")


async def test_only_a_429_is_submitted_again_and_only_once(
    connect: Connect, faults: FaultServer
) -> None:
    assert isinstance((await events_of(connect, faults.url("join_429_once")))[-1], Completed)
    assert failed(await events_of(connect, faults.url("join_429"))).failure.kind == "busy"
    for fault in ("join_429_once", "join_429"):
        assert len(faults.asked(fault, "/gradio_api/queue/join")) == 2


@pytest.mark.parametrize("fault", ["join_silent", "data_silent"])
async def test_a_silent_server_ends_at_the_timeout_and_is_told(
    connect: Connect, faults: FaultServer, fault: str
) -> None:
    started = time.monotonic()
    events = await events_of(connect, faults.url(fault), timeout=0.6)
    assert failed(events).failure.kind == "timeout"
    assert "0.6 s" in failed(events).failure.message
    assert time.monotonic() - started < 3
    cancels = faults.asked(fault, "/gradio_api/cancel")
    assert len(cancels) == (
        1 if fault == "data_silent" else 0
    )  # without an event_id there is nothing to name


@pytest.mark.parametrize("fault", ["join_silent", "data_unopened", "data_unspoken"])
async def test_a_join_that_is_not_answered_is_told_and_ended(
    connect: Connect, faults: FaultServer, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    for place in ("post_body", "sse_messages"):
        monkeypatch.setattr(f"spacetui.wire.protocols.{place}.REPLY_SECONDS", 0.4)
    last = failed(await events_of(connect, faults.url(fault), timeout=5))
    assert (last.failure.kind, last.failure.message) == (
        "timeout",
        "the server said nothing for 0.4 s",
    )
    assert len(faults.asked(fault, "/gradio_api/queue/join")) == 1


async def test_a_call_ends_with_its_result_even_if_the_stream_does_not(
    connect: Connect, faults: FaultServer
) -> None:
    started = time.monotonic()
    events = await events_of(connect, faults.url("data_no_end"))
    assert isinstance(events[-1], Completed)
    assert time.monotonic() - started < 2


async def test_bom_comments_line_ends_and_unknown_messages_do_no_harm(
    connect: Connect, faults: FaultServer
) -> None:
    events = await events_of(connect, faults.url("data_odd"))
    assert [type(event) for event in events] == [Started, Partial, Notice, Completed]


async def test_a_server_that_was_refused_after_opening_fails_in_one_line(connect: Connect) -> None:
    with FaultServer() as server:
        connection = connect(server.url("well"))
        endpoint = (await connection.open()).endpoints[0]
    events = [event async for event in connection.submit(Call(endpoint, {"text": "x"}))]
    assert failed(events).failure.kind == "unreachable"


async def test_a_call_may_be_the_first_thing_a_connection_does(
    connect: Connect, faults: FaultServer
) -> None:
    endpoint = (await connect(faults.url("well")).open()).endpoints[0]
    late = connect(faults.url("well"))
    assert isinstance(
        [event async for event in late.submit(Call(endpoint, {"text": "x"}))][-1], Completed
    )
    bad = connect(faults.url("config_404"))
    assert (
        failed([event async for event in bad.submit(Call(endpoint, {"text": "x"}))]).failure.kind
        == "not_gradio"
    )


async def test_a_missing_value_sends_nothing(connect: Connect, faults: FaultServer) -> None:
    connection = connect(faults.url("well"))
    endpoint = (await connection.open()).endpoints[0]
    last = failed([event async for event in connection.submit(Call(endpoint))])
    assert (last.failure.kind, last.failure.parameter) == ("validation", "text")
    assert faults.asked("well", "/gradio_api/queue") == []


async def test_a_value_that_is_no_json_sends_nothing(connect: Connect, faults: FaultServer) -> None:
    connection = connect(faults.url("well"))
    endpoint = (await connection.open()).endpoints[0]
    for value in (float("nan"), object()):
        last = failed([event async for event in connection.submit(Call(endpoint, {"text": value}))])
        assert last.failure.kind == "validation"
    assert faults.asked("well", "/gradio_api/queue") == []


async def test_a_task_that_is_cancelled_tells_the_server(
    connect: Connect, faults: FaultServer
) -> None:
    connection = connect(faults.url("data_silent"))
    endpoint = (await connection.open()).endpoints[0]
    partial = asyncio.Event()

    async def run() -> None:
        async for event in connection.submit(Call(endpoint, {"text": "x"})):
            if isinstance(event, Partial):
                partial.set()

    task = asyncio.create_task(run())
    await partial.wait()
    started = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - started < 1.5
    assert len(faults.asked("data_silent", "/gradio_api/cancel")) == 1
