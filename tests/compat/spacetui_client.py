"""Make the calls of the cases by spacetui.

The answers have the shape of those of official_client.py, with the outputs always in a list.
"""

import asyncio
import base64
import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.events import Completed, Event, Failed, Partial, Progress
from spacetui.model.file_input import FileInput
from spacetui.model.schema import App, Endpoint
from spacetui.model.validation import problem_with
from spacetui.wire.connection import Connection
from tests.compat.cases import Case

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Cancel:
    """How a running call ended after it was cancelled.

    seconds: until it ended. until_next: seconds until the next call had ended.
    """

    last: Event
    seconds: float
    until_next: float


def answers_of(url: str, cases: Iterable[Case], folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Make every call of `cases`, whose files lie in `folder`."""
    return asyncio.run(_answers(url, cases, folder))


def cancels_of(url: str) -> dict[str, Cancel]:
    """Cancel a long call of each kind while it runs, then make a short one."""
    return asyncio.run(_cancels(url))


async def _cancels(url: str) -> dict[str, Cancel]:
    connection = Connection(url)
    try:
        app = await connection.open()
        return {
            name: await _cancel(connection, _endpoint(app, name))
            for name in ("/slow", "/slow_stream")
        }
    finally:
        await connection.aclose()


async def _cancel(connection: Connection, endpoint: Endpoint) -> Cancel:
    name = endpoint.parameters[0].name
    live = connection.submit(Call(endpoint, {name: 20}), timeout=SECONDS)
    async for event in live:
        if isinstance(event, (Partial, Progress)):
            break
    started = time.monotonic()
    live.cancel()
    last = [event async for event in live][-1]
    seconds = time.monotonic() - started
    async for event in connection.submit(Call(endpoint, {name: 0.1}), timeout=SECONDS):
        if isinstance(event, Failed):
            raise AssertionError(event)
    return Cancel(last, seconds, time.monotonic() - started)


async def _answers(
    url: str, cases: Iterable[Case], folder: Path
) -> dict[str, list[dict[str, Any]]]:
    connection = Connection(url)
    try:
        app = await connection.open()
        answers = {}
        for case in cases:
            endpoint, session = _endpoint(app, case.endpoint), secrets.token_hex(8)
            answers[case.name] = [
                await _call(connection, endpoint, each, session, folder) for each in case.calls
            ]
        return answers
    finally:
        await connection.aclose()


def _endpoint(app: App, name: str) -> Endpoint:
    """Return the endpoint of this name, or the only one without a name if a version has none."""
    unnamed = [each for each in app.endpoints if not each.is_named]
    found = app.endpoint(name) or (unnamed[0] if len(unnamed) == 1 else None)
    assert found is not None, f"{name} is not among {[each.api_name for each in app.endpoints]}"
    return found


async def _call(
    connection: Connection, endpoint: Endpoint, values: tuple[Any, ...], session: str, folder: Path
) -> dict[str, Any]:
    names = [each.name for each in endpoint.parameters]
    given = {
        name: _with_local_files(value, folder) for name, value in zip(names, values, strict=True)
    }
    for parameter in endpoint.parameters:  # our validation must not reject what the app accepts
        if (problem := problem_with(given[parameter.name], parameter)) is not None:
            return {
                "error": f"rejected before it was sent: {parameter.name}: {problem}",
                "partials": [],
            }
    partials, answer = [], {"error": "no last event"}
    async for event in connection.submit(
        Call(endpoint, given), timeout=SECONDS, session_hash=session
    ):
        match event:
            case Partial(data=data):
                partials.append(await _with_contents(connection, list(data)))
            case Completed(data=data):
                answer = {"final": await _with_contents(connection, list(data))}
            case Failed(failure=Failure(message=message, details=details)):
                answer = {"error": details or message}
    return {**answer, "partials": partials}


def _with_local_files(value: Any, folder: Path) -> Any:
    if isinstance(value, dict):
        if set(value) == {"$file"}:
            return FileInput(str(folder / value["$file"]))
        return {key: _with_local_files(each, folder) for key, each in value.items()}
    return [_with_local_files(each, folder) for each in value] if isinstance(value, list) else value


async def _with_contents(connection: Connection, value: Any) -> Any:
    """Return an output with each file replaced by its content, downloaded as a user would."""
    if isinstance(value, list):
        return [await _with_contents(connection, each) for each in value]
    if isinstance(value, str) and value.startswith("data:image/"):  # how Gradio 3 sends an image
        return _bytes(base64.b64decode(value.partition(",")[2]))
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("path"), str) or value.get("is_file") is True:
        target = await connection.download(value, Path(mkdtemp()))
        return _bytes(target.read_bytes())
    return {key: await _with_contents(connection, each) for key, each in value.items()}


def _bytes(content: bytes) -> dict[str, str]:
    return {"$bytes": hashlib.sha256(content).hexdigest()}
