"""Streamed outputs become one file that can be played, from HLS or from one body."""

import asyncio
import json
import shutil
import subprocess
import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from spacetui.errors import DownloadFailed
from spacetui.model.events import Completed, Failed, Partial
from spacetui.wire.connection import Connection
from spacetui.wire.files import download, streamed_media
from spacetui.wire.http.credentials import Credentials
from tests.live.connection_driver import Connect, run, submit, until
from tests.live.fault_routes import Reply, Route, page, stream, then_silence
from tests.live.fault_server import FaultServer
from tests.live.sample_files import SAMPLES, names_in

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        shutil.which("ffmpeg") is None, reason="Gradio streams by ffmpeg, not on this machine"
    ),
]


def probed(path: Path) -> tuple[str, float]:
    """Return the format and the seconds of a file, which ffmpeg must decode without an error."""
    command = [
        "ffprobe",
        "-v",
        "fatal",
        "-of",
        "json",
        "-show_entries",
        "format=format_name,duration",
        str(path),
    ]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["format"]
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "null", "-"]
    assert subprocess.run(command, check=True, capture_output=True).stderr == b""
    return found["format_name"], float(found["duration"])


@pytest.fixture
async def media(connect: Connect, media_url: str) -> Connection:
    connection = connect(media_url)
    await connection.open()
    return connection


async def test_streamed_sound_becomes_one_file(media: Connection, tmp_path: Path) -> None:
    *_, last = await run(media, "/sing", seconds=3)
    assert isinstance(last, Completed)
    file, text = last.data
    assert text == "second 2"
    reported: list[tuple[int, int | None]] = []
    path = await media.download(
        file, tmp_path, on_progress=lambda done, total: reported.append((done, total))
    )
    assert path.name == "tone2.aac"
    kind, seconds = probed(path)
    assert (kind, round(seconds)) == ("aac", 3)
    assert reported[-1] == (path.stat().st_size, None)
    assert names_in(tmp_path) == ["tone2.aac"]
    assert (await media.download(file, tmp_path)).read_bytes() == path.read_bytes()


async def test_streamed_pictures_become_one_file(media: Connection, tmp_path: Path) -> None:
    *_, last = await run(media, "/film", seconds=2)
    assert isinstance(last, Completed)
    (value,) = last.data
    path = await media.download(value.get("video", value), tmp_path)
    assert path.name == "video-stream.ts"
    kind, seconds = probed(path)
    assert (kind, round(seconds)) == ("mpegts", 2)


async def test_every_partial_names_the_playlist_and_it_is_read_while_it_grows(
    media: Connection, tmp_path: Path
) -> None:
    live = submit(media, "/sing_slowly", seconds=3)
    first = await until(live, lambda event: isinstance(event, Partial))
    assert isinstance(first, Partial)
    assert media.file_url(first.data[0]).endswith("/playlist.m3u8")
    reading = asyncio.create_task(media.download(first.data[0], tmp_path))
    await run(media, "/go")
    *_, last = [event async for event in live]
    assert isinstance(last, Completed)
    assert media.file_url(last.data[0]) == media.file_url(first.data[0])
    assert round(probed(await reading)[1]) == 3


async def test_what_was_streamed_before_a_failure_can_be_downloaded(
    media: Connection, tmp_path: Path
) -> None:
    *events, last = await run(media, "/sing_and_fail", seconds=3)
    assert isinstance(last, Failed)
    (part,) = [each for each in events if isinstance(each, Partial)][-1].data
    assert 1 < probed(await media.download(part, tmp_path))[1] <= 3.2


HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n"
END = "#EXT-X-ENDLIST\n"
ADTS = b"\xff\xf1\x60\x40\x02\x7f\xfc" + bytes(12)
SECRET = "hf_must_not_leak"
PATH = "s/1/6/playlist.m3u8"


def playlist(*lines: str) -> Route:
    """Send these lines as a playlist; {other} in them is the root of another origin."""

    async def route(reply: Reply) -> None:
        text = HEAD + "".join(f"{line}\n" for line in lines)
        await reply.answer(
            200, text.format(other=reply.other).encode(), "application/vnd.apple.mpegurl"
        )

    return route


def content(body: bytes) -> Route:
    return lambda reply: reply.answer(200, body, "application/octet-stream")


async def endless_list(reply: Reply) -> None:
    await reply.start_stream("application/vnd.apple.mpegurl")
    await reply.send(HEAD.encode())
    for _ in range(2000):
        await reply.send(b"#EXTINF:1,\na.aac\n" * 4096)


S = "/gradio_api/stream/s/1/6"
TABLE: dict[str, dict[str, Route]] = {
    "map": {
        f"{S}/playlist": playlist(
            '#EXT-X-MAP:URI="init.mp4"', "#EXTINF:1,", "a.m4s", "#EXTINF:1,", "b.m4s", END
        ),
        f"{S}/init.mp4": content(b"\0\0\0\x08ftyp"),
        f"{S}/a.m4s": content(b"one"),
        f"{S}/b.m4s": content(b"two"),
    },
    "elsewhere": {f"{S}/playlist": playlist("#EXTINF:1,", "{other}/elsewhere/a.aac", END)},
    "file": {f"{S}/playlist": playlist("#EXTINF:1,", "file:///etc/passwd", END)},
    "gone_part": {
        f"{S}/playlist": playlist("#EXTINF:1,", "a.aac", "#EXTINF:1,", "b.aac", END),
        f"{S}/a.aac": content(ADTS),
        f"{S}/b.aac": page(404),
    },
    "empty": {f"{S}/playlist": playlist(END)},
    "secret": {
        f"{S}/playlist": playlist('#EXT-X-KEY:METHOD=AES-128,URI="k"', "#EXTINF:1,", "a.aac", END)
    },
    "endless": {f"{S}/playlist": endless_list},
    "gone": {S: page(404)},
    "body": {"/gradio_api/stream/s/1/6": content(SAMPLES[".wav"] * 3)},
    "stands": {"/gradio_api/stream/s/1/6": then_silence()},
    "raw": {"/gradio_api/stream/s/1/6": stream(b"\xff\xf1", bytes(20), kind="audio/aac")},
}


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[FaultServer, FaultServer]]:
    with FaultServer(table=TABLE) as other, FaultServer(table=TABLE, other=other.root) as server:
        yield server, other


@pytest.fixture
async def fetch(servers: tuple[FaultServer, FaultServer]) -> AsyncIterator[Any]:
    made: list[Connection] = []
    for each in servers:
        each.requests.clear()

    async def run(fault: str, folder: Path, path: str = PATH, **more: Any) -> Path:
        made.append(Connection(servers[0].url(fault), Credentials(SECRET)))
        file = {
            "path": path,
            "orig_name": "x.mp3",
            "is_stream": True,
            "meta": {"_type": "gradio.FileData"},
            **more,
        }
        return await made[-1].download(file, folder)

    yield run
    for connection in made:
        await connection.aclose()


async def test_segments_that_need_an_init_file_get_it_once(fetch: Any, tmp_path: Path) -> None:
    path = await fetch("map", tmp_path)
    assert path.name == "x.mp4"
    assert path.read_bytes() == b"\0\0\0\x08ftyponetwo"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("elsewhere", "another server"),
        ("file", "another server"),
        ("gone_part", "gone"),
        ("empty", "nothing in it"),
        ("secret", "encrypted"),
        ("endless", "over 4 MB"),
        ("gone", "gone"),
    ],
)
async def test_a_stream_that_is_not_complete_leaves_nothing_behind(
    *, fetch: Any, servers: tuple[FaultServer, FaultServer], tmp_path: Path, fault: str, words: str
) -> None:
    with pytest.raises(DownloadFailed, match=words) as caught:
        await fetch(fault, tmp_path)
    assert caught.value.failure.hint
    assert names_in(tmp_path) == []
    assert servers[1].requests == []


async def test_the_apps_own_address_is_used_whatever_host_the_url_names(
    fetch: Any, servers: tuple[FaultServer, FaultServer], tmp_path: Path
) -> None:
    await fetch("map", tmp_path, url=f"{servers[1].url('map')}{S}/playlist.m3u8")
    assert servers[1].requests == []
    assert all(SECRET in str(each.headers) for each in servers[0].requests)


async def test_another_host_gets_no_credentials_and_may_not_name_segments(
    fetch: Any, servers: tuple[FaultServer, FaultServer], tmp_path: Path
) -> None:
    with pytest.raises(DownloadFailed, match="another server"):
        await fetch("gone", tmp_path, url=f"{servers[1].url('map')}{S}/playlist.m3u8")
    (asked,) = servers[1].requests
    assert SECRET not in str(asked.headers)


async def test_sound_in_one_body_is_merged_and_read_once(
    *, fetch: Any, servers: tuple[FaultServer, FaultServer], connect: Connect, tmp_path: Path
) -> None:
    connection = connect(servers[0].url("body"))
    file = {"path": "s/1/6", "orig_name": None, "is_stream": True}
    path = await connection.download(file, tmp_path)
    assert path.name == "stream.wav"
    with wave.open(str(path)) as sound:
        assert sound.getnframes() == 3 * 800
    assert (await connection.download(file, tmp_path)).name == "stream (1).wav"
    assert (tmp_path / "stream (1).wav").read_bytes() == path.read_bytes()
    assert len(servers[0].requests) == 1


async def test_a_body_that_was_read_before_is_not_waited_for(
    fetch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed_media, "STREAM_START_SECONDS", 0.2)
    with pytest.raises(DownloadFailed, match="only once"):
        await fetch("stands", tmp_path, path="s/1/6")
    assert names_in(tmp_path) == []


async def test_a_stream_cannot_fill_the_disk(
    fetch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spacetui.wire.files.atomic_write.DOWNLOAD_BYTES", 10)
    with pytest.raises(DownloadFailed, match="no room"):
        await fetch("map", tmp_path)
    assert names_in(tmp_path) == []


async def test_a_stream_has_a_time_limit(
    fetch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "DOWNLOAD_SECONDS", 0.3)
    with pytest.raises(DownloadFailed, match="too long"):
        await fetch("stands", tmp_path, path="s/1/6")
    assert names_in(tmp_path) == []


async def test_the_extension_is_that_of_the_content(fetch: Any, tmp_path: Path) -> None:
    assert (await fetch("raw", tmp_path, path="s/1/6", orig_name="a.wav")).name == "a.aac"
