"""How an app of a version describes itself, and a call made by its OpenAPI document alone."""

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
    """app: with all that it describes on request. document: the OpenAPI document of all endpoints.

    outputs: of a call that was made as the document says.
    """

    app: App
    document: Any
    outputs: Any


def describe_app(url: str) -> AppDescription:
    """Read all that an app describes, and call /greet by its OpenAPI document alone."""
    app, document = asyncio.run(_read(url))
    return AppDescription(app, document, _call(document))


async def _read(url: str) -> tuple[App, Any]:
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
    answer = json.loads(_request(base + path, json.dumps({"data": VALUES}).encode()))
    if "data" in answer:
        return answer["data"]
    (events,) = [each for each in document["paths"] if each.startswith(f"{path}/{{")]
    stream = _request(base + events.replace("{event_id}", answer["event_id"])).decode()
    return json.loads(stream.split("event: complete\ndata: ", 1)[1].split("\n", 1)[0])


def _request(url: str, body: bytes | None = None) -> bytes:
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        content: bytes = answer.read()
        return content
