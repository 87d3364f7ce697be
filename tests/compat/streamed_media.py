"""Save what an app of a version streams, and send chunks to its microphone endpoint."""

import asyncio
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacetui.model.call import Call
from spacetui.model.events import Completed
from spacetui.model.file_input import FileInput
from spacetui.model.schema import App
from spacetui.wire.connection import Connection

PIECES = 3


@dataclass(frozen=True, slots=True)
class Streams:
    """song, film: the saved files; there is no film before Gradio 5.

    lengths: the outputs of two calls that sent a chunk.
    """

    song: Path
    film: Path | None
    lengths: tuple[Any, ...]


def streams_of(url: str, folder: Path, chunk: Path) -> Streams:
    """Save what the app streams, and send it `chunk` twice."""
    return asyncio.run(_streams(url, folder, chunk))


async def _streams(url: str, folder: Path, chunk: Path) -> Streams:
    connection = Connection(url)
    try:
        app = await connection.open()
        song = await connection.download(await _output_of(connection, app, "/sing", PIECES), folder)
        film = None
        if app.endpoint("/film") is not None:
            value = await _output_of(connection, app, "/film", PIECES)
            film = await connection.download(value.get("video", value), folder)
        lengths = [
            await _output_of(connection, app, "/hear", FileInput(str(chunk))) for _ in range(2)
        ]
        return Streams(song, film, tuple(lengths))
    finally:
        await connection.aclose()


async def _output_of(connection: Connection, app: App, name: str, value: Any) -> Any:
    endpoint = app.endpoint(name)
    assert endpoint is not None
    call = Call(endpoint, {endpoint.parameters[0].name: value})
    *_, last = [event async for event in connection.submit(call, timeout=60)]
    assert isinstance(last, Completed), last
    return last.data[0]


def seconds_of(path: Path) -> float:
    """Return how long a file plays, in seconds. ffmpeg must decode all of it without a message."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "null", "-"]
    assert subprocess.run(command, check=True, capture_output=True).stderr == b""
    command = [
        "ffprobe",
        "-v",
        "fatal",
        "-of",
        "json",
        "-show_entries",
        "format=duration",
        str(path),
    ]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    return float(json.loads(output)["format"]["duration"])
