"""A Hub on loopback that knows one Space."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class OneSpaceHub:
    """A Hub that knows one Space, `o/n`, whose fields a test sets by `facts`."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}
        self.asked: list[str] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub.asked.append(f"{self.path} {dict(self.headers)}")
                space = {
                    "id": "o/n",
                    "sdk": "gradio",
                    "private": False,
                    "runtime": {"stage": "RUNNING"},
                    **hub.facts,
                }
                body = json.dumps(space).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
