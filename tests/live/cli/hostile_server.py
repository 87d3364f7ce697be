"""A server on loopback that behaves like a faulty or hostile Gradio app: each path has its fault.

It keeps every request, so that a test can check what was sent to it.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self

ODD = "a \x1b]0;owned\x07 \x1b[8m \u202e \u2028 \x9b31m \x7f [bold]b[/]"
# The outputs of `/odd`: text that would control a terminal, and values that strict JSON lacks.
ODD_OUTPUT = [
    ODD,
    {"n": 2**70, "text": ODD, "lone": "\ud800", "nan": float("nan"), "list": [1.5, None, True]},
]


def _config(title: str) -> dict[str, Any]:
    return {
        "version": "6.31.0",
        "api_prefix": "/gradio_api",
        "protocol": "sse_v3",
        "title": title,
        "root": "http://evil.invalid",
        "space_id": "evil/space",
        "components": [
            {"id": 1, "type": "textbox", "props": {"label": ODD, "info": ODD, "placeholder": ODD}},
            {"id": 2, "type": "textbox", "props": {"label": "out " + ODD}},
            {"id": 3, "type": "json", "props": {"label": "data"}},
        ],
        "dependencies": [
            {
                "id": 0,
                "inputs": [1],
                "outputs": [2, 3],
                "backend_fn": True,
                "queue": True,
                "api_name": "odd",
                "types": {"generator": False, "cancel": False},
                "api_visibility": "public",
            }
        ],
    }


_INFO = {
    "named_endpoints": {
        "/odd": {
            "description": ODD,
            "parameters": [
                {
                    "label": ODD,
                    "parameter_name": "text",
                    "parameter_has_default": True,
                    "parameter_default": ODD,
                    "type": {"type": "string"},
                    "python_type": {"type": "str", "description": ODD},
                    "component": "Textbox",
                    "example_input": ODD,
                }
            ],
            "returns": [
                {
                    "label": ODD,
                    "type": {"type": "string"},
                    "python_type": {"type": "str"},
                    "component": "Textbox",
                },
                {"label": "data", "type": {}, "python_type": {"type": "Any"}, "component": "JSON"},
            ],
            "api_visibility": "public",
        }
    },
    "unnamed_endpoints": {},
}

_FAILURES: dict[str, Any] = {
    "loud": {"error": "first line\n\x1b[2J" + "word " * 400_000, "title": ODD},
    "silent-failure": {"error": None},
    "object": {"error": {"a": [1]}},
}
_PAGE = b"<!doctype html><html><body><h1>Bad gateway</h1>" + b"<p>words</p>" * 2000


@dataclass
class Seen:
    """One request: path, headers by lower-case name."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = field(default=b"", repr=False)


class Handler(BaseHTTPRequestHandler):
    """Responds as the first part of the path says, which names the fault."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[Seen]]

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.seen.append(
            Seen(method, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        )
        name, _, rest = self.path.lstrip("/").partition("/")
        route = rest.partition("?")[0]
        if name.isdigit():
            self._send(
                int(name),
                _PAGE,
                "text/html",
                {"retry-after": "30"} if name in ("429", "503") else {},
            )
        elif name == "page":
            self._send(200, _PAGE, "text/html")
        elif name == "garbage":
            self._send(200, b'{"version": "6.31.0", ]')
        elif name == "list":
            self._send(200, b"[1, 2]")
        elif name == "elsewhere":
            self._send(
                302, b"", headers={"location": self.headers["x-location"] or "http://127.0.0.1:1/"}
            )
        elif route == "config":
            self._send_json(_config(ODD))
        elif route == "gradio_api/info":
            self._send_json(_INFO)
        elif route == "gradio_api/queue/join":
            self._send_json({"event_id": "e1"})
        elif route == "gradio_api/queue/data":
            self._stream(name)
        elif route == "gradio_api/cancel":
            self._send_json({"success": True})
        else:
            self._send(404, b'{"detail": "Not Found"}')

    def _stream(self, name: str) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self._event({"msg": "estimation", "rank": 2, "queue_size": 7, "rank_eta": 41.0})
        self._event({"msg": "process_starts", "eta": 1.0})
        self._event({"msg": "log", "log": ODD, "level": "info", "title": ODD})
        if name == "hang":
            try:
                while True:
                    time.sleep(0.05)
                    self._event({"msg": "heartbeat"})
            except OSError:
                return
        if name == "cut":
            self._event(
                {"msg": "process_generating", "output": {"data": ["so far", None]}, "success": True}
            )
            return
        failure = _FAILURES.get(name)
        if name == "echo":
            failure = {
                "error": f"you sent {dict(self.headers)}",
                "title": self.headers["authorization"] or "",
            }
        output = {"data": ODD_OUTPUT} if failure is None else failure
        self._event({"msg": "process_completed", "output": output, "success": failure is None})
        self._event({"msg": "close_stream"})

    def _event(self, message: dict[str, Any]) -> None:
        text = json.dumps({"event_id": "e1", **message}, ensure_ascii=needs_escapes(message))
        self.wfile.write(b"data: " + text.encode("utf-8") + b"\n\n")
        self.wfile.flush()

    def _send_json(self, value: Any) -> None:
        self._send(200, json.dumps(value).encode())

    def _send(
        self,
        status: int,
        body: bytes,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def needs_escapes(message: dict[str, Any]) -> bool:
    """Return whether a message must be escaped: a lone surrogate has no UTF-8."""
    return "\\ud8" in json.dumps(message)


class HostileServer:
    """The running server."""

    odd = ODD
    odd_output = ODD_OUTPUT

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("_Handler", (Handler,), {"seen": self.seen})
        )
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
