"""What a version tells of its app: an OpenAPI document whose route makes a call, and what is undocumented."""

import asyncio
import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from spacetui.model.schema import App
from spacetui.wire.connection import Connection

VALUES, WANTED = ["you", 2, True], "HELLO YOU HELLO YOU"


@dataclass(frozen=True, slots=True)
class AppDescription:
    """app: with what it tells only when asked. document: of all endpoints. given: what a call by it gave."""

    app: App
    document: Any
    given: Any


def describe_app(url: str) -> AppDescription:
    """Ask an app for all it tells, and call /greet as its document says, knowing nothing else."""
    app, document = asyncio.run(_asked(url))
    return AppDescription(app, document, _call(document))


async def _asked(url: str) -> tuple[App, Any]:
    connection = Connection(url)
    try:
        await connection.open()
        await connection.enrich()
        app = await connection.widen()
        return app, await connection.openapi(app.endpoints)
    finally:
        await connection.aclose()


def _call(document: Any) -> Any:
    base = document["servers"][0]["url"]
    (path,) = [
        each
        for each, item in document["paths"].items()
        if each.endswith("/greet") and "post" in item
    ]
    answer = json.loads(_ask(base + path, json.dumps({"data": VALUES}).encode()))
    if "data" in answer:
        return answer["data"]
    (events,) = [each for each in document["paths"] if each.startswith(f"{path}/{{")]
    told = _ask(base + events.replace("{event_id}", answer["event_id"])).decode()
    return json.loads(told.split("event: complete\ndata: ", 1)[1].split("\n", 1)[0])


def _ask(url: str, body: bytes | None = None) -> bytes:
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        content: bytes = answer.read()
        return content
