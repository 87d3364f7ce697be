"""Routes of a server that responds well, badly, slowly or not at all: the parts of faults."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

PAGE = b"<!doctype html><html><body><h1>Not an app</h1></body></html>"
TEXTBOX = {
    "type": "textbox",
    "props": {"label": "T"},
    "skip_api": False,
    "api_info": {"type": "string"},
}
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
ENTRY = {
    "label": "T",
    "type": {"type": "string"},
    "python_type": {"type": "str"},
    "component": "Textbox",
}
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
EVENTS = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was received. rest: the path after the name of the fault, with its query."""

    fault: str
    method: str
    rest: str
    headers: dict[str, str]
    body: bytes


async def read_request(reader: asyncio.StreamReader, start: bytes = b"") -> Request:
    """Read one request. start: bytes of it that were read before."""
    head = (start + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    pairs = (line.partition(":") for line in head[1:-2])
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    _, fault, rest = path.split("/", 2) if path.count("/") > 1 else ("", "", path[1:])
    return Request(fault, method, f"/{rest}", headers, body)


@dataclass(slots=True)
class Reply:
    """The reply to a request. number: how many requests for the same came before it."""

    writer: asyncio.StreamWriter
    request: Request
    number: int
    other: str
    secure: str

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    async def answer(
        self, status: int, body: bytes, kind: str = "application/json", **headers: str
    ) -> None:
        head = [f"HTTP/1.1 {status} X", f"content-type: {kind}", f"content-length: {len(body)}"]
        head += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.send("\r\n".join([*head, "connection: close", "", ""]).encode() + body)

    async def start_stream(self, kind: str = EVENTS) -> None:
        await self.send(
            f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n".encode()
        )

    async def reset(self) -> None:
        self.writer.transport.abort()


Route = Callable[[Reply], Awaitable[None]]


def plain(value: Any, status: int = 200, **headers: str) -> Route:
    return lambda reply: reply.answer(status, json.dumps(value).encode(), **headers)


def page(status: int = 200) -> Route:
    return lambda reply: reply.answer(status, PAGE, "text/html")


def encoded(body: bytes, encoding: str, status: int = 200, kind: str = "application/json") -> Route:
    """Send bytes and say that they have an encoding, whether they have or not."""
    return lambda reply: reply.answer(status, body, kind, content_encoding=encoding)


def message(kind: str, **fields: Any) -> bytes:
    return b"data: " + json.dumps({"msg": kind, "event_id": EVENT_ID, **fields}).encode() + b"\n\n"


STARTS = message("process_starts", eta=None)
PARTIAL = message("process_generating", output={"data": ["part"]}, success=True)
COMPLETED = message("process_completed", output={"data": ["done"]}, success=True)
CLOSED = b'data: {"msg":"close_stream","event_id":null}\n\n'


def stream(*parts: bytes, kind: str = EVENTS) -> Route:
    """Send these bytes as a stream, and end it in the regular way."""

    async def route(reply: Reply) -> None:
        await reply.start_stream(kind)
        await reply.send(*parts)

    return route


def then_reset(*parts: bytes) -> Route:
    async def route(reply: Reply) -> None:
        await reply.start_stream()
        await reply.send(*parts)
        await asyncio.sleep(0.1)  # a reset overtakes bytes that are not received yet
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
    await reply.send(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n{"
    )
    await asyncio.sleep(0.1)
    await reply.reset()


async def drip(reply: Reply) -> None:
    await reply.send(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n"
    )
    for _ in range(300):
        await reply.send(b" ")
        await asyncio.sleep(0.1)


async def endless(reply: Reply) -> None:
    await reply.start_stream("application/json")
    for _ in range(2000):
        await reply.send(b" " * 65536)


def redirect(place: str, status: int = 302) -> Route:
    """Redirect to `place`.

    {other} in it is another origin, {secure} the one with TLS, {fault} the name of this fault.
    """

    async def route(reply: Reply) -> None:
        target = place.format(other=reply.other, secure=reply.secure, fault=reply.request.fault)
        await reply.answer(status, b"", location=target)

    return route


def first(times: int, fault: Route, healthy: Route) -> Route:
    """Use `fault` for the first `times` requests, and `healthy` for the others."""
    return lambda reply: (fault if reply.number < times else healthy)(reply)
