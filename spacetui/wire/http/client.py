"""The HTTP client of one app: requests to one origin, over connections that stay open.

The limits on responses, redirects and retries are our own (security.md section 4). What a response
means is not known here.
"""

import asyncio
import random
import ssl
from collections.abc import Coroutine, Iterable
from dataclasses import replace
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import httpx

from spacetui.errors import NotGradio, SpacetuiError
from spacetui.model.schema import Json
from spacetui.system.network import is_loopback
from spacetui.wire.http.client_pool import ClientPool, Traffic, load_transport
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.http.errors import error_of_httpx, error_of_status
from spacetui.wire.http.response import (
    Response,
    parse_json,
    read_body,
    redirect_target,
    retry_delay,
)
from spacetui.wire.http.traffic import TrafficLog
from spacetui.wire.http.urls import origin_of, root_url
from spacetui.wire.limits import (
    CONNECT_SECONDS,
    HEADER_BYTES,
    MAX_REDIRECTS,
    REPLY_SECONDS,
    SCHEMA_BYTES,
)

_HEADERS = {"accept-encoding": "identity", "user-agent": "spacetui"}
_NO_COOKIES = DefaultCookiePolicy(allowed_domains=[])


class Http:
    """Requests to the origin of one app. Credentials and cookies go there and nowhere else.

    notes: what the user should know about redirects and retries, each once.
    """

    def __init__(
        self,
        root: str,
        credentials: Credentials,
        *,
        verify: bool = True,
        log: TrafficLog | None = None,
    ) -> None:
        """root: the URL of the app. verify: whether the certificates of https are checked.

        log: where requests and answers are noted.
        """
        self.root = root_url(root)
        self.credentials = credentials
        self.notes: list[str] = []
        self._verify = verify
        self._log = log
        # The names stay secret where the credentials stay behind.
        names = tuple(each.lower() for each in credentials.header_names)
        self._traffic = Traffic(log, names) if log is not None else None
        self._headers = credentials.headers_for(self.root)
        # By whether it is for our own origin, uses TLS, and connects to this machine.
        self._pools: dict[tuple[bool, bool, bool], ClientPool] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def host(self) -> str:
        """The host and port as the user typed them, to be named in errors."""
        return urlsplit(self.root).netloc

    @property
    def is_insecure(self) -> bool:
        """Whether the app is asked by https and its certificate is not checked."""
        return not self._verify and urlsplit(self.root).scheme == "https"

    def is_own(self, url: str) -> bool:
        """Return whether `url` has the origin that the credentials are for."""
        try:
            return origin_of(url) == origin_of(self.root)
        except ValueError:
            return False

    def drop_login(self) -> None:
        """Forget the user and password: the app asks for no login."""
        self.credentials = replace(self.credentials, auth=None)

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

        url: absolute; a request to another origin has no credentials.
        idle_timeout: the seconds to wait for the next bytes, or None for no limit.
        Raises SpacetuiError if the connection breaks. No status is an error.
        """
        is_own = self.is_own(url)
        pool = await self._pool_for(url, is_own=is_own)
        all_headers = _HEADERS | (self._headers if is_own else {}) | (headers or {})
        timeout = httpx.Timeout(idle_timeout, connect=CONNECT_SECONDS)
        where = urlsplit(url).netloc
        try:
            response = await pool.send(
                method, url, headers=all_headers, content=content, timeout=timeout
            )
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
        """Send one request and return the whole response, whatever its status.

        limit: the most bytes of its body. No redirect is followed, and nothing is retried.
        """
        response = await self.stream(method, url, content=content, headers=headers)
        try:
            body = await read_body(response, limit, where=self.host)
        finally:
            await response.aclose()
        return Response(response.status_code, response.headers, body, url)

    async def get(self, path: str) -> Response:
        """GET root + path, and return the response whatever its status.

        Redirects are followed. A broken connection and some statuses are retried (security.md
        section 4).
        """
        broken, server_error, busy = 1, 1, 2  # how many retries are left for each
        while True:
            try:
                response = await self._get_following_redirects(path)
            except SpacetuiError as error:
                if error.kind != "lost" or not broken:
                    raise
                broken -= 1
                self._note("the connection broke once; asked again")
                continue
            delay = retry_delay(response.headers)
            if response.status in (500, 502, 504) and server_error:
                server_error -= 1
                self._note(f"the server answered {response.status} once; asked again")
                delay = 0.5
            elif response.status in (429, 503) and busy and delay is not None:
                busy -= 1
                self._note(f"the server was busy ({response.status}); asked again")
            else:
                return response
            await asyncio.sleep(delay + random.random() / 10)

    async def get_json(self, path: str) -> Json:
        """GET root + path and parse its JSON. Raises the error of its status, or NotGradio."""
        response = await self.get(path)
        if response.status != 200:
            raise error_of_status(response.status, response.headers, response.body, where=self.root)
        return await parse_json(response.body, where=response.url)

    async def _get_following_redirects(self, path: str) -> Response:
        url = self.root + path
        for _ in range(MAX_REDIRECTS + 1):
            response = await self.request("GET", url)
            target = redirect_target(response.status, response.headers, url)
            if target is None:
                return response
            if not self.is_own(target) and not self._move_to_https(url, target, path):
                other = urlsplit(target).netloc
                self._note(f"{self.host} sends us to {other}; asked there without credentials")
            url = target
        raise NotGradio(
            f"more than {MAX_REDIRECTS} redirects", where=self.root, hint="Check the address."
        )

    def _move_to_https(self, url: str, target: str, path: str) -> bool:
        """Make the https address of the same host our root, if http redirects there.

        Return whether it does.
        """
        old, new = urlsplit(url), urlsplit(target)
        is_upgrade = (old.scheme, new.scheme) == ("http", "https") and old.hostname == new.hostname
        if not is_upgrade or not self.is_own(url) or not new.path.endswith(path):
            return False
        ports = (origin_of(url)[2], origin_of(target)[2])
        self.root = f"https://{new.netloc}{new.path.removesuffix(path)}".rstrip("/")
        self._note(f"http moved to {self.root}")
        if self.credentials and ports != (80, 443):  # another port is another server
            self.credentials = Credentials()
            self._note("credentials stayed behind: give the https address to send them")
        self._headers = self.credentials.headers_for(self.root)
        return True

    def log_message(self, verb: str, path: str, pieces: Iterable[bytes]) -> None:
        """Note a message of a stream or a socket in the log. verb: `<-` came, `->` went."""
        if self._log is not None:
            self._log.message(verb, path, pieces)

    def _note(self, line: str) -> None:
        if line not in self.notes:
            self.notes.append(line)

    async def _pool_for(self, url: str, *, is_own: bool) -> ClientPool:
        scheme, host, _ = origin_of(url)
        uses_tls, is_local = scheme == "https", is_loopback(host)
        key = is_own, uses_tls, is_local
        if key in self._pools:
            return self._pools[key]
        await load_transport()
        context = await self.tls_context() if uses_tls else _trusting_context()
        cookies = CookieJar(None if is_own else _NO_COOKIES)
        # A proxy of the environment must not be asked for this machine's own addresses.
        pool = ClientPool(context, cookies, trust_env=not is_local, traffic=self._traffic)
        return self._pools.setdefault(key, pool)

    async def request_headers(self, url: str) -> dict[str, str]:
        """Return the headers of a request to our own `url`, cookies included.

        They are for a request that httpx does not send.
        """
        pool = await self._pool_for(url, is_own=True)
        request = httpx.Request("GET", url, cookies=pool.cookies)
        cookie = request.headers.get("cookie")
        if not cookie:
            return dict(self._headers)
        return {**self._headers, "cookie": cookie}

    async def tls_context(self) -> ssl.SSLContext:
        """Return the TLS settings of this client.

        Making them reads 140 certificates (30 ms), so it is done once, and in a thread.
        """
        make_context = _verifying_context if self._verify else _trusting_context
        return await asyncio.to_thread(make_context)

    def run_in_background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` in a task that goes on if the caller is cancelled, at most until `aclose`."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def aclose(self, grace: float = 1.0) -> None:
        """Close every connection. Tasks in the background get `grace` seconds to end first."""
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=grace)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=grace)
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            await pool.aclose()


@lru_cache(maxsize=1)
def _verifying_context() -> ssl.SSLContext:
    return httpx.create_ssl_context()


@lru_cache(maxsize=1)
def _trusting_context() -> ssl.SSLContext:
    """Make settings that accept any certificate."""
    return httpx.create_ssl_context(verify=False)
