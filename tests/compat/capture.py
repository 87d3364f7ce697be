"""Record what a version sends for one case: python -m tests.compat.capture VERSION CASE

The file is written to captures/. Its first line names version and protocol; the messages follow as
they were received.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import mkdtemp

from spacetui.wire.connection import Connection
from spacetui.wire.http.event_stream import EventData, SseReader
from tests.compat.cases import CASES
from tests.compat.differences import CAPTURES
from tests.compat.environments import running
from tests.compat.spacetui_client import answers_of


def main(version: str, name: str) -> None:
    case = next(each for each in CASES if each.name == name)
    received: list[bytes] = []
    feed = SseReader.feed

    def feed_and_record(self: SseReader, chunk: bytes) -> list[EventData]:
        received.append(chunk)
        return feed(self, chunk)

    SseReader.feed = feed_and_record  # type: ignore[method-assign]
    folder = Path(mkdtemp())
    with running(version, folder) as url:
        answers_of(url, [case], folder)
        protocol = asyncio.run(_protocol(url))
    CAPTURES.mkdir(exist_ok=True)
    head = f"# Gradio {version}, {protocol}\n".encode()
    (CAPTURES / f"{version}-{name}.txt").write_bytes(head + b"".join(received))


async def _protocol(url: str) -> str:
    connection = Connection(url)
    try:
        return (await connection.open()).protocol
    finally:
        await connection.aclose()


if __name__ == "__main__":
    main(*sys.argv[1:])
