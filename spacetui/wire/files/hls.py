"""HLS playlists: the parts of a streamed output, also while the app still adds to them.

Source: RFC 8216, as far as gradio 5 and 6 use it (routes.py, playlist.m3u8): media playlists whose
segments are whole files.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from spacetui.errors import DownloadFailed
from spacetui.wire.limits import DOWNLOAD_IDLE_SECONDS

# Seconds between two requests for a playlist that grows; otherwise half of a segment's length.
_MIN_RELOAD, _MAX_RELOAD = 0.2, 1.0
_BYTE_RANGES = "its parts are not separate files"
_UNSUPPORTED = {
    "#EXT-X-STREAM-INF": "its playlist lists other playlists",
    "#EXT-X-BYTERANGE": _BYTE_RANGES,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the stream. All URLs are absolute.

    number: its place in the stream. seconds: how long it plays.
    init: the URL of the file that must come before segments of its kind, or empty.
    is_restart: its timestamps do not follow those of the segment before.
    """

    number: int
    url: str
    seconds: float
    init: str = ""
    is_restart: bool = False


@dataclass(frozen=True, slots=True)
class Playlist:
    """The segments so far.

    is_ended: nothing will be added. reload_after: seconds until it is worth asking for it again.
    """

    segments: tuple[Segment, ...]
    is_ended: bool
    reload_after: float


def parse_playlist(text: str, url: str) -> Playlist:
    """Parse the playlist at `url`. Raises ValueError, with a reason, if it is not supported."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").split("\n")]
    if lines[0] != "#EXTM3U":
        raise ValueError("its playlist cannot be read")
    parser = _Parser(url)
    for line in lines[1:]:
        if line.startswith("#"):
            parser.read_tag(line)
        elif line:
            parser.add_segment(line)
    return Playlist(tuple(parser.segments), parser.is_ended, parser.reload_after)


class _Parser:
    """What has been read of a playlist so far."""

    def __init__(self, url: str) -> None:
        self.segments: list[Segment] = []
        self.is_ended = False
        self.reload_after = _MAX_RELOAD
        self._url = url
        self._first_number = 0
        self._init = ""
        # Of the next segment.
        self._seconds = 0.0
        self._is_restart = False

    def read_tag(self, line: str) -> None:
        tag, _, value = line.partition(":")
        match tag:
            case "#EXTINF":
                self._seconds = _parse_seconds(value.partition(",")[0])
            case "#EXT-X-DISCONTINUITY":
                self._is_restart = True
            case "#EXT-X-MAP":
                self._init = self._init_url(value)
            case "#EXT-X-MEDIA-SEQUENCE":
                self._first_number = _parse_number(value)
            case "#EXT-X-TARGETDURATION":
                self.reload_after = min(_MAX_RELOAD, max(_MIN_RELOAD, _parse_seconds(value) / 2))
            case "#EXT-X-ENDLIST":
                self.is_ended = True
            case "#EXT-X-KEY":
                if _parse_attributes(value).get("METHOD") != "NONE":
                    raise ValueError("it is encrypted")
            case _ if tag in _UNSUPPORTED:
                raise ValueError(_UNSUPPORTED[tag])

    def _init_url(self, value: str) -> str:
        attributes = _parse_attributes(value)
        if "BYTERANGE" in attributes:
            raise ValueError(_BYTE_RANGES)
        return urljoin(self._url, attributes.get("URI", ""))

    def add_segment(self, line: str) -> None:
        self.segments.append(
            Segment(
                self._first_number + len(self.segments),
                urljoin(self._url, line),
                self._seconds,
                self._init,
                self._is_restart,
            )
        )
        self._seconds, self._is_restart = 0.0, False


async def follow_playlist(
    playlist: Playlist, reload: Callable[[], Awaitable[Playlist]], *, where: str
) -> AsyncGenerator[Segment, None]:
    """Yield each segment once and in order. Reload the playlist until it is ended.

    Raises DownloadFailed if nothing was added for DOWNLOAD_IDLE_SECONDS.
    """
    loop = asyncio.get_running_loop()
    grew_at, next_number = loop.time(), 0
    while True:
        for segment in playlist.segments:
            if segment.number >= next_number:
                next_number = segment.number + 1
                yield segment
                grew_at = loop.time()
        if playlist.is_ended:
            return
        if loop.time() - grew_at > DOWNLOAD_IDLE_SECONDS:
            raise DownloadFailed(
                "the app adds nothing to it any more, and did not end it",
                where=where,
                hint="Run the call again.",
            )
        await asyncio.sleep(playlist.reload_after)
        playlist = await reload()


def _parse_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _parse_seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and 0 <= seconds < 86_400 else 0.0


def _parse_attributes(text: str) -> dict[str, str]:
    """Parse `NAME=value,NAME="va,lue"`."""
    attributes: dict[str, str] = {}
    while text:
        name, _, rest = text.partition("=")
        if rest.startswith('"'):
            value, _, rest = rest[1:].partition('"')
            text = rest.removeprefix(",")
        else:
            value, _, text = rest.partition(",")
        attributes[name.strip()] = value
    return attributes
