"""HTTP as we want it: one origin, one pool, bounded answers, redirects and retries by our own rules (security.md 4).

What the answers mean is not known here.
"""

import asyncio
import random
import ssl
from collections.abc import Coroutine
from functools import lru_cache
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import httpx

from spacetui.errors import NotGradio, SpacetuiError
from spacetui.model.schema import Json
from spacetui.system.network import is_loopback
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.http.errors import error_of_httpx, error_of_status
from spacetui.wire.http.origin import origin_of, root_url
from spacetui.wire.http.response import (
    Response,
    parse_json,
    read_body,
    redirect_target,
    retry_delay,
)
from spacetui.wire.limits import (
    CONNECT_SECONDS,
    ERROR_BYTES,
    HEADER_BYTES,
    KEEPALIVE_SECONDS,
    MAX_REDIRECTS,
    MAX_STREAMS,
    REPLY_SECONDS,
    SCHEMA_BYTES,
)

_IDENTITY = {"accept-encoding": "identity", "user-agent": "spacetui"}
_NO_COOKIES = DefaultCookiePolicy(allowed_domains=[])
# A stream and a POST beside it for each call, and some for downloads.
_LIMITS = httpx.Limits(
    max_connections=4 * MAX_STREAMS,
    max_keepalive_connections=MAX_STREAMS,
    keepalive_expiry=KEEPALIVE_SECONDS,
)


class Http:
    """Requests to the origin of one app. Credentials and cookies go there and nowhere else."""

    def __init__(self, root: str, access: Credentials, *, verify: bool = True) -> None:
        self.root = root_url(root)
        self.credentials = access
        self.notes: list[str] = []
        self._verify = verify
        self._headers = access.headers_for(self.root)
        # By whether it is for our own origin, speaks TLS, and stays on this machine.
        self._clients: dict[tuple[bool, bool, bool], httpx.AsyncClient] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def host(self) -> str:
        """The host (and port) as the user typed it, to name in errors."""
        return urlsplit(self.root).netloc

    def is_own(self, url: str) -> bool:
        """Say whether `url` is of the origin that credentials are for."""
        try:
            return origin_of(url) == origin_of(self.root)
        except ValueError:
            return False

    async def stream(
        self,
        method: str,
        url: str,
        *,
        content: bytes | httpx.AsyncByteStream | None = None,
        headers: dict[str, str] | None = None,
        idle_timeout: float | None = REPLY_SECONDS,
    ) -> httpx.Response:
        """Send one request and return its response; the caller reads and closes the body.

        url: absolute; a request to another origin has no credentials. idle_timeout: the seconds to wait
        for the next bytes, or None for no limit. Raises SpacetuiError if the exchange breaks, and for no
        status.
        """
        own = self.is_own(url)
        client = await self._client_for(url, own=own)
        sent = {**_IDENTITY, **(self._headers if own else {}), **(headers or {})}
        where = urlsplit(url).netloc
        try:
            request = client.build_request(
                method,
                url,
                headers=sent,
                content=content,
                timeout=httpx.Timeout(idle_timeout, connect=CONNECT_SECONDS),
            )
            response = await client.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise error_of_httpx(error, where=where) from error
        if sum(len(name) + len(value) for name, value in response.headers.raw) > HEADER_BYTES:
            await response.aclose()
            raise NotGradio(
                "the answer's headers are too long", where=where, hint="Check the address."
            )
        return response

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | httpx.AsyncByteStream | None = None,
        headers: dict[str, str] | None = None,
        limit: int = SCHEMA_BYTES,
    ) -> Response:
        """Send one request and give the whole answer, whatever its status; no redirect, no retry."""
        response = await self.stream(method, url, content=content, headers=headers)
        try:
            body = await read_body(
                response, limit if response.is_success else ERROR_BYTES, where=self.host
            )
        finally:
            await response.aclose()
        return Response(response.status_code, response.headers, body, url)

    async def get(self, path: str) -> Response:
        """GET root + path: redirects followed, retried where a GET may be (security.md 4). Gives any other status."""
        broken, unwell, busy = 1, 1, 2  # how often each may still be tried again
        while True:
            try:
                answer = await self._follow(path)
            except SpacetuiError as error:
                if error.kind != "lost" or not broken:
                    raise
                broken -= 1
                self._note("the connection broke once; asked again")
                continue
            if answer.status in (500, 502, 504) and unwell:
                unwell -= 1
                self._note(f"the server answered {answer.status} once; asked again")
                await asyncio.sleep(0.5 + random.random() / 10)
            elif (
                answer.status in (429, 503)
                and busy
                and (wait := retry_delay(answer.headers)) is not None
            ):
                busy -= 1
                self._note(f"the server was busy ({answer.status}); asked again")
                await asyncio.sleep(wait + random.random() / 10)
            else:
                return answer

    async def get_json(self, path: str) -> Json:
        """GET root + path and parse its JSON. Raises the error of its status, or NotGradio."""
        answer = await self.get(path)
        if answer.status != 200:
            raise error_of_status(answer.status, answer.headers, answer.body, where=self.root)
        return await parse_json(answer.body, where=answer.url)

    async def _follow(self, path: str) -> Response:
        url = self.root + path
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self.request("GET", url)
            target = redirect_target(answer.status, answer.headers, url)
            if target is None:
                return answer
            if not self.is_own(target) and not self._move(url, target, path):
                self._note(
                    f"{self.host} sends us to {urlsplit(target).netloc}; asked there without credentials"
                )
            url = target
        raise NotGradio(
            f"more than {MAX_REDIRECTS} redirects", where=self.root, hint="Check the address."
        )

    def _move(self, url: str, target: str, path: str) -> bool:
        """Take the https address of the same host for our root, when http sends us there."""
        old, new = urlsplit(url), urlsplit(target)
        upgraded = (old.scheme, new.scheme) == ("http", "https") and old.hostname == new.hostname
        if not upgraded or not self.is_own(url) or not new.path.endswith(path):
            return False
        ports = (origin_of(url)[2], origin_of(target)[2])
        self.root = f"https://{new.netloc}{new.path.removesuffix(path)}".rstrip("/")
        self._note(f"http moved to {self.root}")
        if self.credentials and ports != (80, 443):  # another port is another server
            self.credentials = Credentials()
            self._note("credentials stayed behind: give the https address to send them")
        self._headers = self.credentials.headers_for(self.root)
        return True

    def _note(self, line: str) -> None:
        if line not in self.notes:
            self.notes.append(line)

    async def _client_for(self, url: str, *, own: bool) -> httpx.AsyncClient:
        scheme, host, _ = origin_of(url)
        key = own, scheme == "https", is_loopback(host)
        if key in self._clients:
            return self._clients[key]
        # Building a context reads 140 certificates (30 ms): once, in a thread, and not at all for http.
        verify = await asyncio.to_thread(_tls) if scheme == "https" and self._verify else False
        client = httpx.AsyncClient(
            verify=verify,
            limits=_LIMITS,
            follow_redirects=False,
            # A proxy of the environment must not be asked for this machine's own addresses.
            trust_env=not is_loopback(host),
        )
        if not own:
            client.cookies.jar.set_policy(_NO_COOKIES)
        return self._clients.setdefault(key, client)

    async def request_headers(self, url: str) -> dict[str, str]:
        """Give what a request to our own `url` carries, cookies included: for what httpx does not send."""
        client = await self._client_for(url, own=True)
        cookie = client.build_request("GET", url).headers.get("cookie")
        return {**self._headers, **({"cookie": cookie} if cookie else {})}

    async def tls_context(self) -> ssl.SSLContext:
        """Give the TLS settings of this connection, for what httpx does not send."""
        return await asyncio.to_thread(_tls if self._verify else _blind_tls)

    def run_in_background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run what must outlive the one who asked: a farewell to the server."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def aclose(self, grace: float = 1.0) -> None:
        """Let what runs in the background end, at most `grace` seconds, then close every connection."""
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=grace)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=grace)
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


@lru_cache(maxsize=1)
def _blind_tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(verify=False)
