"""An output that the app streams (`is_stream`) -> the bytes of one file that can be played, and its name.

Gradio 5 and 6 name an HLS playlist, whose parts are put together here; Gradio 4 gives one body, once.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from pathlib import PurePosixPath

import httpx

from spacetui.errors import DownloadFailed
from spacetui.wire.files.file_names import shorten_name
from spacetui.wire.files.hls import Playlist, follow_playlist, parse_playlist
from spacetui.wire.files.mpegts import TransportStreamJoiner
from spacetui.wire.http.response import iter_body, read_body
from spacetui.wire.limits import DOWNLOAD_IDLE_SECONDS, PLAYLIST_BYTES, STREAM_START_SECONDS

# Gives the answer for an address of the app's own; refuses any other.
Fetch = Callable[[str], Awaitable[httpx.Response]]

_HEAD_BYTES = 256


class StreamedFile:
    """One streamed output whose first bytes have come. name: with the ending that its content has.

    is_gone: whether reading it took it from the server. parts: its bytes, once.
    """

    def __init__(
        self, name: str, head: bytes, rest: AsyncGenerator[bytes, None], *, is_gone: bool
    ) -> None:
        ending = guess_extension(head)
        self.name = (
            shorten_name(f"{name.removesuffix(PurePosixPath(name).suffix)}{ending}")
            if ending
            else name
        )
        self.is_wav = ending == ".wav"
        self.is_gone = is_gone
        self._head = head
        self._rest = rest

    async def parts(self) -> AsyncGenerator[bytes, None]:
        async with aclosing(self._rest) as rest:
            yield self._head
            async for part in rest:
                yield part


async def open_streamed_file(response: httpx.Response, fetch: Fetch, name: str) -> StreamedFile:
    """Read on until it is known what `response` begins. Raises DownloadFailed."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in (
        "application/vnd.apple.mpegurl",
        "application/x-mpegurl",
        "audio/mpegurl",
        "audio/x-mpegurl",
    ):
        body = await read_body(response, PLAYLIST_BYTES, where=name)
        parts = _joined(_parsed(body, str(response.url), name), str(response.url), fetch, name)
        return await _begun(parts, name, enough=_HEAD_BYTES, is_gone=False)
    try:
        # A chunk lies there before anybody is told the address, unless somebody has read it.
        async with asyncio.timeout(STREAM_START_SECONDS):
            return await _begun(
                limit_idle_time(iter_body(response, where=name)), name, enough=1, is_gone=True
            )
    except TimeoutError:
        raise DownloadFailed(
            "nothing comes any more: this app gives what it streams only once",
            where=name,
            hint="Run the call again.",
        ) from None


async def limit_idle_time(parts: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Give the parts of a body. Raises TimeoutError when it stands still for too long."""
    while True:
        try:
            async with asyncio.timeout(DOWNLOAD_IDLE_SECONDS):
                part = await anext(parts)
        except StopAsyncIteration:
            return
        yield part


def guess_extension(head: bytes) -> str:
    """Give the file ending of what begins with `head`, as `.aac`; empty if it is nothing we know."""
    if (
        head[:3] == b"ID3" and len(head) >= 10
    ):  # tags before the sound: four times seven bits of length
        length = sum(
            (byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True)
        )
        return guess_extension(head[10 + length :]) or ".mp3"
    if head[:1] == b"\x47" and head[188:189] in (b"", b"\x47"):
        return ".ts"
    if head[4:8] in (b"ftyp", b"styp", b"moof", b"moov"):
        return ".mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return ".wav"
    for mark, ending in ((b"OggS", ".ogg"), (b"fLaC", ".flac"), (b"\x1aE\xdf\xa3", ".webm")):
        if head.startswith(mark):
            return ending
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return ".aac" if head[1] & 0xF6 == 0xF0 else ".mp3"
    return ""


async def _begun(
    parts: AsyncGenerator[bytes, None], name: str, *, enough: int, is_gone: bool
) -> StreamedFile:
    head = b""
    while len(head) < enough:
        try:
            head += await anext(parts)
        except StopAsyncIteration:
            break
    if not head:
        raise DownloadFailed("there is nothing in it", where=name, hint="Run the call again.")
    return StreamedFile(name, head, parts, is_gone=is_gone)


async def _joined(
    first: Playlist, url: str, fetch: Fetch, name: str
) -> AsyncGenerator[bytes, None]:
    async def look() -> Playlist:
        response = await fetch(url)
        try:
            return _parsed(await read_body(response, PLAYLIST_BYTES, where=name), url, name)
        finally:
            await response.aclose()

    joiner, init = TransportStreamJoiner(), ""
    async with aclosing(follow_playlist(first, look, where=name)) as segments:
        async for segment in segments:
            if segment.init and segment.init != init:
                init = segment.init
                async for part in _body(init, fetch, name):
                    yield part
            joiner.start_segment(segment.seconds, is_restart=segment.is_restart)
            async for part in _body(segment.url, fetch, name):
                yield joiner.feed(part)
            yield joiner.end_segment()


async def _body(url: str, fetch: Fetch, name: str) -> AsyncGenerator[bytes, None]:
    response = await fetch(url)
    try:
        async for part in limit_idle_time(iter_body(response, where=name)):
            yield part
    finally:
        await response.aclose()


def _parsed(body: bytes, url: str, name: str) -> Playlist:
    try:
        return parse_playlist(body.decode("utf-8", "replace"), url)
    except ValueError as error:
        raise DownloadFailed(
            f"a stream that cannot be put together: {error}",
            where=name,
            hint="Play it on the app's page.",
        ) from error
