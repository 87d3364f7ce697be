"""A server on loopback that speaks Gradio's queue, and fails as it is told to.

`/echo` takes a text and a count, and gives the text in capitals. Its port stays the same when it is
stopped and started again.
"""

import asyncio
import copy
import json
from dataclasses import dataclass, field
from typing import Any

TEXTBOX = {"type": "textbox", "props": {"label": "T"}, "api_info": {"type": "string"}}
NUMBER = {"type": "number", "props": {"label": "N"}, "api_info": {"type": "number"}}
FILE = {"type": "file", "props": {"label": "F"}}
CONFIG = {
    "version": "6.31.0",
    "api_prefix": "/gradio_api",
    "protocol": "sse_v3",
    "title": "Echo",
    "components": [{"id": 1, **TEXTBOX}, {"id": 2, **NUMBER}, {"id": 3, **FILE}],
    "dependencies": [
        {
            "id": 0,
            "inputs": [1, 2, 3],
            "outputs": [1],
            "api_name": "echo",
            "backend_fn": True,
            "api_visibility": "public",
        }
    ],
}
FILE_SCHEMA = {
    "type": "object",
    "properties": {"path": {"type": "string"}, "meta": {"type": "object"}},
}


def _entry(name: str, schema: Any, component: str, **more: Any) -> dict[str, Any]:
    return {
        "label": name,
        "parameter_name": name,
        "type": schema,
        "python_type": {"type": "str"},
        "component": component,
        "parameter_has_default": bool(more),
        **more,
    }


INFO = {
    "named_endpoints": {
        "/echo": {
            "parameters": [
                _entry("text", {"type": "string"}, "Textbox"),
                _entry("count", {"type": "number"}, "Number", parameter_default=1),
                _entry("file", FILE_SCHEMA, "File", parameter_default=None),
            ],
            "returns": [_entry("T", {"type": "string"}, "Textbox")],
            "api_visibility": "public",
        }
    },
    "unnamed_endpoints": {},
}


def _file_data(name: str) -> dict[str, Any]:
    return {"path": f"/tmp/gradio/{name}", "meta": {"_type": "gradio.FileData"}}


QUOTA = {
    "error": "You have exceeded your ZeroGPU quota (60s requested). Try again in 2:14:00",
    "title": "ZeroGPU quota exceeded",
}


@dataclass
class QueueServer:
    """plan: text -> what happens to its calls in turn, after which they are done.

    done; error, quota: the app ends the call so. full: the queue takes nothing, 503. reset: the
    connection of the POST breaks. cut: the stream ends before the result. hold: the result waits
    for `go_on`. file, half: the result is one file, or that and one that is gone.
    joined: the texts of the calls that were taken, in order. uploads: their bodies.
    info: what it says of its endpoint.
    """

    plan: dict[str, list[str]] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    info: Any = field(default_factory=lambda: copy.deepcopy(INFO))
    cancelled: int = 0
    most_at_once: int = 0
    port: int = 0
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._events: dict[str, tuple[str, str]] = {}
        self._by_session: dict[str, str] = {}
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._running = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._respond, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """End as a killed process does: every connection breaks, and no call is known any more."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        self._events.clear()

    async def _respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while line := await reader.readline():
                path, headers = line.split()[1].decode(), {}
                while header := (await reader.readline()).decode().strip():
                    name, _, value = header.partition(": ")
                    headers[name.lower()] = value
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                await self._answer(writer, path, body)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, path: str, body: bytes) -> None:
        if path == "/config":
            self._send(writer, CONFIG)
        elif path == "/gradio_api/info":
            self._send(writer, self.info)
        elif path.startswith("/gradio_api/upload"):
            self.uploads.append(body)
            self._send(writer, ["/tmp/gradio/uploaded"])
        elif path == "/gradio_api/queue/join":
            self._join(writer, json.loads(body))
        elif path.startswith("/gradio_api/queue/data"):
            await self._stream(writer, path.rpartition("=")[2])
        elif path.startswith("/gradio_api/file=") and path.endswith("/leaf.txt"):
            self._send(writer, "a leaf")
        elif path == "/gradio_api/cancel":
            self.cancelled += 1
            self._send(writer, {"success": True})
        else:
            self._send(writer, {}, 404)

    def _join(self, writer: asyncio.StreamWriter, body: dict[str, Any]) -> None:
        text = body["data"][0]
        steps = self.plan.get(text, [])
        action = steps.pop(0) if steps else "done"
        if action == "full":
            self._send(writer, {"detail": "Queue is full."}, 503)
            return
        self.joined.append(text)
        if action == "reset":
            writer.transport.abort()
            return
        event_id = f"event-{len(self.joined)}"
        self._events[event_id] = (text, action)
        self._by_session[body["session_hash"]] = event_id
        self._send(writer, {"event_id": event_id})

    async def _stream(self, writer: asyncio.StreamWriter, session_hash: str) -> None:
        event_id = self._by_session[session_hash]
        text, action = self._events.get(event_id, ("", "cut"))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n")
        writer.write(b"connection: close\r\n\r\n")
        self._message(writer, event_id, "estimation", rank=0, queue_size=1, rank_eta=0.1)
        await writer.drain()
        self._running += 1
        self.most_at_once = max(self.most_at_once, self._running)
        if action == "hold":
            await self.go_on.wait()
        else:
            await asyncio.sleep(0)
        self._running -= 1
        output: Any = {"data": [text.upper()]}
        if action in ("file", "half"):
            names = ("leaf.txt", "gone.txt")[: 1 + (action == "half")]
            output = {"data": [[_file_data(each) for each in names]]}
        elif action == "error":
            output = {"error": f"{text} is bad"}
        elif action == "quota":
            output = QUOTA
        if action != "cut":
            is_done = "data" in output
            name = "process_completed"
            self._message(writer, event_id, name, success=is_done, output=output, title=None)
        await writer.drain()
        writer.close()

    @staticmethod
    def _message(writer: asyncio.StreamWriter, event_id: str, name: str, **more: Any) -> None:
        message = {"msg": name, "event_id": event_id, **more}
        writer.write(b"data: " + json.dumps(message).encode() + b"\n\n")

    @staticmethod
    def _send(writer: asyncio.StreamWriter, value: Any, status: int = 200) -> None:
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n"
        writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
