"""ClientPool: httpx clients that share their cookies, each with one request at a time.

For each request that begins or ends, a pool of connections of httpcore 1.0 looks at all of its
connections, several times where requests begin together. With 16 calls at a time that took a
quarter of the processor's time. A client with one connection has nothing to look through.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from http.cookiejar import CookieJar

import httpx

from spacetui.wire.limits import KEEPALIVE_SECONDS, MAX_STREAMS

# Two for each call, its stream and a POST, and as many again for downloads.
_MAX_CONNECTIONS = 4 * MAX_STREAMS
_LIMITS = httpx.Limits(max_keepalive_connections=1, keepalive_expiry=KEEPALIVE_SECONDS)


class ClientPool:
    """Sends requests of one kind: to our own origin or to others, by TLS or not.

    cookies: those of all its clients.
    """

    def __init__(self, context: ssl.SSLContext, cookies: CookieJar, *, trust_env: bool) -> None:
        """trust_env: whether a proxy that the environment names is used."""
        self.cookies = cookies
        self._new_client = partial(
            httpx.AsyncClient,
            verify=context,
            limits=_LIMITS,
            cookies=cookies,
            follow_redirects=False,
            trust_env=trust_env,
        )
        self._clients: set[httpx.AsyncClient] = set()
        # Those without a request, and since when; the one that was used last stands at the end.
        self._idle: deque[tuple[float, httpx.AsyncClient]] = deque()
        self._places = asyncio.Semaphore(_MAX_CONNECTIONS)

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str],
        content: bytes | httpx.AsyncByteStream | None,
        timeout: httpx.Timeout,
    ) -> httpx.Response:
        """Send a request and return its response, which the caller reads and closes.

        Raises the errors of httpx.
        """
        await self._places.acquire()
        client = self._take()
        try:
            request = client.build_request(
                method, url, headers=headers, content=content, timeout=timeout
            )
            response = await client.send(request, stream=True)
        except BaseException:  # a cancel too must not keep the place
            await self._give_back(client)
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Body(response.stream, partial(self._give_back, client))
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        clients, self._clients = self._clients, set()
        self._idle.clear()
        for client in clients:
            await client.aclose()

    def _take(self) -> httpx.AsyncClient:
        """Return the client that was used last, whose connection is the likeliest to be open."""
        if self._idle:
            return self._idle.pop()[1]
        client = self._new_client()
        self._clients.add(client)
        return client

    async def _give_back(self, client: httpx.AsyncClient) -> None:
        self._places.release()
        if client not in self._clients:
            return  # it was closed with the others
        now = asyncio.get_running_loop().time()
        self._idle.append((now, client))
        since, oldest = self._idle[0]
        if now - since > KEEPALIVE_SECONDS:
            self._idle.popleft()
            self._clients.discard(oldest)
            await oldest.aclose()


class _Body(httpx.AsyncByteStream):
    """The body of a response; `on_close` is awaited when it is closed."""

    def __init__(
        self, stream: httpx.AsyncByteStream, on_close: Callable[[], Awaitable[None]]
    ) -> None:
        self._stream = stream
        self._on_close = on_close

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            await self._on_close()
