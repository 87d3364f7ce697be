"""ClientPool against a server on loopback that counts its connections."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from ssl import PROTOCOL_TLS_CLIENT, SSLContext

import httpx
import pytest

from spacetui.wire.http import client_pool
from spacetui.wire.http.client_pool import ClientPool

TIMEOUT = httpx.Timeout(60)
ANSWER = b"HTTP/1.1 200 OK\r\nset-cookie: visitor=%d\r\ncontent-length: 2\r\n\r\n"


@dataclass
class CountingServer:
    """Answers each request in two parts, the second when `go_on` is set, or not if `is_silent`.

    connections: made so far. open: those that are not closed. cookies: the headers of that name.
    """

    connections: int = 0
    open: int = 0
    cookies: list[str] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""
    is_silent: bool = False

    async def respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode().lower().split("\r\n")
                self.cookies += [line for line in lines if line.startswith("cookie:")]
                if self.is_silent:
                    continue
                writer.write(ANSWER % self.connections + b"o")
                await self.go_on.wait()
                writer.write(b"k")
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            self.open -= 1
            writer.close()


@pytest.fixture
async def server() -> AsyncIterator[CountingServer]:
    made = CountingServer()
    listening = await asyncio.start_server(made.respond, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
    yield made
    made.go_on.set()
    listening.close()


@pytest.fixture
async def pool() -> AsyncIterator[ClientPool]:
    made = ClientPool(SSLContext(PROTOCOL_TLS_CLIENT), CookieJar(), trust_env=False)
    yield made
    await made.aclose()


async def send(pool: ClientPool, url: str) -> httpx.Response:
    return await pool.send("GET", url, headers={}, content=None, timeout=TIMEOUT)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110  # the server is no part of what is tested
            await asyncio.sleep(0)


async def test_requests_at_a_time_have_a_connection_each_and_later_ones_take_those(
    pool: ClientPool, server: CountingServer
) -> None:
    server.go_on.set()
    for _ in range(3):
        responses = await asyncio.gather(*(send(pool, server.url) for _ in range(8)))
        assert [await each.aread() for each in responses] == [b"ok"] * 8
    for _ in range(3):
        assert await (await send(pool, server.url)).aread() == b"ok"
    assert server.connections == 8


async def test_the_connections_share_their_cookies(
    pool: ClientPool, server: CountingServer
) -> None:
    first = await send(pool, server.url)
    second = await send(pool, server.url)
    assert (server.connections, server.cookies) == (2, ["cookie: visitor=1"])
    for each in (first, second):
        await each.aclose()


async def test_a_request_that_fails_or_is_left_frees_its_place(
    pool: ClientPool, server: CountingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_places", asyncio.Semaphore(1))
    server.is_silent = True
    waiting = asyncio.ensure_future(send(pool, server.url))
    await until(lambda: server.connections == 1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(httpx.UnsupportedProtocol):
        await send(pool, "ftp://127.0.0.1/")
    server.is_silent = False
    await (await send(pool, server.url)).aclose()  # before its body has come
    server.go_on.set()
    assert await (await send(pool, server.url)).aread() == b"ok"


async def test_connections_that_are_not_needed_any_more_are_closed(
    pool: ClientPool, server: CountingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.go_on.set()
    responses = [await send(pool, server.url) for _ in range(4)]
    for each in responses:
        await each.aread()
    monkeypatch.setattr(client_pool, "KEEPALIVE_SECONDS", -1.0)
    for _ in range(4):
        await (await send(pool, server.url)).aread()
    await until(lambda: server.open == 0)
