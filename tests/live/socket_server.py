"""A loopback server that is a small Gradio 3 app, with one fault for each first part of the path.

It speaks HTTP and WebSocket byte by byte, so that it can do both badly. What came is in `requests`; what came
through sockets is in `heard`.
"""

import asyncio
import base64
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

COMPONENT = {
    "id": 1,
    "type": "textbox",
    "props": {"label": "T"},
    "serializer": "StringSerializable",
}
PLAIN = {"inputs": [1], "outputs": [1], "api_name": "echo", "queue": None}
CONFIG = {
    "version": "3.50.2",
    "enable_queue": True,
    "components": [
        COMPONENT,
        {**COMPONENT, "id": 2, "type": "image"},
        {**COMPONENT, "id": 3, "type": "file"},
    ],
    "dependencies": [
        PLAIN,
        {**PLAIN, "api_name": "stoppable"},
        {**PLAIN, "api_name": "unqueued", "queue": False},
        {**PLAIN, "api_name": "files", "inputs": [2, 3]},
        {"inputs": [], "outputs": [], "api_name": None, "cancels": [1], "queue": False},
    ],
}
INFO: dict[str, Any] = {"named_endpoints": {}, "unnamed_endpoints": {}}
COMPLETED = {"msg": "process_completed", "output": {"data": ["done"]}, "success": True}
PARTIAL = {"msg": "process_generating", "output": {"data": ["part"]}, "success": True}


@dataclass
class Socket:
    """The server's end of a WebSocket after its handshake; `gone` is set when the client left."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: list[Any]

    async def tell(self, message: Any) -> None:
        await self.frame(1, json.dumps(message, ensure_ascii=False).encode())

    async def frame(self, kind: int, body: bytes) -> None:
        size = len(body)
        head = bytes([0x80 | kind])
        if size < 126:
            head += bytes([size])
        else:
            head += b"\x7f" + size.to_bytes(8, "big")
        self.writer.write(head + body)
        await self.writer.drain()

    async def hear(self) -> Any:
        """Give the next JSON the client sends; None when it closes."""
        while True:
            first, second = await self.reader.readexactly(2)
            size = second & 0x7F
            if size > 125:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
            mask = await self.reader.readexactly(4)
            raw = await self.reader.readexactly(size)
            body = bytes(each ^ mask[place % 4] for place, each in enumerate(raw))
            if first & 0xF == 8:
                return None
            if first & 0xF == 1:
                self.heard.append(json.loads(body))
                return self.heard[-1]

    async def queue(self) -> None:
        """Go through a call up to its start, as Gradio 3.50.2 does."""
        await self.tell({"msg": "send_hash"})
        await self.hear()
        await self.tell({"msg": "estimation", "rank": 0, "queue_size": 1, "rank_eta": 0.5})
        await self.tell({"msg": "send_data"})
        await self.hear()
        await self.tell({"msg": "process_starts"})

    async def bye(self, code: int = 1000) -> None:
        await self.frame(8, code.to_bytes(2, "big"))


Script = Callable[[Socket], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Request:
    fault: str
    method: str
    rest: str
    headers: dict[str, str]
    body: bytes


@dataclass
class SocketServer:
    """scripts: what each fault's socket does; replies: status, body and headers for a path, by fault."""

    scripts: dict[str, Script]
    replies: dict[str, dict[str, tuple[int, bytes, str]]]
    requests: list[Request] = field(default_factory=list)
    heard: list[Any] = field(default_factory=list)
    all_closed: asyncio.Event = field(default_factory=asyncio.Event)
    some_open: asyncio.Event = field(default_factory=asyncio.Event)
    _open: int = 0
    root: str = ""

    async def __aenter__(self) -> "SocketServer":
        self.all_closed.set()
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.root = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    def asked(self, rest: str) -> list[Request]:
        return [each for each in self.requests if each.rest.startswith(rest)]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = head[0].split(" ", 2)
            headers = {
                name.lower(): value.strip()
                for name, _, value in (each.partition(":") for each in head[1:-2])
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            _, fault, rest = path.split("/", 2)
            self.requests.append(Request(fault, method, f"/{rest}", headers, body))
            reply = self.replies.get(fault, {}).get(f"/{rest}") or self.replies["well"].get(
                f"/{rest}"
            )
            if reply is not None:
                status, content, more = reply
                size = len(content)
                writer.write(
                    f"HTTP/1.1 {status} X\r\ncontent-length: {size}\r\nconnection: close\r\n{more}\r\n".encode()
                )
                writer.write(content)
                await writer.drain()
                return
            await self._socket(fault, headers["sec-websocket-key"], reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client left
        finally:
            writer.close()

    async def _socket(
        self, fault: str, key: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        accept = base64.b64encode(
            hashlib.sha1(f"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest()
        )
        writer.write(
            b"HTTP/1.1 101 X\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: "
            + accept
        )
        writer.write(b"\r\n\r\n")
        self._open += 1
        self.all_closed.clear()
        self.some_open.set()
        try:
            await self.scripts[fault](Socket(reader, writer, self.heard))
        finally:
            self._open -= 1
            if not self._open:
                self.all_closed.set()
                self.some_open.clear()
