"""A loopback server of small Gradio 3 apps, each with a fault that the start of the path names.

It sends HTTP and WebSocket frames byte by byte, so that it can do both wrong. The requests are in
`requests`, and the messages of sockets in `received`.
"""

import asyncio
import base64
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.live.fault_routes import Request, read_request

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
    """The server's end of a WebSocket after its handshake."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    received: list[Any]

    async def send(self, message: Any) -> None:
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

    async def receive(self) -> Any:
        """Return the next JSON that the client sends; None when it closes the socket."""
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
                self.received.append(json.loads(body))
                return self.received[-1]

    async def start_call(self) -> None:
        """Send and receive the messages up to the start of a call, as Gradio 3.50.2 does."""
        await self.send({"msg": "send_hash"})
        await self.receive()
        await self.send({"msg": "estimation", "rank": 0, "queue_size": 1, "rank_eta": 0.5})
        await self.send({"msg": "send_data"})
        await self.receive()
        await self.send({"msg": "process_starts"})

    async def close(self, code: int = 1000) -> None:
        await self.frame(8, code.to_bytes(2, "big"))


Script = Callable[[Socket], Awaitable[None]]


@dataclass
class SocketServer:
    """The server, which an `async with` statement starts and stops.

    scripts: what the socket of each fault does.
    replies: by fault and path, the status, body and headers of a response.
    """

    scripts: dict[str, Script]
    replies: dict[str, dict[str, tuple[int, bytes, str]]]
    requests: list[Request] = field(default_factory=list)
    received: list[Any] = field(default_factory=list)
    all_closed: asyncio.Event = field(default_factory=asyncio.Event)
    some_open: asyncio.Event = field(default_factory=asyncio.Event)
    _open: int = 0
    root: str = ""

    async def __aenter__(self) -> "SocketServer":
        self.all_closed.set()
        self._server = await asyncio.start_server(self._respond, "127.0.0.1", 0)
        self.root = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    def asked(self, rest: str) -> list[Request]:
        return [each for each in self.requests if each.rest.startswith(rest)]

    async def _respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await read_request(reader)
            self.requests.append(request)
            replies = self.replies["well"] | self.replies.get(request.fault, {})
            if request.rest not in replies:
                await self._run_script(request, reader, writer)
                return
            status, content, headers = replies[request.rest]
            head = f"HTTP/1.1 {status} X\r\ncontent-length: {len(content)}\r\nconnection: close\r\n"
            writer.write(f"{head}{headers}\r\n".encode() + content)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client closed the connection
        finally:
            writer.close()

    async def _run_script(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        key = request.headers["sec-websocket-key"]
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
            await self.scripts[request.fault](Socket(reader, writer, self.received))
        finally:
            self._open -= 1
            if not self._open:
                self.all_closed.set()
                self.some_open.clear()
