"""The HTTP server of the replay: one port on loopback for each app, as origins tell apps apart.

Below a folder that nobody else knows: another process may ask a port for what it had there before,
and its request is not one of the program's.
"""

import ssl
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any, Self

from spacetui.verify.addresses import path_of_url
from spacetui.verify.app_description import EARLY_PROTOCOLS
from spacetui.verify.exchange import Answer, Asked, not_found
from spacetui.verify.http_body import TooLarge, read_body
from spacetui.verify.replay_app import ReplayApp
from spacetui.verify.web_socket import WebSocket, accept_key

HOST = "127.0.0.1"
# A certificate that nobody trusts, with its key, which is no secret.
_CERTIFICATE = Path(__file__).with_name("replay_certificate.pem")
# Seconds until a connection that says nothing is closed.
IDLE = 60


class ReplayServer:
    """Serves the apps of a replay while a `with` statement lasts. apps: get their root URLs."""

    def __init__(self, apps: Sequence[ReplayApp]) -> None:
        self._apps = apps
        self._servers: list[ThreadingHTTPServer] = []
        # gradio_client asks the host of an app before Gradio 4.9, whatever path its URL has.
        is_early = any(each.source.protocol in EARLY_PROTOCOLS for each in apps)
        self._folder = "" if is_early else f"/{token_hex(8)}"

    def __enter__(self) -> Self:
        for app in self._apps:
            server = _Server(
                (HOST, 0), type("Handler", (_Handler,), {"app": app, "folder": self._folder})
            )
            if app.has_own_certificate:
                _add_tls(server)
            self._servers.append(server)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    @property
    def origins(self) -> list[str]:
        """What stands for the origin of each app."""
        pairs = zip(self._servers, self._apps, strict=True)
        return [
            f"{app.scheme}://{HOST}:{server.server_port}{self._folder}" for server, app in pairs
        ]

    @property
    def roots(self) -> list[str]:
        """The root URL of each app, with the path of its recorded one."""
        pairs = zip(self.origins, self._apps, strict=True)
        return [f"{origin}{path_of_url(app.source.url)}" for origin, app in pairs]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that closes its connection early, as programs do at their end."""


def _add_tls(server: _Server) -> None:
    """Let a server speak TLS alone. The handshake is made by the thread of each connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_CERTIFICATE)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )


class _Handler(BaseHTTPRequestHandler):
    """Reads a request and writes the answer. app, folder: set by the class made for each port."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE
    app: ReplayApp
    folder: str

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: stderr belongs to the command."""

    def do_OPTIONS(self) -> None:
        """Let a page of any site make any request, as Gradio does: this asks whether it may."""
        self.send_response(204)
        self._allow_other_sites()
        self.send_header("Access-Control-Allow-Methods", "GET, POST")
        asked = self.headers.get("Access-Control-Request-Headers", "")
        self.send_header("Access-Control-Allow-Headers", asked)
        self.end_headers()

    def _allow_other_sites(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")

    def _serve(self) -> None:
        if not self.path.startswith(self.folder):
            self._write(not_found())
            self.close_connection = True
            return
        headers = {key.lower(): value for key, value in self.headers.items()}
        try:
            length, encoding = headers.get("content-length"), headers.get("transfer-encoding")
            body = read_body(self.rfile, length, encoding)
        except TooLarge:
            self.app.replay.note("a request is too large to be checked")
            self.close_connection = True
            return
        target = self.path.removeprefix(self.folder) or "/"
        self._write(self.app.answer(Asked(self.command, target, headers, body)))

    do_GET = do_POST = do_HEAD = do_PUT = _serve

    def _write(self, answer: Answer) -> None:
        if answer.talk is not None:
            self._switch_to_socket()
            answer.talk(WebSocket(self.rfile, self.wfile))
            return
        self.send_response(answer.status)
        self._allow_other_sites()
        self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.events is None:
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            return
        self.send_header("Connection", "close")
        self.end_headers()
        for each in answer.events:
            self.wfile.write(each)
        self.close_connection = True

    def _switch_to_socket(self) -> None:
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        key = self.headers.get("Sec-WebSocket-Key", "")
        self.send_header("Sec-WebSocket-Accept", accept_key(key))
        self.end_headers()
        self.close_connection = True
