"""Playlists -> parts in order, each once; and what we refuse to put together."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.errors import DownloadFailed
from spacetui.wire.files import hls
from spacetui.wire.files.hls import Playlist, Segment, follow_playlist, parse_playlist

URL = "http://host/sub/gradio_api/stream/s/1/6/playlist.m3u8"
BASE = "http://host/sub/gradio_api/stream/s/1/6"
HEAD = "#EXTM3U\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n"


def test_a_playlist_of_gradio_5_names_its_parts_and_where_their_clock_restarts() -> None:
    text = (
        HEAD
        + "#EXTINF:1.000,\na.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:0.5,\nb.ts?__sign=x\n#EXT-X-ENDLIST\n"
    )
    playlist = parse_playlist(text.replace("\n", "\r\n"), URL)
    assert playlist.segments == (
        Segment(0, f"{BASE}/a.ts", 1.0),
        Segment(1, f"{BASE}/b.ts?__sign=x", 0.5, is_restart=True),
    )
    assert playlist.is_ended
    assert playlist.reload_after == 1.0


def test_parts_have_the_number_and_the_init_file_that_stand_before_them() -> None:
    text = '#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-MAP:URI="in,it.mp4"\n#EXTINF:1,\n/a.m4s\n#EXTINF:nan,\nb.m4s\n'
    playlist = parse_playlist(text, URL)
    assert playlist.segments == (
        Segment(7, "http://host/a.m4s", 1.0, init=f"{BASE}/in,it.mp4"),
        Segment(8, f"{BASE}/b.m4s", 0.0, init=f"{BASE}/in,it.mp4"),
    )
    assert not playlist.is_ended


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "cannot be read"),
        ("<html>", "cannot be read"),
        ("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n", "playlists"),
        ('#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF:1,\na.ts\n', "encrypted"),
        ("#EXTM3U\n#EXTINF:1,\n#EXT-X-BYTERANGE:10@0\na.ts\n", "not separate files"),
        (
            '#EXTM3U\n#EXT-X-MAP:BYTERANGE="10@0",URI="a"\n#EXTINF:1,\na.ts\n',
            "not separate files",
        ),
    ],
)
def test_what_cannot_be_put_together_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_playlist(text, URL)


@given(st.text(alphabet='#EXT-MAPKY:URI="=,.\n1a', max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        parse_playlist(f"#EXTM3U\n{text}", URL)
    except ValueError as error:
        assert str(error)


async def followed(looks: Sequence[Playlist], seconds: float = 1.0) -> list[int]:
    rest = list(looks)

    async def look() -> Playlist:
        return rest.pop(0)

    async with asyncio.timeout(seconds):
        return [each.number async for each in follow_playlist(await look(), look, where="x")]


def seen(*numbers: int, is_ended: bool = False) -> Playlist:
    return Playlist(tuple(Segment(each, f"u{each}", 1.0) for each in numbers), is_ended, 0.0)


async def test_a_playlist_that_grows_gives_each_part_once() -> None:
    assert await followed([seen(0), seen(0), seen(0, 1, 2), seen(0, 1, 2, 3, is_ended=True)]) == [
        0,
        1,
        2,
        3,
    ]


async def test_a_playlist_that_drops_its_oldest_parts_gives_each_once_too() -> None:
    assert await followed([seen(5, 6), seen(6, 7), seen(7, 8, is_ended=True)]) == [5, 6, 7, 8]


async def test_a_playlist_that_stands_still_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hls, "DOWNLOAD_IDLE_SECONDS", 0.05)
    with pytest.raises(DownloadFailed, match="adds nothing to it any more"):
        await followed([seen(0)] * 100_000, seconds=5.0)
