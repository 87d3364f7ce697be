"""Sending a folder: from the command line, and in few requests."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from spacetui.model.call import Call
from spacetui.model.events import Completed, Uploading
from spacetui.system.folder_inputs import files_of
from spacetui.wire.connection import Connection
from tests.live.connection_driver import Connect, endpoint
from tests.live.fault_routes import Reply
from tests.live.fault_server import FaultServer

pytestmark = pytest.mark.live


def make(folder: Path, count: int = 3) -> None:
    (folder / "sub").mkdir(parents=True)
    for number in range(count):
        (folder / ("sub" if number % 2 else ".") / f"{number}.txt").write_text(str(number) * 2)


def test_run_sends_the_files_of_a_folder(everything_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "my folder"
    make(folder)
    command = [
        sys.executable,
        "-m",
        "spacetui",
        "run",
        everything_url,
        "/read_folder",
        f"folder=@{folder}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.returncode) == ("0.txt=00 2.txt=22 1.txt=11\n", 0), done.stderr
    command[-1] = f"one=@{folder}"
    command[-2] = "/read_files"
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "is a folder; only files are taken here" in done.stderr
    assert done.stderr.count("\n") == 1


async def test_uploads_are_named_by_their_path_in_the_folder(
    everything: Connection, tmp_path: Path
) -> None:
    make(tmp_path / "f", 5)
    call = Call(endpoint(everything, "/read_folder"), {"folder": files_of(str(tmp_path / "f"))})
    events = [event async for event in everything.submit(call, timeout=30)]
    names = [
        event.name for event in events if isinstance(event, Uploading) and event.sent == event.total
    ]
    assert names == ["0.txt", "2.txt", "4.txt", "sub/1.txt", "sub/3.txt"]
    assert isinstance(events[-1], Completed)
    assert events[-1].data == ("0.txt=00 2.txt=22 4.txt=44 1.txt=11 3.txt=33",)


async def some_paths(reply: Reply) -> None:
    """Respond to an upload as Gradio does, with a path for each file."""
    count = reply.request.body.count(b'name="files"')
    await reply.answer(200, json.dumps([f"/up/{number}" for number in range(count)]).encode())


async def test_small_files_share_a_request_and_a_big_one_has_its_own(
    connect: Connect, tmp_path: Path
) -> None:
    make(tmp_path / "f", 250)
    (tmp_path / "f" / "big").write_bytes(bytes(600_000))
    with FaultServer(table={"well": {"/gradio_api/upload": some_paths}}) as server:
        connection = connect(server.url("well"))
        await connection.open()
        call = Call(endpoint(connection, "/echo"), {"text": files_of(str(tmp_path / "f"))})
        events = [event async for event in connection.submit(call, timeout=30)]
        assert isinstance(events[-1], Completed)
        uploads = server.asked("well", "/gradio_api/upload")
    # 125 texts, then `big`, then the 125 texts in `sub`.
    assert [each.body.count(b'name="files"') for each in uploads] == [100, 25, 1, 100, 25]


async def paths_later(reply: Reply) -> None:
    """Respond as some_paths does, when the reader of the events has had time to fall behind."""
    await asyncio.sleep(0.5)
    await some_paths(reply)


async def test_a_slow_reader_gets_the_files_in_their_order(
    connect: Connect, tmp_path: Path
) -> None:
    make(tmp_path / "f", 5)
    with FaultServer(table={"well": {"/gradio_api/upload": paths_later}}) as server:
        connection = connect(server.url("well"))
        await connection.open()
        call = Call(endpoint(connection, "/echo"), {"text": files_of(str(tmp_path / "f"))})
        uploading = []
        async for event in connection.submit(call, timeout=30):
            if isinstance(event, Uploading):
                uploading.append((event.name, event.sent))
                await asyncio.sleep(0.1)  # meanwhile every byte is sent
    names = ["0.txt", "2.txt", "4.txt", "sub/1.txt", "sub/3.txt"]
    assert uploading == [("0.txt", 0), *((name, 2) for name in names)]
