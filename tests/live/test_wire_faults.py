"""Every fault of opening and calling is one clear line of its kind, in bounded time; no call is made twice."""

import asyncio
import re
import socket
import time
from collections.abc import AsyncIterator, Callable

import pytest

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.model.events import Completed, Event, Failed, Notice, Partial, Started
from spacetui.wire import connection as connection_module
from spacetui.wire.connection import Access, Connection
from tests.live.faults import FaultServer

pytestmark = pytest.mark.live

Connect = Callable[[str], Connection]
TOKEN = "hf_must_not_leak"


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Give a way to make connections that are closed after the test."""
    made: list[Connection] = []

    def make(url: str, access: Access = Access()) -> Connection:  # noqa: B008
        made.append(Connection(url, access))
        return made[-1]

    yield make
    for each in made:
        await each.aclose()


def check_line(line: str) -> None:
    assert "\n" not in line
    assert 10 < len(line) <= 600
    assert "<" not in line
    assert not re.search(r"Traceback|CancelledError|Error\(|httpx|NoneType", line)


async def failure_of(connect: Connect, url: str) -> SpacetuiError:
    started = time.monotonic()
    with pytest.raises(SpacetuiError) as caught:
        await connect(url).open()
    assert time.monotonic() - started < 11
    check_line(str(caught.value))
    assert caught.value.hint
    return caught.value


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_refused_connection_names_the_host(connect: Connect) -> None:
    port = closed_port()
    error = await failure_of(connect, f"http://127.0.0.1:{port}")
    assert error.kind == "unreachable"
    assert f"127.0.0.1:{port}" in str(error)
    assert "refused" in str(error)


async def test_a_host_that_is_none_is_named(connect: Connect) -> None:
    error = await failure_of(connect, "http://nowhere.invalid")
    assert error.kind == "unreachable"
    assert "nowhere.invalid" in str(error)


async def test_a_server_without_tls_is_told_from_a_dead_one(connect: Connect, faults: FaultServer) -> None:
    error = await failure_of(connect, f"https://127.0.0.1:{faults.port}")
    assert error.kind in ("unreachable", "lost")


@pytest.mark.parametrize(
    ("fault", "kind", "asked"),
    [
        ("html_config", "not_gradio", 1),
        ("config_404", "not_gradio", 1),
        ("config_401", "auth", 1),
        ("config_403", "auth", 1),
        ("config_500", "unreachable", 2),
        ("config_502", "unreachable", 2),
        ("config_503", "busy", 3),
        ("config_429_long", "busy", 1),
        ("config_reset", "lost", 2),
        ("config_endless", "not_gradio", 1),
        ("config_bomb", "not_gradio", 1),
        ("config_brotli", "not_gradio", 1),
        ("config_headers", "not_gradio", 1),
        ("config_more_headers", None, None),
        ("config_not_http", None, None),
        ("config_deep", "not_gradio", 1),
        ("config_digits", "not_gradio", 1),
        ("config_list", "not_gradio", 1),
        ("config_loop", "not_gradio", 6),
        ("config_to_file", "not_gradio", 1),
    ],
)
async def test_an_app_that_cannot_be_opened_says_why(
    connect: Connect, faults: FaultServer, fault: str, kind: str | None, asked: int | None
) -> None:
    error = await failure_of(connect, faults.url(fault))
    assert error.kind in ((kind,) if kind else ("not_gradio", "lost"))
    assert "127.0.0.1" in str(error)
    if asked is not None:
        assert len(faults.asked(fault, "/config")) == asked


async def test_a_wait_that_is_too_long_is_said_and_not_waited(connect: Connect, faults: FaultServer) -> None:
    assert "60 s" in str(await failure_of(connect, faults.url("config_429_long")))


@pytest.mark.parametrize("fault", ["config_silent", "config_drip"])
async def test_opening_has_a_limit_in_all(
    connect: Connect, faults: FaultServer, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "OPEN_SECONDS", 0.5)
    started = time.monotonic()
    error = await failure_of(connect, faults.url(fault))
    assert error.kind == "timeout"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("fault", "noted"),
    [
        ("well", False),
        ("config_500_once", True),
        ("config_503_twice", True),
        ("config_reset_once", True),
        ("config_zipped", False),
        ("config_near", False),
        ("info_500", True),
        ("info_html", True),
    ],
)
async def test_an_app_that_can_be_opened_after_all_is(
    connect: Connect, faults: FaultServer, fault: str, noted: bool
) -> None:
    app = await connect(faults.url(fault)).open()
    assert [each.api_name for each in app.endpoints] == ["/echo"]
    assert bool(app.notes) == noted


# ---- one call


async def events_of(connect: Connect, url: str, timeout: float | None = None) -> list[Event]:
    connection = connect(url)
    app = await connection.open()
    endpoint = app.endpoint("/echo")
    assert endpoint is not None
    return [event async for event in connection.submit(Call(endpoint, {"text": "x"}), timeout=timeout)]


def failed(events: list[Event]) -> Failed:
    last = events[-1]
    assert isinstance(last, Failed), last
    check_line(f"{last.message} {last.hint}".strip())
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
        ("data_404", "not_gradio", 0),
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
    *, connect: Connect, faults: FaultServer, elsewhere: FaultServer, fault: str, kind: str, partials: int
) -> None:
    events = await events_of(connect, faults.url(fault))
    assert failed(events).kind == kind
    assert len([event for event in events if isinstance(event, Partial)]) == partials
    assert len(faults.asked(fault, "/gradio_api/queue/join")) == 1
    assert elsewhere.requests == []


async def test_a_full_queue_keeps_the_servers_words(connect: Connect, faults: FaultServer) -> None:
    assert "Max size is 2" in failed(await events_of(connect, faults.url("join_503"))).message


async def test_only_a_429_is_submitted_again_and_only_once(connect: Connect, faults: FaultServer) -> None:
    assert isinstance((await events_of(connect, faults.url("join_429_once")))[-1], Completed)
    assert failed(await events_of(connect, faults.url("join_429"))).kind == "busy"
    for fault in ("join_429_once", "join_429"):
        assert len(faults.asked(fault, "/gradio_api/queue/join")) == 2


@pytest.mark.parametrize("fault", ["join_silent", "data_silent"])
async def test_a_silent_server_ends_at_the_timeout_and_is_told(
    connect: Connect, faults: FaultServer, fault: str
) -> None:
    started = time.monotonic()
    events = await events_of(connect, faults.url(fault), timeout=0.6)
    assert failed(events).kind == "timeout"
    assert "0.6 s" in failed(events).message
    assert time.monotonic() - started < 3
    cancels = faults.asked(fault, "/gradio_api/cancel")
    assert len(cancels) == (1 if fault == "data_silent" else 0)  # without an event_id there is nothing to name


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
    assert failed(events).kind == "unreachable"


async def test_a_call_may_be_the_first_thing_a_connection_does(connect: Connect, faults: FaultServer) -> None:
    endpoint = (await connect(faults.url("well")).open()).endpoints[0]
    late = connect(faults.url("well"))
    assert isinstance([event async for event in late.submit(Call(endpoint, {"text": "x"}))][-1], Completed)
    bad = connect(faults.url("config_404"))
    assert failed([event async for event in bad.submit(Call(endpoint, {"text": "x"}))]).kind == "not_gradio"


async def test_a_missing_value_sends_nothing(connect: Connect, faults: FaultServer) -> None:
    connection = connect(faults.url("well"))
    endpoint = (await connection.open()).endpoints[0]
    last = failed([event async for event in connection.submit(Call(endpoint))])
    assert (last.kind, last.parameter) == ("validation", "text")
    assert faults.asked("well", "/gradio_api/queue") == []


async def test_a_value_that_is_no_json_sends_nothing(connect: Connect, faults: FaultServer) -> None:
    connection = connect(faults.url("well"))
    endpoint = (await connection.open()).endpoints[0]
    for value in (float("nan"), object()):
        last = failed([event async for event in connection.submit(Call(endpoint, {"text": value}))])
        assert last.kind == "validation"
    assert faults.asked("well", "/gradio_api/queue") == []


async def test_a_task_that_is_cancelled_tells_the_server(connect: Connect, faults: FaultServer) -> None:
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


# ---- credentials


def everything_sent(server: FaultServer) -> str:
    return "\n".join(f"{each.rest} {each.headers} {each.body!r}" for each in server.requests)


ACCESS = Access(TOKEN, (("x-custom", "custom-secret"),), ("user", "hunter2"))
SECRETS = (TOKEN, "custom-secret", "hunter2", "crumb")


async def test_credentials_go_with_every_request_to_their_origin(connect: Connect, faults: FaultServer) -> None:
    connection = Connection(faults.url("well"), ACCESS)
    app = await connection.open()
    _ = [event async for event in connection.submit(Call(app.endpoints[0], {"text": "x"}))]
    await connection.aclose()
    login, *others = faults.requests
    assert login.body == b"username=user&password=hunter2"
    assert len(others) >= 4
    for each in others:
        assert each.headers["authorization"] == each.headers["x-hf-authorization"] == f"Bearer {TOKEN}"
        assert each.headers["x-custom"] == "custom-secret"
        assert "access-token-unsecure-x=crumb" in each.headers["cookie"]


@pytest.mark.parametrize("fault", ["config_away", "join_away", "data_away"])
async def test_no_credential_follows_a_redirect_to_another_origin(
    faults: FaultServer, elsewhere: FaultServer, fault: str
) -> None:
    connection = Connection(faults.url(fault), ACCESS)
    app = await connection.open()
    _ = [event async for event in connection.submit(Call(app.endpoints[0], {"text": "x"}))]
    await connection.aclose()
    assert not any(secret in everything_sent(elsewhere) for secret in SECRETS)
    assert all(each.method == "GET" for each in elsewhere.requests)
    if fault == "config_away":
        assert len(elsewhere.requests) == 1
        assert any("without credentials" in note for note in app.notes)
    else:
        assert elsewhere.requests == []


async def test_a_wrong_login_is_an_auth_error_without_the_password(faults: FaultServer) -> None:
    connection = Connection(faults.url("login_wrong"), ACCESS)
    with pytest.raises(SpacetuiError) as caught:
        await connection.open()
    await connection.aclose()
    assert caught.value.kind == "auth"
    assert not any(secret in str(caught.value) for secret in SECRETS)


async def test_a_login_that_is_not_needed_is_noted(faults: FaultServer) -> None:
    connection = Connection(faults.url("login_none"), ACCESS)
    app = await connection.open()
    await connection.aclose()
    assert any("no login" in note for note in app.notes)


# ---- TLS


async def test_a_certificate_nobody_trusts_is_refused_in_one_line(connect: Connect, secure: FaultServer) -> None:
    error = await failure_of(connect, secure.url("well"))
    assert error.kind == "unreachable"
    assert "certificate" in str(error)
    assert secure.requests == []


async def test_the_certificate_is_judged_too_where_http_sends_us_to_https(
    connect: Connect, faults: FaultServer, secure: FaultServer
) -> None:
    assert "certificate" in str(await failure_of(connect, faults.url("config_upgraded")))
    assert secure.requests == []


async def test_https_on_the_same_host_becomes_the_root_and_another_port_gets_no_credentials(
    faults: FaultServer, secure: FaultServer
) -> None:
    connection = Connection(faults.url("config_upgraded"), ACCESS, verify=False)
    app = await connection.open()
    events = [event async for event in connection.submit(Call(app.endpoints[0], {"text": "x"}))]
    await connection.aclose()
    assert isinstance(events[-1], Completed)
    assert app.url == connection.url == secure.url("well")
    assert any(secure.root in note for note in app.notes)
    assert any("credentials stayed" in note for note in app.notes)
    assert secure.asked("well", "/gradio_api/queue/join")
    assert not any(credential in everything_sent(secure) for credential in SECRETS)
