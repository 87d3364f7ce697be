"""The demo's Hub in front of its real apps, with stages that a test sets: asleep, broken, paused.

While a Space does not run, its address answers with a page, as on the real Hub.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from spacetui.demo.gradio_launcher import SpaceState
from spacetui.demo.hub_account import bearer_token
from spacetui.demo.hub_api import HubApi
from spacetui.demo.hub_http import Request, Response, error_response
from spacetui.demo.space_catalog import NAMES, Space

PAGE = b"<!doctype html><title>This Space is sleeping</title>"


class Gateway:
    """Pass bytes to the apps while it is open; otherwise answer with a page and `status`."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self._host, self._port = parts.hostname, parts.port
        self.is_open = False
        self.status, self.headers = "200 OK", b""
        self.refused_requests = 0
        self.url = ""
        self._pipes: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            if self.is_open:
                to_app, from_app = await asyncio.open_connection(self._host, self._port)
                there = asyncio.create_task(self._pipe(reader, from_app))
                self._pipes.add(there)
                await self._pipe(to_app, writer)
                there.cancel()
            else:
                await reader.readuntil(b"\r\n\r\n")
                self.refused_requests += 1
                length = f"Content-Length: {len(PAGE)}\r\nConnection: close\r\n"
                head = f"HTTP/1.1 {self.status}\r\nContent-Type: text/html\r\n{length}"
                writer.write(head.encode() + self.headers + b"\r\n" + PAGE)
        writer.close()

    @staticmethod
    async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()


class HubWithStages(HubApi):
    """The demo's Hub, whose Spaces are behind `gate`.

    A test sets `states` and `sdks` by the name of a Space, and adds names to `private`.
    """

    def __init__(self, gate: Gateway) -> None:
        self.states = dict.fromkeys(NAMES, SpaceState("RUNNING"))
        self.gate = gate
        self.sdks: dict[str, str] = {}
        self.private: set[str] = set()
        self.url = ""
        super().__init__(self)  # type: ignore[arg-type]  # it uses only what is defined here

    def host(self, name: str) -> str:
        return f"{self.gate.url}/{name}"

    def runtime(self, space: Space) -> dict[str, object]:
        return super().runtime(space) | {"errorMessage": self.states[space.name].error or None}

    def info(
        self, space: Space, expand: list[str] | None = None, *, has_sizes: bool = False
    ) -> dict[str, object]:
        known = {"sdk": self.sdks.get(space.name, "gradio"), "private": space.name in self.private}
        fields = super().info(space, expand, has_sizes=has_sizes)
        return fields | {name: value for name, value in known.items() if name in fields}

    def respond(self, request: Request) -> Response:
        hidden = any(f"/{name}" in request.path for name in self.private)
        if hidden and not bearer_token(request):
            return error_response(401, "Invalid username or password.", "RepoNotFound")
        return super().respond(request)


@asynccontextmanager
async def serve_hub_with_stages(upstream: str) -> AsyncIterator[HubWithStages]:
    """Serve such a Hub in front of the apps at `upstream`."""
    gate = Gateway(upstream)
    api = HubWithStages(gate)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = Request(
                parts.path, parse_qs(parts.query), self.headers.get("Authorization", "")
            )
            answer = api.respond(asked)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    listening = await asyncio.start_server(gate.serve, "127.0.0.1", 0)
    gate.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    api.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield api
    finally:
        listening.close()
        server.shutdown()
        server.server_close()
