"""Every fault of opening an app is one clear line of its kind, within a time limit."""

import socket
import time

import pytest

from spacetui.wire import connection as connection_module
from tests.live.connection_driver import Connect, failure_of
from tests.live.fault_server import FaultServer

pytestmark = pytest.mark.live


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


async def test_an_unknown_host_is_named(connect: Connect) -> None:
    error = await failure_of(connect, "http://nowhere.invalid")
    assert error.kind == "unreachable"
    assert "nowhere.invalid" in str(error)


async def test_a_server_without_tls_is_unreachable_or_lost(
    connect: Connect, faults: FaultServer
) -> None:
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


async def test_a_wait_that_is_too_long_is_named_and_not_waited_for(
    connect: Connect, faults: FaultServer
) -> None:
    assert "60 s" in str(await failure_of(connect, faults.url("config_429_long")))


@pytest.mark.parametrize("fault", ["config_silent", "config_drip"])
async def test_opening_has_a_total_time_limit(
    connect: Connect, faults: FaultServer, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "OPEN_SECONDS", 0.5)
    started = time.monotonic()
    error = await failure_of(connect, faults.url(fault))
    assert error.kind == "timeout"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("fault", "has_note"),
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
async def test_an_app_with_a_passing_fault_is_opened(
    connect: Connect, faults: FaultServer, fault: str, has_note: bool
) -> None:
    app = await connect(faults.url(fault)).open()
    assert [each.api_name for each in app.endpoints] == ["/echo"]
    assert bool(app.notes) == has_note
