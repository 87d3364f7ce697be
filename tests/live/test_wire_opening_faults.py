"""Every fault of opening an app is one clear line of its kind, within a time limit."""

import asyncio
import time

import pytest

from spacetui.errors import SpacetuiError
from spacetui.wire import connection as connection_module
from tests.live.connection_driver import Connect, failure_of
from tests.live.fault_server import FaultServer
from tests.server_ports import free_port

pytestmark = pytest.mark.live


async def test_a_refused_connection_names_the_host(connect: Connect) -> None:
    port = free_port()
    error = await failure_of(connect, f"http://127.0.0.1:{port}")
    assert error.kind == "unreachable"
    assert f"127.0.0.1:{port}" in str(error)
    assert "refused" in str(error)


async def test_an_unknown_host_is_named(connect: Connect) -> None:
    error = await failure_of(connect, "http://nowhere.invalid")
    assert error.kind == "unreachable"
    assert "nowhere.invalid" in str(error)


async def test_a_server_that_hangs_up_on_tls_is_told_with_its_http_address(
    connect: Connect, faults: FaultServer
) -> None:
    error = await failure_of(connect, f"https://127.0.0.1:{faults.port}")
    assert error.failure.message == "the server ended the TLS handshake"
    assert f"write http://127.0.0.1:{faults.port}" in error.failure.hint


async def answered(connect: Connect, scheme: str, answer: bytes) -> SpacetuiError:
    """Return the error of opening a server that sends `answer` to whatever it gets."""

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(respond, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        return await failure_of(connect, f"{scheme}://127.0.0.1:{port}")


async def test_a_plain_server_asked_by_https_is_told_with_its_http_address(
    connect: Connect,
) -> None:
    error = await answered(connect, "https", b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert error.kind == "unreachable"
    assert error.failure.message == "the server speaks plain http, and was asked by https"
    assert f"write http://{error.failure.where}." in error.failure.hint


async def test_a_server_of_https_asked_by_http_is_told_with_its_https_address(
    connect: Connect,
) -> None:
    error = await answered(connect, "http", b"\x15\x03\x01\x00\x02\x02\x46")  # an alert of TLS
    assert error.failure.message == "the server does not speak http"
    assert f"write https://{error.failure.where}." in error.failure.hint


async def test_a_self_signed_certificate_is_named_with_the_option_that_takes_it(
    connect: Connect, secure: FaultServer
) -> None:
    error = await failure_of(connect, secure.url("well"))
    assert error.kind == "unreachable"
    assert error.failure.message == "the certificate is not valid: self-signed certificate"
    assert "--insecure" in error.failure.hint


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (
            "config_not_gzip",
            "lost",
            "the answer says that it is compressed (gzip), and cannot be unpacked",
        ),
        (
            "config_half_gzip",
            "lost",
            "the answer says that it is compressed (gzip), and cannot be unpacked",
        ),
        ("config_502_not_gzip", "unreachable", "the server answers 502 Bad Gateway"),
        (
            "config_brotli",
            "not_gradio",
            "the answer is compressed in a way we did not ask for (br)",
        ),
        (
            "config_to_file",
            "not_gradio",
            "the server redirects to no web address: file:///etc/passwd",
        ),
        ("config_to_app", "not_gradio", "the server redirects to no web address: intent://x/y"),
    ],
)
async def test_an_answer_that_cannot_be_used_is_named(
    connect: Connect, faults: FaultServer, fault: str, kind: str, words: str
) -> None:
    error = await failure_of(connect, faults.url(fault))
    assert (error.kind, error.failure.message) == (kind, words)


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
