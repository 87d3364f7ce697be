"""The server of `spacetui serve`: only its own page, with the whole address, gets an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from spacetui.serve.app_server import AppServer

# An app that says that it is one, and lasts until its page is closed; and one that lasts longer.
APP = "echo __GANGLION__; exec grep -q quit"
DEAF_APP = "echo __GANGLION__; exec sleep 600"


@pytest.fixture
async def server() -> AsyncIterator[AppServer]:
    listening = asyncio.Event()
    server = AppServer(APP, 0)
    running = asyncio.create_task(server.run(listening.set))
    await listening.wait()
    yield server
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def page_of(server: AppServer) -> str:
    return f"http://127.0.0.1:{server.port}"


async def asked(url: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(url, headers=headers)


async def test_the_page_is_given_to_the_whole_address_alone(server: AppServer) -> None:
    page = await asked(server.url)
    assert page.status_code == 200
    assert f'"ws://127.0.0.1:{server.port}/{server.token}/ws"' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert (await asked(f"{server.url}static/js/textual.js")).status_code == 200
    for path in ("/", "/ws", "/static/js/textual.js", f"/{server.token[:-1]}/", "//", "/é/"):
        refused = await asked(page_of(server) + path)
        assert (refused.status_code, "whole address" in refused.text) == (403, True), path


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_a_page_of_another_site_gets_nothing(
    server: AppServer, headers: dict[str, str]
) -> None:
    refused = await asked(server.url, **headers)
    assert (refused.status_code, "own page" in refused.text) == (403, True)


@pytest.mark.parametrize("origin", [None, "http://evil.example"])
async def test_no_session_begins_from_elsewhere(server: AppServer, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{server.url}ws".replace("http", "ws", 1), additional_headers=headers)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("app", [APP, DEAF_APP])
async def test_one_page_at_a_time_has_a_session(
    server: AppServer, monkeypatch: pytest.MonkeyPatch, app: str
) -> None:
    monkeypatch.setattr("spacetui.serve.app_server.SESSION_PAUSE", 0.05)
    monkeypatch.setattr("spacetui.serve.app_server.END_SECONDS", 0.05)
    server.command = app
    socket = f"{server.url}ws".replace("http", "ws", 1)
    own = {"Origin": page_of(server)}
    async with connect(socket, additional_headers=own):
        second = await asked(server.url)
        assert (second.status_code, "another window" in second.text) == (409, True)
        with pytest.raises(InvalidStatus) as refused:
            await connect(socket, additional_headers=own)
        assert refused.value.response.status_code == 409
    monkeypatch.setattr("spacetui.serve.app_server.SESSION_PAUSE", 30)
    assert (await asked(server.url)).status_code == 200, "the session has ended with its page"


async def test_a_port_that_is_taken_is_an_error(server: AppServer) -> None:
    with pytest.raises(OSError, match="in use"):
        AppServer(APP, server.port)
