"""A result of 20 MB with every odd separator is received exactly, however its bytes are cut."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spacetui.model.call import Call
from spacetui.model.events import Completed, Event
from tests.live.connection_driver import Connect
from tests.live.fault_routes import EVENT_ID, STARTS, Route, stream
from tests.live.fault_server import FaultServer

pytestmark = pytest.mark.live
DATA = "/gradio_api/queue/data"
LINE = 'a \u2028 b \u2029 c \x85 d \x0b \x0c \x1c \x1f \ufeff \\ " \r\n \U0001f600 \u00e9 '
VALUE = {"text": LINE * (20 * 1024 * 1024 // len(LINE.encode())), "\u2028": [None, 0.1, LINE]}
MESSAGE = {
    "msg": "process_completed",
    "event_id": EVENT_ID,
    "output": {"data": [VALUE]},
    "success": True,
}
BODY = b"data: " + json.dumps(MESSAGE, ensure_ascii=False).encode()


def cut(raw: bytes, size: int) -> list[bytes]:
    return [raw[start : start + size] for start in range(0, len(raw), size)]


TABLE: dict[str, dict[str, Route]] = {
    # A prime, so that the cuts fall at different places of a line, also inside a character.
    "lf": {DATA: stream(STARTS, *cut(BODY + b"\n\n", 65_521))},
    "crlf": {DATA: stream(b"\xef\xbb\xbf: hello\r\n\r\n", *cut(BODY + b"\r\n\r\n", 9_973))},
    "cr": {
        DATA: stream(
            b"\xef\xbb", b"\xbf", b"event: message\rid: 1\r", *cut(BODY + b"\r\r", 131_071)
        )
    },
}


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer(table=TABLE) as running:
        yield running


@pytest.mark.parametrize("framing", TABLE)
async def test_a_call_gives_the_exact_value(
    connect: Connect, server: FaultServer, framing: str
) -> None:
    connection = connect(server.url(framing))
    endpoint = (await connection.open()).endpoints[0]
    last: Event = [
        event async for event in connection.submit(Call(endpoint, {"text": "x"}), timeout=60)
    ][-1]
    assert isinstance(last, Completed), last
    assert last.data[0] == VALUE


def test_the_command_line_gives_the_exact_value(server: FaultServer, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "spacetui",
        "run",
        server.url("crlf"),
        "/echo",
        "text=x",
        "--json",
    ]
    env = {**os.environ, "SPACETUI_DATA_DIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, timeout=120, env=env, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (answer,) = [json.loads(each) for each in done.stdout.splitlines()]
    assert VALUE in answer["data"]
