"""Uploading files to an app, and downloading them again."""

from pathlib import Path
from typing import Any

import pytest

from spacetui.model.call import Call
from spacetui.model.events import Completed, Failed, Uploading
from spacetui.model.file_input import FileInput
from spacetui.wire.connection import Connection
from tests.live.fault_server import FaultServer
from tests.live.sample_files import SAMPLES

pytestmark = pytest.mark.live


async def run(connection: Connection, name: str, values: dict[str, Any]) -> list[Any]:
    endpoint = connection.app.endpoint(name) if connection.app else None
    assert endpoint is not None
    return [event async for event in connection.submit(Call(endpoint, values), timeout=30)]


async def test_files_are_uploaded_with_progress_and_read_by_the_app(
    everything: Connection, tmp_path: Path
) -> None:
    big, small = tmp_path / 'big "ü #1".txt', tmp_path / "empty.txt"
    big.write_bytes(b"x" * 3_000_000)
    small.write_bytes(b"")
    events = await run(
        everything,
        "/read_files",
        {"one": FileInput(str(big)), "many": [FileInput(str(small)), FileInput(str(big))]},
    )
    assert events[-1].data == ("3000000,0,3000000",)
    uploads = [event for event in events if isinstance(event, Uploading)]
    assert {event.name for event in uploads} == {
        big.name,
        "empty.txt",
    }  # the big one once, though used twice
    assert [event for event in uploads if event.name == big.name][-1] == Uploading(
        big.name, 3_000_000, 3_000_000
    )
    sent = [event.sent for event in uploads if event.name == big.name]
    assert sent == sorted(sent)
    assert sent[0] == 0


async def test_a_file_of_an_output_can_be_sent_back_and_downloaded(
    everything: Connection, tmp_path: Path
) -> None:
    made = await run(everything, "/make_files", {"text": "hello"})
    one, many = made[-1].data
    assert (await everything.download(one, tmp_path)).read_text() == "hello"
    assert [(await everything.download(each, tmp_path)).name for each in many] == [
        "made #1 ü (1).txt",
        "two.txt",
    ]
    again = await run(everything, "/read_files", {"one": one, "many": many})
    assert again[-1].data == ("5,5,10",)


@pytest.mark.parametrize(
    ("component", "name"),
    [("image", "x.png"), ("audio", "x.wav"), ("model3d", "x.obj"), ("gallery", "x.png")],
)
async def test_media_come_back_as_files(
    everything: Connection, tmp_path: Path, component: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(SAMPLES[path.suffix])
    file = FileInput(str(path))
    value = [{"image": file, "caption": "c"}] if component == "gallery" else file
    (*_, last) = await run(everything, f"/echo_{component}", {"value": value})
    assert isinstance(last, Completed), last
    echoed = last.data[0][0]["image"] if component == "gallery" else last.data[0]
    assert (await everything.download(echoed, tmp_path / "out")).stat().st_size > 0


@pytest.mark.parametrize("path", ["{tmp}/none.txt", "{tmp}", "/dev/zero", "{tmp}/nul\x00.txt"])
async def test_a_file_that_cannot_be_read_sends_nothing_and_names_the_parameter(
    everything: Connection, tmp_path: Path, path: str
) -> None:
    file = FileInput(path.format(tmp=tmp_path))
    (last,) = await run(everything, "/read_files", {"one": file, "many": []})
    assert isinstance(last, Failed)
    assert (last.failure.kind, last.failure.parameter) == ("validation", "one")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("upload_413", "usage"), ("upload_empty", "not_gradio"), ("upload_reset", "lost")],
)
async def test_an_upload_that_fails_makes_no_call(
    faults: FaultServer, tmp_path: Path, fault: str, kind: str
) -> None:
    path = tmp_path / "x.txt"
    path.write_text("x")
    connection = Connection(faults.url(fault))
    await connection.open()
    *_, last = await run(connection, "/echo", {"text": {"deep": [FileInput(str(path))]}})
    await connection.aclose()
    assert isinstance(last, Failed)
    assert last.failure.kind == kind
    assert faults.asked(fault, "/gradio_api/queue") == []
    assert len(faults.asked(fault, "/gradio_api/upload")) == 1


async def test_an_upload_is_multipart_with_the_file_as_it_is(
    faults: FaultServer, tmp_path: Path
) -> None:
    path = tmp_path / 'a"\n\udcff.txt'
    path.write_bytes(b"\x00\xff body")
    connection = Connection(faults.url("well"))
    await connection.open()
    await run(connection, "/echo", {"text": FileInput(str(path))})
    await connection.aclose()
    (upload,) = faults.asked("well", "/gradio_api/upload")
    assert b'name="files"; filename="a%22%0A?.txt"' in upload.body
    assert b"\r\n\r\n\x00\xff body\r\n--" in upload.body
    (join,) = faults.asked("well", "/gradio_api/queue/join")
    assert b'"path": "/tmp/gradio/up/x.txt"' in join.body
