"""Make calls over a connection in one line, and check that an error is one clear line."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.model.events import Event
from spacetui.model.schema import Endpoint
from spacetui.wire.calls.call_stream import CallStream
from spacetui.wire.connection import Connection

Connect = Callable[[str], Connection]


def check_line(line: str) -> None:
    """Check that an error is one short line without HTML and names of exceptions."""
    assert "\n" not in line
    assert 10 < len(line) <= 600
    assert "<" not in line
    assert not re.search(r"Traceback|CancelledError|Error\(|httpx|NoneType", line)


async def failure_of(connect: Connect, url: str) -> SpacetuiError:
    """Return the error that opening `url` raises, soon."""
    started = time.monotonic()
    with pytest.raises(SpacetuiError) as caught:
        await connect(url).open()
    assert time.monotonic() - started < 11
    check_line(str(caught.value))
    assert caught.value.failure.hint
    return caught.value


def endpoint(connection: Connection, name: str) -> Endpoint:
    assert connection.app is not None
    found = connection.app.endpoint(name)
    assert found is not None, name
    return found


def submit(
    connection: Connection, name: str, more: dict[str, Any] | None = None, **values: Any
) -> CallStream:
    return connection.submit(
        Call(endpoint(connection, name), values), **{"timeout": 60, **(more or {})}
    )


async def run(connection: Connection, name: str, **values: Any) -> list[Event]:
    return [event async for event in submit(connection, name, **values)]


async def until(live: CallStream, wanted: Callable[[Event], bool]) -> Event:
    async for event in live:
        if wanted(event):
            return event
    raise AssertionError("the call ended without this event")


async def rest(live: CallStream) -> list[Event]:
    return [event async for event in live]
