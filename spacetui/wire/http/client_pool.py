"""ClientPool: httpx clients that share their cookies, each with one request at a time.

For each request that begins or ends, a pool of connections of httpcore 1.0 looks at all of its
connections, several times where requests begin together. With 16 calls at a time that took a
quarter of the processor's time. A client with one connection has nothing to look through.
"""

import asyncio
import ssl
import threading
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from http.cookiejar import CookieJar
from typing import NamedTuple

import httpx

from spacetui.wire.http.traffic import Step, TrafficLog
from spacetui.wire.limits import KEEPALIVE_SECONDS, MAX_STREAMS

# Two for each call, its stream and a POST, and as many again for downloads.
_MAX_CONNECTIONS = 4 * MAX_STREAMS
_LIMITS = httpx.Limits(max_keepalive_connections=1, keepalive_expiry=KEEPALIVE_SECONDS)


# Two requests may begin together: the second waits in its thread until all is imported.
_loading = threading.Lock()
_loaded = threading.Event()


async def load_transport() -> None:
    """Import in a thread, once, what httpx imports with its first client, and anyio when it runs.

    That takes 60 ms, in which no key would be answered if it happened on the event loop.
    """
    if not _loaded.is_set():
        await asyncio.to_thread(_import_transport)


def _import_transport() -> None:
    with _loading:
        if _loaded.is_set():
            return
        import anyio
        import httpcore  # noqa: F401  httpx imports it

        anyio.run(anyio.sleep, 0)  # imports the backend
        _loaded.set()


class Traffic(NamedTuple):
    """Where requests are noted. secret: names of headers that carry credentials, in lower case."""

    log: TrafficLog
    secret: tuple[str, ...] = ()


class ClientPool:
    """Sends requests of one kind: to our own origin or to others, by TLS or not.

    cookies: those of all its clients.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        cookies: CookieJar,
        *,
        trust_env: bool,
        traffic: Traffic | None = None,
    ) -> None:
        """trust_env: whether a proxy that the environment names is used."""
        self.cookies = cookies
        self._traffic = traffic
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
        note = _Note(self._traffic)
        try:
            request = client.build_request(
                method, url, headers=headers, content=content, timeout=timeout
            )
            note.begin(request, content)
            response = await client.send(request, stream=True)
        except BaseException as error:  # a cancel too must not keep the place
            note.fail(error)
            await self._give_back(client)
            raise
        note.answer(response)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Body(response.stream, note, partial(self._give_back, client))
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


class _Note:
    """One request as the log has it; nothing where none is kept."""

    def __init__(self, traffic: Traffic | None) -> None:
        self.traffic = traffic
        self._step: Step | None = None

    def begin(self, request: httpx.Request, content: object) -> None:
        if self.traffic is not None:
            self._step = self.traffic.log.begin(request, content, self.traffic.secret)

    def fail(self, error: BaseException) -> None:
        if self.traffic is not None and self._step is not None:
            self.traffic.log.fail(self._step, error)

    def answer(self, response: httpx.Response) -> None:
        if self.traffic is not None and self._step is not None:
            self.traffic.log.answer(self._step, response, self.traffic.secret)

    def receive(self, chunk: bytes) -> None:
        if self.traffic is not None and self._step is not None:
            self.traffic.log.receive(self._step, chunk)

    def end(self) -> None:
        if self.traffic is not None and self._step is not None:
            self.traffic.log.end(self._step)


class _Body(httpx.AsyncByteStream):
    """The body of a response; `on_close` is awaited when it is closed."""

    def __init__(
        self, stream: httpx.AsyncByteStream, note: _Note, on_close: Callable[[], Awaitable[None]]
    ) -> None:
        self._stream = stream
        self._note = note
        self._on_close = on_close

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream) if self._note.traffic is None else self._noted()

    async def _noted(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._stream:
                self._note.receive(chunk)
                yield chunk
        except httpx.HTTPError as error:
            self._note.fail(error)
            raise

    async def aclose(self) -> None:
        self._note.end()
        try:
            await self._stream.aclose()
        finally:
            await self._on_close()
