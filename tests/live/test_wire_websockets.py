"""Calls by WebSocket, the protocol of Gradio 3: what is sent, and every way to fail."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from spacetui.model.call import Call
from spacetui.model.events import Cancelled, Completed, Event, Failed, Partial, Queued, Started
from spacetui.model.file_input import FileInput
from spacetui.wire.calls.call_stream import CallStream
from spacetui.wire.connection import Connection
from spacetui.wire.http.credentials import Credentials
from tests.live.connection_driver import check_line, rest, until
from tests.live.websocket_fault_server import (
    COMPLETED,
    CONFIG,
    INFO,
    PARTIAL,
    Script,
    Socket,
    SocketServer,
)

pytestmark = pytest.mark.live
NOTHING = Credentials()
ODD = "\u2028 \u2029 \x85 ü \U0001f600"


def after_start(*messages: Any, close: int | None = 1000) -> Script:
    async def script(socket: Socket) -> None:
        await socket.start_call()
        for each in messages:
            await socket.send(each)
        if close is not None:
            await socket.close(close)
            await socket.receive()

    return script


async def queue_full(socket: Socket) -> None:
    await socket.send({"msg": "send_hash"})
    await socket.receive()
    await socket.send({"msg": "queue_full"})
    await socket.close()


async def keep_in_queue(socket: Socket) -> None:
    await socket.send({"msg": "send_hash"})
    await socket.receive()
    await socket.send({"msg": "estimation", "rank": 3, "queue_size": 4, "rank_eta": 9.0})
    assert await socket.receive() is None


async def keep_running(socket: Socket) -> None:
    await socket.start_call()
    await socket.send(PARTIAL)
    assert await socket.receive() is None


async def reset(socket: Socket) -> None:
    await socket.start_call()
    await socket.send(PARTIAL)
    await asyncio.sleep(0.05)  # a reset overtakes bytes that are not received yet
    socket.writer.transport.abort()


async def send_too_much(socket: Socket) -> None:
    await socket.start_call()
    await socket.frame(1, b'"' + b"x" * (33 << 20) + b'"')


async def send_no_json(socket: Socket) -> None:
    await socket.start_call()
    await socket.frame(1, b"{oops")
    await socket.receive()


async def stay_silent(socket: Socket) -> None:
    await socket.receive()


async def keep_the_hash(socket: Socket) -> None:
    await socket.send({"msg": "send_hash"})
    await socket.receive()
    await socket.receive()


async def wait_in_queue(socket: Socket) -> None:
    await socket.send({"msg": "send_hash"})
    await socket.receive()
    await socket.send({"msg": "estimation", "rank": 3, "queue_size": 4, "rank_eta": 9.0})
    await asyncio.sleep(0.7)
    await socket.send({"msg": "send_data"})
    await socket.receive()
    await socket.send(COMPLETED)
    await socket.close()


SCRIPTS: dict[str, Script] = {
    "well": after_start({"msg": "heartbeat"}, PARTIAL, COMPLETED),
    "odd": after_start({**COMPLETED, "output": {"data": [f"{ODD}{'y' * 5_000_000}"]}}, close=None),
    "queue_full": queue_full,
    "keep_in_queue": keep_in_queue,
    "keep_running": keep_running,
    "reset": reset,
    "leaves": after_start(PARTIAL),
    "breaks": after_start(PARTIAL, close=1011),
    "send_too_much": send_too_much,
    "send_no_json": send_no_json,
    "stay_silent": stay_silent,
    "keep_the_hash": keep_the_hash,
    "wait_in_queue": wait_in_queue,
}
JOIN, RUN = "/queue/join", "/run/predict"
REPLIES = {
    "well": {
        "/config": (200, json.dumps(CONFIG).encode(), ""),
        "/info": (200, json.dumps(INFO).encode(), ""),
        "/gradio_api/info": (404, b"", ""),
        "/login": (200, b"{}", "set-cookie: access-token=crumb; Path=/\r\n"),
        "/upload": (200, b'["/tmp/up/x.txt"]', ""),
        RUN: (200, b'{"data": ["at once"], "is_generating": false}', ""),
        "/reset": (200, b'{"success": false}', ""),
    },
    "no_queue": {"/config": (200, json.dumps({**CONFIG, "enable_queue": None}).encode(), "")},
    "refused": {JOIN: (403, b"", "")},
    "moved": {JOIN: (307, b"", "location: ws://127.0.0.1:1/queue/join\r\n")},
    "page": {JOIN: (200, b"<html>", "")},
    "run_fails": {RUN: (500, b'{"error": "its own words"}', "")},
    "run_breaks": {RUN: (500, b"Internal Server Error", "")},
    "run_away": {RUN: (307, b"", "location: http://127.0.0.1:1/run/predict\r\n")},
}


@pytest.fixture
async def server() -> AsyncIterator[SocketServer]:
    async with SocketServer(SCRIPTS, REPLIES) as running:
        yield running


class Caller:
    def __init__(self, server: SocketServer) -> None:
        self.server = server
        self.made: list[Connection] = []

    async def start(
        self,
        fault: str,
        name: str = "/echo",
        timeout: float = 20,
        access: Credentials = NOTHING,
        **values: Any,
    ) -> CallStream:
        connection = Connection(f"{self.server.root}/{fault}", access)
        self.made.append(connection)
        app = await connection.open()
        endpoint = app.endpoint(name)
        assert endpoint is not None
        given = values or {"param_0": ODD}
        return connection.submit(Call(endpoint, given), timeout=timeout, session_hash="s1")

    async def run(self, *args: Any, **values: Any) -> list[Event]:
        return await rest(await self.start(*args, **values))


@pytest.fixture
async def caller(server: SocketServer) -> AsyncIterator[Caller]:
    calls = Caller(server)
    yield calls
    for each in calls.made:
        await each.aclose()


def failed(events: list[Event]) -> Failed:
    last = events[-1]
    assert isinstance(last, Failed), last
    check_line(f"{last.failure.located} {last.failure.hint}".strip())
    return last


async def wait_until_closed(server: SocketServer) -> None:
    """Wait until no socket is open on the server."""
    async with asyncio.timeout(3):
        await server.all_closed.wait()


async def test_a_call_sends_its_session_hash_and_its_data_when_asked(
    caller: Caller, server: SocketServer
) -> None:
    events = await caller.run("well")
    assert [type(each) for each in events] == [Queued, Started, Partial, Completed]
    assert server.received == [
        {"fn_index": 0, "session_hash": "s1"},
        {"data": [ODD], "event_data": None, "fn_index": 0, "session_hash": "s1"},
    ]
    await wait_until_closed(server)


async def test_a_long_message_with_odd_separators_is_received_whole(
    caller: Caller, server: SocketServer
) -> None:
    last = (await caller.run("odd"))[-1]
    assert isinstance(last, Completed)
    assert last.data == (f"{ODD}{'y' * 5_000_000}",)
    await wait_until_closed(server)


@pytest.mark.parametrize(
    ("fault", "kind", "partials"),
    [
        ("queue_full", "busy", 0),
        ("reset", "lost", 1),
        ("leaves", "lost", 1),
        ("breaks", "lost", 1),
        ("send_too_much", "lost", 0),
        ("send_no_json", "lost", 0),
        ("refused", "auth", 0),
        ("moved", "not_gradio", 0),
        ("page", "not_gradio", 0),
    ],
)
async def test_a_call_that_fails_is_one_line_and_one_call(
    *, caller: Caller, server: SocketServer, fault: str, kind: str, partials: int
) -> None:
    events = await caller.run(fault)
    assert failed(events).failure.kind == kind
    assert sum(isinstance(each, Partial) for each in events) == partials
    assert len(server.asked(JOIN)) == 1
    await wait_until_closed(server)


@pytest.mark.parametrize("fault", ["keep_in_queue", "keep_running", "stay_silent"])
async def test_the_timeout_ends_a_call_at_any_moment(
    caller: Caller, server: SocketServer, fault: str
) -> None:
    started = time.monotonic()
    assert failed(await caller.run(fault, timeout=0.5)).failure.kind == "timeout"
    assert time.monotonic() - started < 3
    await wait_until_closed(server)


async def test_a_call_cancelled_in_the_queue_never_sends_its_data(
    caller: Caller, server: SocketServer
) -> None:
    live = await caller.start("keep_in_queue")
    await until(live, lambda event: isinstance(event, Queued))
    started = time.monotonic()
    live.cancel()
    last = (await rest(live))[-1]
    assert isinstance(last, Cancelled)
    assert (last.by_user, last.confirmed) == (True, True)
    assert time.monotonic() - started < 1
    assert len(server.received) == 1
    await wait_until_closed(server)


@pytest.mark.parametrize(
    ("name", "path", "confirmed"), [("/echo", "/reset", False), ("/stoppable", RUN, True)]
)
async def test_a_running_call_is_cancelled_by_the_apps_own_function_or_abandoned(
    *, caller: Caller, server: SocketServer, name: str, path: str, confirmed: bool
) -> None:
    live = await caller.start("keep_running", name)
    await until(live, lambda event: isinstance(event, Partial))
    started = time.monotonic()
    live.cancel()
    last = (await rest(live))[-1]
    assert isinstance(last, Cancelled)
    assert (last.by_user, last.confirmed) == (True, confirmed)
    assert time.monotonic() - started < 1.5
    (request,) = server.asked(path)
    assert json.loads(request.body)["session_hash"] == "s1"
    assert json.loads(request.body)["fn_index"] == (4 if confirmed else 0)
    await wait_until_closed(server)


async def test_closing_a_call_or_cancelling_its_task_closes_its_socket(
    caller: Caller, server: SocketServer
) -> None:
    live = await caller.start("keep_running")
    await until(live, lambda event: isinstance(event, Partial))
    await live.aclose()
    await wait_until_closed(server)
    task = asyncio.create_task(caller.run("keep_running"))
    await server.some_open.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await wait_until_closed(server)


async def test_login_cookie_token_and_headers_are_sent(
    caller: Caller, server: SocketServer
) -> None:
    access = Credentials("hf_token_x", (("x-mine", "1"),), ("user", "password"))
    assert isinstance((await caller.run("well", access=access))[-1], Completed)
    (join,) = server.asked(JOIN)
    assert join.headers["authorization"] == "Bearer hf_token_x"
    assert join.headers["x-mine"] == "1"
    assert join.headers["cookie"] == "access-token=crumb"
    assert "sec-websocket-extensions" not in join.headers


@pytest.mark.parametrize(
    ("fault", "kind", "message"),
    [
        ("run_fails", "app", "its own words"),
        ("run_breaks", "lost", "500"),
        ("run_away", "usage", "refused"),
    ],
)
async def test_a_function_outside_the_queue_fails_in_one_line(
    *, caller: Caller, server: SocketServer, fault: str, kind: str, message: str
) -> None:
    last = failed(await caller.run(fault, "/unqueued"))
    assert last.failure.kind == kind
    assert message in last.failure.message
    assert len(server.asked(RUN)) == 1


async def test_a_function_outside_the_queue_is_called_by_one_post(
    caller: Caller, server: SocketServer
) -> None:
    (last,) = await caller.run("well", "/unqueued")
    assert isinstance(last, Completed)
    assert last.data == ("at once",)
    assert json.loads(server.asked(RUN)[0].body)["data"] == [ODD]
    assert server.asked(JOIN) == []


async def test_an_image_is_sent_as_its_bytes_and_a_file_as_its_name(
    caller: Caller, server: SocketServer, tmp_path: Path
) -> None:
    picture, text = tmp_path / "p.png", tmp_path / "a b.txt"
    picture.write_bytes(b"\x89PNG")
    text.write_text("words")
    events = await caller.run(
        "well", "/files", param_0=FileInput(str(picture)), param_1=FileInput(str(text))
    )
    assert isinstance(events[-1], Completed)
    assert server.received[1]["data"] == [
        f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}",
        {"name": "/tmp/up/x.txt", "data": None, "is_file": True, "orig_name": "a b.txt", "size": 5},
    ]


async def test_a_url_is_fetched_for_a_server_that_does_not_fetch_it(
    caller: Caller, server: SocketServer
) -> None:
    url = f"{server.root}/well/run/predict"
    events = await caller.run("well", "/files", param_0=FileInput(url), param_1=FileInput(url))
    assert isinstance(events[-1], Completed)
    image, file = server.received[1]["data"]
    assert image == file["data"]
    assert base64.b64decode(image.partition(",")[2]) == REPLIES["well"][RUN][1]
    assert (file["name"], file["is_file"]) == ("predict", False)
    gone = await caller.run(
        "well", "/files", param_0=FileInput(f"{server.root}/well/gradio_api/info"), param_1=None
    )
    assert failed(gone).failure.kind == "validation"
    assert "404" in failed(gone).failure.message


async def test_an_app_without_a_queue_is_called_at_once(
    caller: Caller, server: SocketServer
) -> None:
    last = (await caller.run("no_queue"))[-1]
    assert isinstance(last, Completed)
    assert last.data == ("at once",)
    assert server.asked(JOIN) == []


@pytest.mark.parametrize("fault", ["stay_silent", "keep_the_hash"])
async def test_a_server_that_does_not_take_the_call_is_told_and_left(
    caller: Caller, server: SocketServer, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr("spacetui.wire.protocols.websocket.REPLY_SECONDS", 0.4)
    last = failed(await caller.run(fault, timeout=5))
    assert (last.failure.kind, last.failure.message) == (
        "timeout",
        "the server said nothing for 0.4 s",
    )
    await wait_until_closed(server)


async def test_a_call_in_the_queue_waits_longer_than_for_the_answer_to_its_join(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spacetui.wire.protocols.websocket.REPLY_SECONDS", 0.4)
    assert isinstance((await caller.run("wait_in_queue"))[-1], Completed)
