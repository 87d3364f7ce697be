"""Playlists give their segments in order, each once; and which playlists are refused."""

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


def test_a_playlist_of_gradio_5_names_its_segments_and_where_timestamps_restart() -> None:
    text = (
        HEAD
        + "#EXTINF:1.000,\na.ts\n#EXT-X-DISCONTINUITY\n"
        + "#EXTINF:0.5,\nb.ts?__sign=x\n#EXT-X-ENDLIST\n"
    )
    playlist = parse_playlist(text.replace("\n", "\r\n"), URL)
    assert playlist.segments == (
        Segment(0, f"{BASE}/a.ts", 1.0),
        Segment(1, f"{BASE}/b.ts?__sign=x", 0.5, is_restart=True),
    )
    assert playlist.is_ended
    assert playlist.reload_after == 1.0


def test_segments_have_the_number_and_the_init_file_named_before_them() -> None:
    text = (
        '#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-MAP:URI="in,it.mp4"\n'
        "#EXTINF:1,\n/a.m4s\n#EXTINF:nan,\nb.m4s\n"
    )
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
def test_a_playlist_that_is_not_supported_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_playlist(text, URL)


@given(st.text(alphabet='#EXT-MAPKY:URI="=,.\n1a', max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse_playlist(f"#EXTM3U\n{text}", URL)
    except ValueError as error:
        assert str(error)


async def follow(playlists: Sequence[Playlist], seconds: float = 1.0) -> list[int]:
    rest = list(playlists)

    async def reload() -> Playlist:
        return rest.pop(0)

    async with asyncio.timeout(seconds):
        return [each.number async for each in follow_playlist(await reload(), reload, where="x")]


def playlist_of(*numbers: int, is_ended: bool = False) -> Playlist:
    return Playlist(tuple(Segment(each, f"u{each}", 1.0) for each in numbers), is_ended, 0.0)


async def test_a_playlist_that_grows_gives_each_segment_once() -> None:
    assert await follow(
        [
            playlist_of(0),
            playlist_of(0),
            playlist_of(0, 1, 2),
            playlist_of(0, 1, 2, 3, is_ended=True),
        ]
    ) == [
        0,
        1,
        2,
        3,
    ]


async def test_a_playlist_that_drops_its_oldest_segments_gives_each_once_too() -> None:
    assert await follow(
        [playlist_of(5, 6), playlist_of(6, 7), playlist_of(7, 8, is_ended=True)]
    ) == [5, 6, 7, 8]


async def test_a_playlist_that_stops_growing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hls, "DOWNLOAD_IDLE_SECONDS", 0.05)
    with pytest.raises(DownloadFailed, match="adds nothing to it any more"):
        await follow([playlist_of(0)] * 100_000, seconds=5.0)
