"""HLS playlists: what a streamed output is made of, and how it is followed while the app still adds to it.

Source: RFC 8216, as far as gradio 5 and 6 write it (routes.py, playlist.m3u8): media playlists of whole files.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from spacetui.errors import DownloadFailed
from spacetui.wire.limits import DOWNLOAD_IDLE_SECONDS

# Seconds between two looks at a playlist that grows; half a part's length lies between them.
_SOONEST, _LATEST = 0.2, 1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One part. number: its place in the stream; url: absolute, as are all here; seconds: how long it plays.

    init: the file that must stand before parts of its kind, or empty. is_restart: its clock starts anew.
    """

    number: int
    url: str
    seconds: float
    init: str = ""
    is_restart: bool = False


@dataclass(frozen=True, slots=True)
class Playlist:
    """What is there so far. is_ended: nothing will be added. pause: seconds until looking again is worth it."""

    segments: tuple[Segment, ...]
    is_ended: bool
    pause: float


def parse_playlist(text: str, url: str) -> Playlist:
    """Read the playlist that lies at `url`. Raises ValueError, with a reason, for one we cannot put together."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").split("\n")]
    if lines[0] != "#EXTM3U":
        raise ValueError("its playlist cannot be read")
    found: list[Segment] = []
    first, seconds, init, is_restart, is_ended, pause = 0, 0.0, "", False, False, _LATEST
    for line in lines[1:]:
        tag, _, value = line.partition(":")
        match tag:
            case "#EXT-X-STREAM-INF":
                raise ValueError("its playlist is one of playlists")
            case "#EXT-X-BYTERANGE":
                raise ValueError("its parts are no files of their own")
            case "#EXT-X-KEY" if _attributes(value).get("METHOD") != "NONE":
                raise ValueError("it is encrypted")
            case "#EXT-X-MAP":
                if "BYTERANGE" in (said := _attributes(value)):
                    raise ValueError("its parts are no files of their own")
                init = urljoin(url, said.get("URI", ""))
            case "#EXT-X-MEDIA-SEQUENCE":
                first = int(value) if value.isdecimal() and len(value) < 16 else 0
            case "#EXT-X-TARGETDURATION":
                pause = min(_LATEST, max(_SOONEST, _seconds(value) / 2))
            case "#EXT-X-DISCONTINUITY":
                is_restart = True
            case "#EXT-X-ENDLIST":
                is_ended = True
            case "#EXTINF":
                seconds = _seconds(value.partition(",")[0])
            case _ if line and not line.startswith("#"):
                found.append(
                    Segment(first + len(found), urljoin(url, line), seconds, init, is_restart)
                )
                seconds, is_restart = 0.0, False
    return Playlist(tuple(found), is_ended, pause)


async def follow_playlist(
    playlist: Playlist, look: Callable[[], Awaitable[Playlist]], *, where: str
) -> AsyncGenerator[Segment, None]:
    """Give each part once and in order, and look for more until the playlist says that it ended.

    Raises DownloadFailed when it has stood still for too long.
    """
    loop = asyncio.get_running_loop()
    moved_at, following = loop.time(), 0
    while True:
        for segment in playlist.segments:
            if segment.number >= following:
                following = segment.number + 1
                yield segment
                moved_at = loop.time()
        if playlist.is_ended:
            return
        if loop.time() - moved_at > DOWNLOAD_IDLE_SECONDS:
            raise DownloadFailed(
                "the app adds nothing to it any more, and did not end it",
                where=where,
                hint="Run the call again.",
            )
        await asyncio.sleep(playlist.pause)
        playlist = await look()


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) and 0 <= value < 86_400 else 0.0


def _attributes(text: str) -> dict[str, str]:
    """Read `NAME=value,NAME="va,lue"`."""
    found: dict[str, str] = {}
    while text:
        name, _, rest = text.partition("=")
        if rest.startswith('"'):
            value, _, rest = rest[1:].partition('"')
            text = rest.removeprefix(",")
        else:
            value, _, text = rest.partition(",")
        found[name.strip()] = value
    return found
