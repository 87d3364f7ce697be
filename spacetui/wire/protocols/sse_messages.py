"""An event stream -> its messages, parsed; for all protocols of server-sent events."""

import asyncio
import zlib
from collections.abc import AsyncGenerator, AsyncIterator

import httpx

from spacetui.errors import Lost, NotGradio, SpacetuiError
from spacetui.model.schema import Json
from spacetui.wire.call_progress import CallProgress, Phase
from spacetui.wire.http.client import Http
from spacetui.wire.http.errors import error_of_httpx, error_of_status
from spacetui.wire.http.event_stream import EventData, EventTooBig, SseReader
from spacetui.wire.http.response import (
    Decompress,
    broken_encoding,
    decompressor_of,
    parse_json,
    read_body,
    redirect_target,
)
from spacetui.wire.limits import (
    DETAILS_CHARS,
    DRAIN_SECONDS,
    ERROR_BYTES,
    EVENT_BYTES,
    REPLY_SECONDS,
)
from spacetui.wire.protocols.post_body import AGAIN

# The types of what is no stream for sure, and its name. Some proxies call a stream text/plain.
_NO_STREAMS = {
    "text/html": "a page",
    "application/xhtml+xml": "a page",
    "application/json": "JSON",
    "application/problem+json": "JSON",
}
_STREAM = {"accept": "text/event-stream", "cache-control": "no-store"}


async def messages_from(http: Http, url: str, progress: CallProgress) -> AsyncGenerator[Json, None]:
    """Open the stream at `url` and yield each message, until the reader stops.

    Raises Lost if the stream ends before that, is too long or cannot be read, and TimedOut if the
    server sends nothing at all for REPLY_SECONDS after the call has joined.
    """
    response, decompress = await _open(http, url, progress)
    chunks = response.aiter_raw()
    reader = SseReader()
    # Every Gradio says at once how long its queue is.
    limit: float | None = REPLY_SECONDS
    try:
        while True:
            chunk = await _next(chunks, progress, http, limit)
            limit = None
            for part in decompress(chunk):
                for data in reader.feed(part):
                    http.log_message("<-", url, data)
                    yield await _parse(data, progress)
    except zlib.error as error:
        name = progress.endpoint.api_name
        raise broken_encoding(response.headers, name, hint=AGAIN) from error
    except EventTooBig as error:
        raise Lost(
            f"the server sent more than {EVENT_BYTES >> 20} MB in one piece",
            where=progress.endpoint.api_name,
            hint="Ask the app for less.",
        ) from error
    finally:
        if progress.phase is not Phase.ANSWERED:
            await response.aclose()
        elif await _drain(chunks, response):
            progress.phase = Phase.DRAINED


async def _open(http: Http, url: str, progress: CallProgress) -> tuple[httpx.Response, Decompress]:
    opening = http.stream("GET", url, headers=_STREAM, idle_timeout=None)
    response = await progress.within(opening, REPLY_SECONDS)
    progress.hear()
    try:
        if response.status_code != 200:
            raise await _error_of(response, url, progress, http)
        name = progress.endpoint.api_name
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in _NO_STREAMS:
            message = f"the answer is not an event stream, but {_NO_STREAMS[kind]}"
            raise NotGradio(message, where=name, hint=AGAIN)
        return response, decompressor_of(response.headers, name)
    except BaseException:  # a cancel too must not leave the connection open
        await response.aclose()
        raise


async def _error_of(
    response: httpx.Response, url: str, progress: CallProgress, http: Http
) -> SpacetuiError:
    """Return the error for a stream that is answered with another status than 200."""
    name = progress.endpoint.api_name
    if redirect_target(response.status_code, response.headers, url) is not None:
        message = "the server redirects the stream of the call; refused"
        return NotGradio(message, where=name, hint=AGAIN)
    if response.status_code == 404:  # not the address is wrong, since the call was accepted
        return Lost("the server no longer knows this call", where=name, hint=AGAIN)
    body = await progress.within(read_body(response, ERROR_BYTES, where=http.host), REPLY_SECONDS)
    return error_of_status(
        response.status_code, response.headers, body, where=name, endpoint=progress.endpoint
    )


async def _parse(data: EventData, progress: CallProgress) -> Json:
    try:
        return await parse_json(data, where=progress.endpoint.api_name)
    except NotGradio as error:
        raise Lost(
            "the server sent a message that cannot be read",
            where=progress.endpoint.api_name,
            hint=AGAIN,
            details=b"".join(data)[:DETAILS_CHARS].decode("utf-8", "replace"),
        ) from error


async def _next(
    chunks: AsyncIterator[bytes], progress: CallProgress, http: Http, seconds: float | None
) -> bytes:
    """Return the next bytes. seconds: how long they may take, or None for no limit."""
    try:
        chunk = await progress.within(anext(chunks), seconds)
    except StopAsyncIteration:
        raise Lost(
            "the stream ended before the result", where=progress.endpoint.api_name, hint=AGAIN
        ) from None
    except httpx.HTTPError as error:
        broken = error_of_httpx(error, where=http.host)
        raise Lost(
            broken.failure.message,
            where=progress.endpoint.api_name,
            hint=AGAIN,
            details=broken.failure.details,
        ) from error
    progress.hear()
    return chunk


async def _drain(chunks: AsyncIterator[bytes], response: httpx.Response) -> bool:
    """Read a finished stream to its end, so that its connection can serve the next call.

    Returns whether it had an end.
    """
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            async for _ in chunks:
                continue
    except (TimeoutError, httpx.HTTPError):
        return False  # the connection is closed below
    finally:
        await response.aclose()
    return True
