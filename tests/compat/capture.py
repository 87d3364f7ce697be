"""Write down what a version says over the wire to one case: python -m tests.compat.capture VERSION CASE

The file goes to captures/; its first line names version and protocol, the others are the messages as they came.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import mkdtemp

from spacetui.wire.connection import Connection
from spacetui.wire.http.event_stream import SseReader
from tests.compat.cases import CASES
from tests.compat.differences import CAPTURES
from tests.compat.environments import running
from tests.compat.spacetui_client import answers_of


def main(version: str, name: str) -> None:
    case = next(each for each in CASES if each.name == name)
    heard: list[bytes] = []
    feed = SseReader.feed

    def tapped(self: SseReader, chunk: bytes) -> list[str]:
        heard.append(chunk)
        return feed(self, chunk)

    SseReader.feed = tapped  # type: ignore[method-assign]
    folder = Path(mkdtemp())
    with running(version, folder) as url:
        answers_of(url, [case], folder)
        protocol = asyncio.run(_protocol(url))
    CAPTURES.mkdir(exist_ok=True)
    head = f"# Gradio {version}, {protocol}\n".encode()
    (CAPTURES / f"{version}-{name}.txt").write_bytes(head + b"".join(heard))


async def _protocol(url: str) -> str:
    connection = Connection(url)
    try:
        return (await connection.open()).protocol
    finally:
        await connection.aclose()


if __name__ == "__main__":
    main(*sys.argv[1:])
