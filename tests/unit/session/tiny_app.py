"""What the tests of the session open: real HTTP servers on loopback, and a scripted Hub.

The Hub is scripted for stages that no live Hub shows on demand.
"""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, cast

from spacetui.errors import UnknownSpace
from spacetui.hub.client import Hub
from spacetui.model.space import SpaceCard
from spacetui.session.options import Options
from spacetui.session.session import Session

TOKEN = "hf_secretSecretSecret"
CONFIG = {
    "version": "6.31.0",
    "protocol": "sse_v3",
    "api_prefix": "/gradio_api",
    "title": "An app",
    "root": "http://evil.invalid",
    "components": [
        {"id": 1, "type": "textbox", "props": {}},
        {"id": 2, "type": "state", "props": {}},
        {"id": 3, "type": "textbox", "props": {}},
    ],
    "dependencies": [
        {
            "id": 0,
            "inputs": [1],
            "outputs": [3],
            "backend_fn": True,
            "api_name": "plain",
            "queue": True,
        },
        {
            "id": 1,
            "inputs": [1, 2],
            "outputs": [1, 2],
            "backend_fn": True,
            "api_name": "stateful",
            "queue": True,
        },
    ],
}


@dataclass
class Server:
    """A tiny app. ready: whether it answers as Gradio; else as a Space that sleeps, with a page."""

    url: str = ""
    ready: bool = True
    # Whether its login refuses whoever comes.
    refuses: bool = False
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests of one connection until it closes."""
        try:
            while line := await reader.readline():
                path = line.split()[1].decode()
                headers = {}
                while (header := (await reader.readline()).decode().strip()) != "":
                    name, _, value = header.partition(": ")
                    headers[name.lower()] = value
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                self.requests.append((path, headers, body))
                status, kind, text = self.page(path, body)
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n".encode())
                writer.write(f"Content-Length: {len(text)}\r\n\r\n".encode() + text)
                await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()

    def page(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        """Give status, type and text of a path."""
        if not self.ready:
            return 200, "text/html", b"<html>waking up</html>"
        if path.endswith("/login"):
            return 400 if self.refuses else 200, "application/json", b"{}"
        if path.endswith("/config"):
            return 200, "application/json", json.dumps(CONFIG).encode()
        if path.endswith("/queue/join"):
            return 200, "application/json", b'{"event_id": "e"}'
        if "/queue/data" in path:
            done = {
                "msg": "process_completed",
                "event_id": "e",
                "success": True,
                "output": {"data": ["gave", None]},
            }
            return (
                200,
                "text/event-stream",
                b"data: " + json.dumps({"event_id": "e", **done}).encode() + b"\n\n",
            )
        return 404, "application/json", b"{}"

    @property
    def told(self) -> str:
        return "\n".join(f"{path} {headers}" for path, headers, _ in self.requests)

    @property
    def hashes(self) -> list[str]:
        return [
            json.loads(body)["session_hash"]
            for path, _, body in self.requests
            if path.endswith("/queue/join")
        ]


@dataclass
class ScriptedHub:
    """A Hub that names one card and walks through stages. token: what `token_for` gives for it."""

    card: SpaceCard
    stages: Iterable[tuple[str, str] | Exception] = ()
    token: str = ""
    endpoint: str = "http://127.0.0.1:9"
    is_default: bool = False
    asked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Whether it shows the Space to those alone who give a token; the tokens given.
    is_hidden: bool = False
    given: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stages = iter(self.stages)

    def with_token(self, token: str) -> "ScriptedHub":
        self.given.append(token)
        return replace(self, is_hidden=False)

    async def space(self, space_id: str) -> SpaceCard:
        self.asked.append(space_id)
        if self.is_hidden:
            raise UnknownSpace(f"no Space {space_id} (or it is private)")
        return self.card

    async def by_subdomain(self, subdomain: str) -> str:
        self.asked.append(f"subdomain {subdomain}")
        return self.card.id

    async def stage(self, space_id: str) -> tuple[str, str]:
        told = next(self._stages)
        if isinstance(told, Exception):
            raise told
        return told

    async def token_for(self, card: SpaceCard, *, to_public: bool = False) -> str:
        return self.token if card.private or card.is_zero_gpu or to_public else ""


class Sessions:
    """Makes sessions and closes them at the end of the test."""

    def __init__(self) -> None:
        self.made: list[Session] = []

    def __call__(self, hub: Any, **options: Any) -> Session:
        session = Session(cast(Hub, hub), Options(**options))
        self.made.append(session)
        return session


def card(server: Server, **more: Any) -> SpaceCard:
    return SpaceCard(
        "owner/name", title="A Space", sdk="gradio", stage="RUNNING", host=server.url, **more
    )
