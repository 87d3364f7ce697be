"""Replay: the Hub and the hosts of Spaces under their real names, and the log of what they got."""

import contextlib
import http.client
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.replay.hub import ReplayHub, Reply, json_reply, text_reply
from tests.replay.network import HUB, RealNames
from tests.replay.spaces import ReplaySpace

# What the proxy of hf.space sends along with every answer of an app.
PROXY_HEADERS = {
    "x-proxied-host": "http://10.20.30.40",
    "x-proxied-replica": "oyerizs4-dspr4",
    "set-cookie": "spaces-jwt=eyJhbGciOiJFZERTQSJ9.e30.x; Path=/; HttpOnly; Secure; SameSite=None",
}
IN_ERROR = text_reply(503, "text/plain", "Your space is in error, check its status on hf.co")
PREPARING = text_reply(503, "text/html", "<html><body><h1>Preparing Space</h1></body></html>")
NOT_FOUND = text_reply(
    404,
    "text/html",
    "<html><h1>404</h1><p>Sorry, we can’t find the page you are looking for.</p></html>",
)
_HARNESSES = "/api/agent-harnesses"
# Headers of one connection, which a proxy does not hand on.
_OWN_HEADERS = ("connection", "keep-alive", "transfer-encoding", "proxy-connection")


@dataclass(frozen=True)
class Logged:
    """A request that a server received. headers: names in lower case."""

    host: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Replay:
    """The real names on this machine. One is made for a test run; `reset` makes it new.

    hub: what huggingface.co knows. requests: what arrived at huggingface.co and at the proxy of
    hf.space. at_apps: what the proxy handed on to the apps, which is what a stranger's code sees.
    """

    def __init__(self, folder: Path) -> None:
        self.hub = ReplayHub()
        self.requests: list[Logged] = []
        self.at_apps: list[Logged] = []
        self.names = RealNames(folder, _handler_of(self))

    def reset(self) -> None:
        """Forget every Space, user and request."""
        self.hub = ReplayHub()
        self.requests.clear()
        self.at_apps.clear()
        self.names.refused.clear()

    def add(self, space: ReplaySpace) -> ReplaySpace:
        """Add a Space to the Hub and its host."""
        self.hub.spaces[space.id] = space
        return space

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a process that is to use the replay."""
        return self.names.environment

    def received(self, host: str) -> str:
        """Return all that a host was sent, to be searched for a credential."""
        logged = [each for each in self.requests if each.host == host]
        return "\n".join(f"{each.target} {each.headers} {each.body!r}" for each in logged)

    def seen_by_apps(self) -> str:
        """Return all that the code of the Spaces was sent."""
        return "\n".join(f"{each.target} {each.headers} {each.body!r}" for each in self.at_apps)

    def targets(self, host: str = HUB) -> list[str]:
        """Return the path and query of each request to a host.

        Without the question that huggingface_hub asks for itself, once a day.
        """
        return [
            each.target for each in self.requests if each.host == host and each.target != _HARNESSES
        ]

    def close(self) -> None:
        self.names.close()

    def space_at(self, host: str) -> ReplaySpace | None:
        """Return the Space that runs at a host of hf.space."""
        return next((each for each in self.hub.spaces.values() if each.host == host), None)

    def space_reply(self, space: ReplaySpace | None, headers: dict[str, str]) -> Reply | None:
        """Return what the proxy itself answers for a Space; None where it asks the app."""
        if space is None:
            return NOT_FOUND
        tokens = [headers.get(name, "") for name in ("x-hf-authorization", "authorization")]
        if space.private and f"Bearer {space.owner_token}" not in tokens:
            return NOT_FOUND
        space.was_woken = True
        if space.page is not None:
            return text_reply(*space.page)
        if space.page_before_last is not None and len(space.stages) > 1:
            return text_reply(*space.page_before_last)
        if space.is_running:
            return None
        return PREPARING if space.stage.endswith(("BUILDING", "STARTING")) else IN_ERROR


def _handler_of(replay: Replay) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"replay": replay})


class _Handler(BaseHTTPRequestHandler):
    """Answers as the host that a request names."""

    protocol_version = "HTTP/1.1"
    replay: Replay

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "").partition(":")[0]
        body = b"".join(_body_of(self.rfile, headers))
        received = Logged(host, self.command, self.path, headers, body)
        self.replay.requests.append(received)
        if host == HUB:
            self._send(self.replay.hub.respond(self.command, self.path, headers, body))
            return
        space = self.replay.space_at(host)
        reply = self.replay.space_reply(space, headers)
        if space is not None and reply is None and not space.has(self.path):
            reply = json_reply({"detail": "Not Found"}, 404)
        if reply is not None:
            self._send(reply)
        elif space is not None:
            self._pass_on(space, received)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_GET

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _pass_on(self, space: ReplaySpace, received: Logged) -> None:
        """Ask the app, as the proxy of hf.space does, and stream its answer back."""
        headers = {key: each for key, each in received.headers.items() if key not in _OWN_HEADERS}
        headers |= {"x-forwarded-proto": "https", "x-forwarded-host": received.host}
        if headers.pop("x-hf-authorization", ""):
            headers["x-ip-token"] = "eyJ0eXAiOiJKV1QifQ.e30.y"
        if received.body:
            headers["content-length"] = str(len(received.body))
        self.replay.at_apps.append(replace(received, headers=headers))
        address = urlsplit(space.app_url)
        upstream = http.client.HTTPConnection(address.hostname or "", address.port)
        try:
            target = address.path + space.own_path(received.target)
            upstream.request(received.method, target, received.body or None, headers)
            self._stream(upstream.getresponse(), space)
        finally:
            upstream.close()
            self.close_connection = True

    def _stream(self, response: http.client.HTTPResponse, space: ReplaySpace) -> None:
        self.send_response_only(response.status, response.reason)
        changed = ("content-length",) if space.replica else ()
        for name, value in response.getheaders():
            if name.lower() not in (*_OWN_HEADERS, *changed):
                self.send_header(name, value)
        for name, value in PROXY_HEADERS.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        with contextlib.suppress(OSError):  # the client may leave in the middle of a stream
            while data := response.read1(1 << 16):
                self.wfile.write(space.with_replica(data))

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing; the replay keeps its own log."""


def _body_of(stream: Any, headers: dict[str, str]) -> Iterator[bytes]:
    """Read the body of a request, which has a length or comes in chunks."""
    if headers.get("transfer-encoding", "").lower() != "chunked":
        yield stream.read(int(headers.get("content-length", "0")))
        return
    while size := int(stream.readline().split(b";")[0], 16):
        yield stream.read(size)
        stream.readline()
    stream.readline()
