"""Downloading an output that the app streams (`is_stream`) as one file that can be played.

Gradio 5 and 6 name an HLS playlist, whose segments are joined here. Gradio 4 sends one body, and
only once.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from pathlib import PurePosixPath

import httpx

from spacetui.errors import DownloadFailed
from spacetui.wire.files.file_names import shorten_name
from spacetui.wire.files.hls import Playlist, follow_playlist, parse_playlist
from spacetui.wire.files.mpegts import TransportStreamJoiner, is_transport_stream
from spacetui.wire.http.response import iter_body, read_body
from spacetui.wire.limits import DOWNLOAD_IDLE_SECONDS, PLAYLIST_BYTES, STREAM_START_SECONDS

# Returns the response of an address of the app's own; refuses any other address.
Fetch = Callable[[str], Awaitable[httpx.Response]]

# The first bytes, by which the kind of a file is recognized.
_HEAD_BYTES = 256
_PLAYLIST_TYPES = (
    "application/vnd.apple.mpegurl",
    "application/x-mpegurl",
    "audio/mpegurl",
    "audio/x-mpegurl",
)
_EXTENSIONS = {
    b"OggS": ".ogg",
    b"fLaC": ".flac",
    b"\x1aE\xdf\xa3": ".webm",
}


class StreamedFile:
    """A streamed output whose first bytes have arrived.

    name: the name it was asked for with, and the extension of its content.
    is_consumed: the server does not send it again.
    """

    def __init__(
        self, name: str, head: bytes, rest: AsyncGenerator[bytes, None], *, is_consumed: bool
    ) -> None:
        extension = guess_extension(head)
        self.name = name
        if extension:
            stem = name.removesuffix(PurePosixPath(name).suffix)
            self.name = shorten_name(f"{stem}{extension}")
        self.is_wav = extension == ".wav"
        self.is_consumed = is_consumed
        self._head = head
        self._rest = rest

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield its bytes. They can be read once."""
        async with aclosing(self._rest) as rest:
            yield self._head
            async for chunk in rest:
                yield chunk


async def open_streamed_file(response: httpx.Response, fetch: Fetch, name: str) -> StreamedFile:
    """Read the start of the output that `response` is or names. Raises DownloadFailed."""
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type in _PLAYLIST_TYPES:
        url = str(response.url)
        playlist = await _read_playlist(response, url, name)
        chunks = _join_segments(playlist, url, fetch, name)
        return await _read_head(chunks, name, size=_HEAD_BYTES, is_consumed=False)
    try:
        # The server names the address when the first chunk is there. It sends each chunk once.
        async with asyncio.timeout(STREAM_START_SECONDS):
            chunks = limit_idle_time(iter_body(response, where=name))
            return await _read_head(chunks, name, size=1, is_consumed=True)
    except TimeoutError:
        raise DownloadFailed(
            "no data comes: this app sends what it streams only once",
            where=name,
            hint="Run the call again.",
        ) from None


async def limit_idle_time(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Yield the chunks of a body. Raises TimeoutError if none comes for DOWNLOAD_IDLE_SECONDS."""
    while True:
        try:
            async with asyncio.timeout(DOWNLOAD_IDLE_SECONDS):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        yield chunk


def guess_extension(head: bytes) -> str:
    """Return the extension of a file that begins with `head`, as `.aac`; empty if unknown."""
    if head[:3] == b"ID3" and len(head) >= 10:
        return guess_extension(_without_id3(head)) or ".mp3"
    if is_transport_stream(head):
        return ".ts"
    if head[4:8] in (b"ftyp", b"styp", b"moof", b"moov"):
        return ".mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return ".wav"
    if head[:4] in _EXTENSIONS:
        return _EXTENSIONS[head[:4]]
    return _extension_of_frame(head)


def _without_id3(head: bytes) -> bytes:
    """Cut the tags before the sound. Their length is four times seven bits."""
    length = 0
    for byte in head[6:10]:
        length = length << 7 | byte & 0x7F
    return head[10 + length :]


def _extension_of_frame(head: bytes) -> str:
    """Return the extension for a stream of MPEG audio frames; empty if it is none."""
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    if not is_frame:
        return ""
    return ".aac" if head[1] & 0xF6 == 0xF0 else ".mp3"


async def _read_head(
    chunks: AsyncGenerator[bytes, None], name: str, *, size: int, is_consumed: bool
) -> StreamedFile:
    head = b""
    while len(head) < size:
        try:
            head += await anext(chunks)
        except StopAsyncIteration:
            break
    if not head:
        raise DownloadFailed("there is nothing in it", where=name, hint="Run the call again.")
    return StreamedFile(name, head, chunks, is_consumed=is_consumed)


async def _join_segments(
    playlist: Playlist, url: str, fetch: Fetch, name: str
) -> AsyncGenerator[bytes, None]:
    async def reload() -> Playlist:
        response = await fetch(url)
        try:
            return await _read_playlist(response, url, name)
        finally:
            await response.aclose()

    joiner, init = TransportStreamJoiner(), ""
    async with aclosing(follow_playlist(playlist, reload, where=name)) as segments:
        async for segment in segments:
            if segment.init and segment.init != init:
                init = segment.init
                async for chunk in _fetch_body(init, fetch, name):
                    yield chunk
            joiner.start_segment(segment.seconds, is_restart=segment.is_restart)
            async for chunk in _fetch_body(segment.url, fetch, name):
                yield joiner.feed(chunk)
            yield joiner.end_segment()


async def _fetch_body(url: str, fetch: Fetch, name: str) -> AsyncGenerator[bytes, None]:
    response = await fetch(url)
    try:
        async for chunk in limit_idle_time(iter_body(response, where=name)):
            yield chunk
    finally:
        await response.aclose()


async def _read_playlist(response: httpx.Response, url: str, name: str) -> Playlist:
    body = await read_body(response, PLAYLIST_BYTES, where=name)
    try:
        return parse_playlist(body.decode("utf-8", "replace"), url)
    except ValueError as error:
        raise DownloadFailed(
            f"a stream that cannot be put together: {error}",
            where=name,
            hint="Play it on the app's page.",
        ) from error
