"""Endpoints that take chunks, as of a microphone: one chunk is a call, and the call ends."""

import time
from pathlib import Path

import pytest

from spacetui.model.events import Completed, Failed, Partial
from spacetui.model.file_input import FileInput
from spacetui.wire.connection import Connection
from tests.live.connection_driver import Connect, endpoint, run
from tests.live.sample_files import SAMPLES

pytestmark = pytest.mark.live


async def test_a_chunk_is_processed_once_and_the_call_ends_before_the_time_limit(
    connect: Connect, media_url: str, tmp_path: Path
) -> None:
    connection: Connection = connect(media_url)
    await connection.open()
    assert endpoint(connection, "/hear").takes_chunks
    chunk = tmp_path / "chunk.wav"
    chunk.write_bytes(SAMPLES[".wav"])
    started = time.monotonic()
    first = await run(connection, "/hear", chunk=FileInput(str(chunk)))
    second = await run(connection, "/hear", chunk=FileInput(str(chunk)))
    assert time.monotonic() - started < 20  # the endpoint's limit is 60 s, for each
    assert {each.data for each in first if isinstance(each, (Partial, Completed))} == {("800",)}
    assert isinstance(second[-1], Completed)
    assert second[-1].data == ("800 800",)


async def test_a_function_that_fails_on_its_chunk_is_a_failed_call(
    connect: Connect, media_url: str
) -> None:
    connection = connect(media_url)
    await connection.open()
    *_, last = await run(connection, "/hear", chunk=None)
    assert isinstance(last, Failed)
    assert "NoneType" in last.failure.message
