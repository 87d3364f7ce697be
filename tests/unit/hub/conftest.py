"""A Hub on loopback that sends the replies of a test and keeps every request, byte for byte."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    # Seconds before the first byte, and between any two bytes of the body.
    delay: float = 0.0
    drip: float = 0.0


class FakeHub:
    """replies: by path without its query. Any other path is a 404 as the Hub sends it."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                hub.requests.append(
                    (self.path, {name.lower(): value for name, value in self.headers.items()})
                )
                missing = Reply(
                    404, b'{"error":"Repository not found"}', {"X-Error-Code": "RepoNotFound"}
                )
                reply = hub.replies.get(self.path.partition("?")[0], missing)
                time.sleep(reply.delay)
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in reply.headers:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                try:
                    if not reply.drip:
                        self.wfile.write(reply.body)
                    for byte in reply.body if reply.drip else b"":
                        self.wfile.write(bytes([byte]))
                        time.sleep(reply.drip)
                except OSError:
                    return  # the client closed the connection

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def tokens(self) -> list[str]:
        """Return the Authorization header of each request so far, empty where there was none."""
        return [headers.get("authorization", "") for _, headers in self.requests]


@pytest.fixture
def make_hub() -> Iterator[Callable[[], FakeHub]]:
    hubs: list[FakeHub] = []

    def make() -> FakeHub:
        hubs.append(FakeHub())
        return hubs[-1]

    yield make
    for hub in hubs:
        hub.server.shutdown()
        hub.server.server_close()


@pytest.fixture
def fake(make_hub: Callable[[], FakeHub]) -> FakeHub:
    return make_hub()


@pytest.fixture
def reply() -> type[Reply]:
    return Reply
