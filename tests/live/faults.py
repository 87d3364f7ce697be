"""A loopback server that is a small Gradio app with one fault for each first part of the path.

`server.url("html_config")` is the root URL of an app whose /config is a page. What was asked is in `requests`.
It runs on a thread with a loop of its own, so that a test's loop, and a program started by a test, may use it.
"""

import asyncio
import gzip
import json
import ssl
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGE = b"<!doctype html><html><body><h1>Not an app</h1></body></html>"
TEXTBOX = {"type": "textbox", "props": {"label": "T"}, "skip_api": False, "api_info": {"type": "string"}}
CONFIG = {
    "version": "6.31.0",
    "api_prefix": "/gradio_api",
    "protocol": "sse_v3",
    "title": "Faults",
    "components": [{"id": 1, **TEXTBOX}],
    "dependencies": [
        {
            "id": 0,
            "inputs": [1],
            "outputs": [1],
            "api_name": "echo",
            "backend_fn": True,
            "api_visibility": "public",
        }
    ],
}
ENTRY = {"label": "T", "type": {"type": "string"}, "python_type": {"type": "str"}, "component": "Textbox"}
INFO = {
    "named_endpoints": {
        "/echo": {
            "parameters": [{**ENTRY, "parameter_name": "text", "parameter_has_default": False}],
            "returns": [ENTRY],
            "api_visibility": "public",
        }
    },
    "unnamed_endpoints": {},
}
EVENT_ID = "e1"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came. rest: the path after the fault's name, with its query."""

    fault: str
    method: str
    rest: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Reply:
    """The way back. number: how often this was asked before."""

    writer: asyncio.StreamWriter
    request: Request
    number: int
    other: str
    secure: str

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    async def answer(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        head = [f"HTTP/1.1 {status} X", f"content-type: {kind}", f"content-length: {len(body)}"]
        head += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.send("\r\n".join([*head, "connection: close", "", ""]).encode() + body)

    async def start_stream(self, kind: str = "text/event-stream") -> None:
        await self.send(f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n".encode())

    async def reset(self) -> None:
        self.writer.transport.abort()


Route = Callable[[Reply], Awaitable[None]]


def plain(value: Any, status: int = 200, **headers: str) -> Route:
    return lambda reply: reply.answer(status, json.dumps(value).encode(), **headers)


def page(status: int = 200) -> Route:
    return lambda reply: reply.answer(status, PAGE, "text/html")


def message(kind: str, **fields: Any) -> bytes:
    return b"data: " + json.dumps({"msg": kind, "event_id": EVENT_ID, **fields}).encode() + b"\n\n"


STARTS = message("process_starts", eta=None)
PARTIAL = message("process_generating", output={"data": ["part"]}, success=True)
COMPLETED = message("process_completed", output={"data": ["done"]}, success=True)
CLOSED = b'data: {"msg":"close_stream","event_id":null}\n\n'


def stream(*parts: bytes, kind: str = "text/event-stream") -> Route:
    """Stream these bytes, then end as HTTP ends."""

    async def route(reply: Reply) -> None:
        await reply.start_stream(kind)
        await reply.send(*parts)

    return route


def then_reset(*parts: bytes) -> Route:
    async def route(reply: Reply) -> None:
        await reply.start_stream()
        await reply.send(*parts)
        await asyncio.sleep(0.1)  # a reset overtakes bytes that are still on their way
        await reply.reset()

    return route


def then_silence(*parts: bytes) -> Route:
    async def route(reply: Reply) -> None:
        await reply.start_stream()
        await reply.send(*parts)
        await asyncio.sleep(30)

    return route


async def silence(_: Reply) -> None:
    await asyncio.sleep(30)


async def reset_in_body(reply: Reply) -> None:
    await reply.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n{")
    await asyncio.sleep(0.1)
    await reply.reset()


async def drip(reply: Reply) -> None:
    await reply.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n")
    for _ in range(300):
        await reply.send(b" ")
        await asyncio.sleep(0.1)


async def endless(reply: Reply) -> None:
    await reply.start_stream("application/json")
    for _ in range(2000):
        await reply.send(b" " * 65536)


def redirect(place: str, status: int = 302) -> Route:
    """Send on to `place`: {other} is another origin, {secure} the one with TLS, {fault} this fault's name."""

    async def route(reply: Reply) -> None:
        target = place.format(other=reply.other, secure=reply.secure, fault=reply.request.fault)
        await reply.answer(status, b"", location=target)

    return route


def first(times: int, fault: Route, healthy: Route) -> Route:
    """Fail the first `times`, then be well."""
    return lambda reply: (fault if reply.number < times else healthy)(reply)


FILE = lambda reply: reply.answer(200, b"file body", "application/octet-stream")  # noqa: E731
WELL: dict[str, Route] = {
    "/config": plain(CONFIG),
    "/gradio_api/info": plain(INFO),
    "/gradio_api/queue/join": plain({"event_id": EVENT_ID}),
    "/gradio_api/queue/data": stream(STARTS, PARTIAL, COMPLETED, CLOSED),
    "/gradio_api/cancel": plain({"success": True}),
    "/gradio_api/upload": plain(["/tmp/gradio/up/x.txt"]),
    "/gradio_api/file=": FILE,
    "/login": plain({"success": True}, set_cookie="access-token-unsecure-x=crumb; Path=/"),
}
CONFIG_, JOIN, DATA, FILES = "/config", "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/file="
UPLOAD = "/gradio_api/upload"
BOMB = gzip.compress(b" " * (200 << 20), 9)
FAULTS: dict[str, dict[str, Route]] = {
    "well": {},
    # config and info
    "html_config": {CONFIG_: page()},
    "config_404": {CONFIG_: page(404)},
    "config_401": {CONFIG_: plain({"detail": "Not authenticated"}, 401)},
    "config_403": {CONFIG_: page(403)},
    "config_500": {CONFIG_: page(500)},
    "config_500_once": {CONFIG_: first(1, page(500), WELL[CONFIG_])},
    "config_502": {CONFIG_: page(502)},
    "config_503_twice": {CONFIG_: first(2, plain({}, 503, retry_after="0"), WELL[CONFIG_])},
    "config_503": {CONFIG_: plain({}, 503, retry_after="0")},
    "config_429_long": {CONFIG_: plain({}, 429, retry_after="60")},
    "config_reset_once": {CONFIG_: first(1, reset_in_body, WELL[CONFIG_])},
    "config_reset": {CONFIG_: reset_in_body},
    "config_silent": {CONFIG_: silence},
    "config_drip": {CONFIG_: drip},
    "config_endless": {CONFIG_: endless},
    "config_bomb": {CONFIG_: lambda reply: reply.answer(200, BOMB, "application/json", content_encoding="gzip")},
    "config_zipped": {
        CONFIG_: lambda reply: reply.answer(
            200, gzip.compress(json.dumps(CONFIG).encode()), content_encoding="gzip"
        )
    },
    "config_brotli": {CONFIG_: lambda reply: reply.answer(200, b"x", content_encoding="br")},
    "config_headers": {CONFIG_: lambda reply: reply.answer(200, b"{}", x="y" * 80_000)},
    "config_more_headers": {CONFIG_: lambda reply: reply.answer(200, b"{}", x="y" * 300_000)},
    "config_not_http": {CONFIG_: lambda reply: reply.send(b"SSH-2.0-OpenSSH_9.0\r\n")},
    "config_deep": {CONFIG_: lambda reply: reply.answer(200, b"[" * 200_000)},
    "config_list": {CONFIG_: plain([])},
    "config_digits": {CONFIG_: lambda reply: reply.answer(200, b'{"dependencies": ' + b"9" * 5000 + b"}")},
    "config_near": {CONFIG_: first(1, redirect("/{fault}/config"), WELL[CONFIG_])},
    "config_loop": {CONFIG_: redirect("/{fault}/config")},
    "config_away": {CONFIG_: redirect("{other}/well/config")},
    "config_upgraded": {
        CONFIG_: redirect("{secure}/well/config"),
        "/gradio_api/info": redirect("{secure}/well/gradio_api/info"),
    },
    "config_to_file": {CONFIG_: redirect("file:///etc/passwd")},
    "info_500": {"/gradio_api/info": page(500)},
    "info_html": {"/gradio_api/info": page()},
    "login_wrong": {"/login": plain({"detail": "Incorrect credentials."}, 400)},
    "login_none": {"/login": redirect("/", 302)},
    # submit
    "join_401": {JOIN: plain({"detail": "Not authenticated"}, 401)},
    "join_404": {JOIN: page(404)},
    "join_429_once": {JOIN: first(1, plain({}, 429, retry_after="0"), WELL[JOIN])},
    "join_429": {JOIN: plain({}, 429, retry_after="0")},
    "join_429_long": {JOIN: plain({}, 429, retry_after="900")},
    "join_500": {JOIN: page(500)},
    "join_503": {JOIN: plain({"detail": "Queue is full. Max size is 2 and size is 2."}, 503, retry_after="0")},
    "join_html": {JOIN: page()},
    "join_odd": {JOIN: plain({"event": 1})},
    "join_away": {JOIN: redirect("{other}/well/gradio_api/queue/join", 307)},
    "join_reset": {JOIN: reset_in_body},
    "join_silent": {JOIN: silence},
    "join_422": {JOIN: plain({"detail": [{"type": "list_type", "loc": ["body"], "msg": "not a list"}]}, 422)},
    # stream
    "data_html": {DATA: page()},
    "data_404": {DATA: page(404)},
    "data_away": {DATA: redirect("{other}/well/gradio_api/queue/data")},
    "data_cut": {DATA: stream(STARTS, PARTIAL)},
    "data_unfinished": {DATA: stream(STARTS, PARTIAL, COMPLETED.rstrip())},
    "data_reset": {DATA: then_reset(STARTS, PARTIAL)},
    "data_silent": {DATA: then_silence(STARTS, PARTIAL)},
    "data_closed": {DATA: stream(STARTS, PARTIAL, CLOSED)},
    "data_no_end": {DATA: then_silence(STARTS, PARTIAL, COMPLETED)},
    "data_odd": {
        DATA: stream(
            b"\xef\xbb\xbf: hello\r\n\r\n",
            STARTS.replace(b"\n", b"\r\n"),
            b"event: message\nid: 7\nretry: 10\n" + PARTIAL,
            message("telepathy"),
            b'data: {\rdata: "msg": "heartbeat"}\r\r',
            message("process_generating", output={"data": [[["append", [], "!"]]]}).replace(b"e1", b"e2"),
            COMPLETED,
        )
    },
    "data_not_json": {DATA: stream(STARTS, b"data: {oops\n\n")},
    "data_deep": {DATA: stream(STARTS, b"data: " + b"[" * 100_000 + b"\n\n")},
    "data_huge": {DATA: stream(STARTS, *[b"data: " + b"x" * 65000] * 600)},
    "data_gone": {
        DATA: then_reset(
            b'data: {"msg":"unexpected_error","event_id":null,"message":"404: Not Found",'
            b'"session_not_found":true,"success":false}\n\n'
        )
    },
    "data_nan": {DATA: stream(b'data: {"msg":"process_completed","event_id":"e1","output":{"data":[NaN]}}\n\n')},
    "data_other_url": {
        DATA: lambda reply: stream(
            message(
                "process_completed",
                output={"data": [{"path": "/x.txt", "url": f"{reply.other}/well/gradio_api/file=/x.txt"}]},
                success=True,
            )
        )(reply)
    },
    # files
    "upload_413": {UPLOAD: plain({"detail": "File size exceeded"}, 413)},
    "upload_empty": {UPLOAD: plain([])},
    "upload_reset": {UPLOAD: reset_in_body},
    "file_404": {FILES: page(404)},
    "file_403": {FILES: plain({"detail": "File not allowed"}, 403)},
    "file_401": {FILES: plain({"detail": "Not authenticated"}, 401)},
    "file_500": {FILES: page(500)},
    "file_cut": {FILES: reset_in_body},
    "file_short": {
        FILES: lambda reply: reply.send(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\nconnection: close\r\n\r\nabc")
    },
    "file_away": {FILES: redirect("{other}/well/gradio_api/file=/y.txt")},
    "file_endless": {
        FILES: lambda reply: reply.send(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999999999\r\n\r\nabc")
    },
    "file_busy_once": {FILES: first(1, page(503), FILE)},
}


@dataclass
class FaultServer:
    """Started and stopped by `with`. other, secure: roots of other such servers, for redirects that lead there.

    certificate: a PEM file; then the server speaks TLS.
    """

    other: str = ""
    secure: str = ""
    certificate: Path | None = None
    port: int = 0
    requests: list[Request] = field(default_factory=list)

    def url(self, fault: str) -> str:
        return f"{self.root}/{fault}"

    @property
    def root(self) -> str:
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"

    def asked(self, fault: str, rest: str) -> list[Request]:
        return [each for each in self.requests if each.fault == fault and each.rest.startswith(rest)]

    def __enter__(self) -> "FaultServer":
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        tls = None
        if self.certificate is not None:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(self.certificate)
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, then close."""
        try:
            opening = await reader.readexactly(1)
            if opening == b"\x16":  # a TLS hello: this server has none
                return
            head = (opening + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = head[0].split(" ", 2)
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            _, fault, rest = path.split("/", 2) if path.count("/") > 1 else ("", "", path[1:])
            request = Request(fault, method, f"/{rest}", headers, body)
            number = len([each for each in self.asked(fault, request.rest) if each.method == method])
            self.requests.append(request)
            routes = {**WELL, **FAULTS.get(fault, {})}
            name = next((each for each in routes if request.rest.partition("?")[0].startswith(each)), None)
            reply = Reply(writer, request, number, self.other, self.secure)
            await (routes[name] if name else page(404))(reply)
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client left
        finally:
            writer.close()
