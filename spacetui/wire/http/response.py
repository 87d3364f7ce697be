"""Reading responses: bounded bodies, JSON, redirects and waits (security.md P13, section 4)."""

import asyncio
import codecs
import json
import re
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

import httpx

from spacetui.errors import Lost, NotGradio, SpacetuiError, UsageError
from spacetui.model.schema import Json
from spacetui.system.network import decompressor_for, retry_after
from spacetui.wire.http.errors import error_of_httpx
from spacetui.wire.http.urls import origin_of
from spacetui.wire.limits import ERROR_BYTES, MAX_RETRY_DELAY_SECONDS, THREAD_BYTES

# Turns a chunk of a body into its decompressed parts; None stands for the end of the body.
Decompress: TypeAlias = Callable[[bytes | None], Iterable[bytes]]
# Characters of the target of a redirect that an error shows.
MAX_TARGET = 100
# JSON that is parsed without a pause, though long: its bytes, and how many values it may have. It
# stops the event loop for at most 50 ms. In pieces it would take two to five times as long: the
# choices of a dropdown, as a text and as a list.
MAX_AT_ONCE, MAX_VALUES, MAX_SLOW = 8 * 1024 * 1024, 250_000, 50_000
# What stands in pairs, lists, objects, fractions and escapes, which take longest.
SLOW_MARKS = (b":", b"[", b"{", b".", b"\\")
# Bytes of long JSON that are decoded at once.
PIECE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response. url: the address it came from."""

    status: int
    headers: httpx.Headers
    body: bytes
    url: str


async def read_body(response: httpx.Response, limit: int, *, where: str) -> bytes:
    """Read a body of at most `limit` bytes, decompressed. Raises NotGradio if it is longer.

    Of a response that is not a success, return about the first ERROR_BYTES, and raise nothing.
    """
    if not response.is_success:
        return await _read_start(response, where=where)
    parts: list[bytes] = []
    size = 0
    async for part in iter_body(response, where=where):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise NotGradio(
                f"the answer is over {limit >> 20} MB", where=where, hint="Check the address."
            )
    return b"".join(parts)


async def _read_start(response: httpx.Response, *, where: str) -> bytes:
    """Return the first ERROR_BYTES of a body or a little more, or what can be read of them."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in iter_body(response, where=where):
            parts.append(part)
            size += len(part)
            if size > ERROR_BYTES:
                break
    except SpacetuiError:
        return b"".join(parts)  # the status says more than how the body breaks off
    return b"".join(parts)


async def iter_body(response: httpx.Response, *, where: str) -> AsyncIterator[bytes]:
    """Yield the parts of a body, decompressed if the server compressed it unasked."""
    decompress = decompressor_of(response.headers, where)
    try:
        async for chunk in response.aiter_raw():
            for part in decompress(chunk):
                yield part
        for part in decompress(None):
            yield part
    except httpx.HTTPError as error:
        raise error_of_httpx(error, where=where) from error
    except zlib.error as error:
        raise broken_encoding(response.headers, where) from error


def decompressor_of(headers: httpx.Headers, where: str) -> Decompress:
    """Return what decompresses the chunks of a body. Raises NotGradio if it cannot be known."""
    try:
        return decompressor_for(headers)
    except ValueError as error:
        raise NotGradio(f"the answer is {error}", where=where, hint="Check the address.") from error


def broken_encoding(
    headers: httpx.Headers,
    where: str,
    *,
    hint: str = "A proxy on the way may be at fault; try again.",
) -> Lost:
    """Return the error for a body that is not compressed as its headers say."""
    encoding = headers.get("content-encoding", "").strip()[:20]
    return Lost(
        f"the answer says that it is compressed ({encoding}), and cannot be unpacked",
        where=where,
        hint=hint,
    )


async def parse_json(body: bytes | Sequence[bytes], *, where: str) -> Json:
    """Parse JSON, in a thread if it is long. body: its bytes, all or in pieces.

    Raises NotGradio if it is none or nested too deep.
    """
    pieces = [body] if isinstance(body, bytes) else body
    try:
        if sum(map(len, pieces)) > THREAD_BYTES:
            return await asyncio.to_thread(_parse_long, pieces)
        return _parse_at_once(b"".join(pieces))
    except (ValueError, RecursionError) as error:
        raise NotGradio(
            "the answer is not JSON: not a Gradio app, or not one we understand",
            where=where,
            hint="Check the address.",
        ) from error


def _parse_at_once(body: bytes) -> Json:
    return json.loads(body.decode("utf-8-sig", "replace"))


def _parse_long(pieces: Sequence[bytes]) -> Json:
    if sum(map(len, pieces)) <= MAX_AT_ONCE:
        body = b"".join(pieces)
        slow = sum(map(body.count, SLOW_MARKS))
        if slow <= MAX_SLOW and body.count(b",") <= MAX_VALUES:
            return _parse_at_once(body)
    return _parse_pieces(pieces)


def _parse_pieces(pieces: Sequence[bytes]) -> Json:
    from spacetui.wire.http.piecewise_json import parse_parts

    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    parts = (
        decoder.decode(piece[at : at + PIECE_BYTES])
        for piece in pieces
        for at in range(0, len(piece), PIECE_BYTES)
    )
    return parse_parts(parts)


def redirect_target(status: int, headers: httpx.Headers, url: str) -> str | None:
    """Return the absolute address that a response redirects to, or None.

    Raises NotGradio if that is not an http(s) URL, or names a user.
    """
    if status not in (301, 302, 303, 307, 308):
        return None
    try:
        target = str(httpx.URL(url).join(headers.get("location", "")))
        origin_of(target)
        if urlsplit(target).username is not None:
            raise ValueError("the redirect names a user")
    except (httpx.InvalidURL, ValueError) as error:
        raise NotGradio(
            f"the server redirects to no web address: {_shown(headers.get('location', ''))}",
            where=url,
            hint="Check the address.",
        ) from error
    return target


def _shown(location: str) -> str:
    """Return the target of a redirect as it may be shown: short, and without what is secret."""
    start = re.split(r"[?#]", location, maxsplit=1)[0]
    start = re.sub(r"//[^/@]*@", "//", start).strip() or "an empty one"
    return start if len(start) <= MAX_TARGET else start[: MAX_TARGET - 1] + "…"


def refuse_redirect(response: Response, *, where: str) -> None:
    """Raise UsageError if a POST was redirected.

    Values are sent only to the address the user typed.
    """
    target = redirect_target(response.status, response.headers, response.url)
    if target is not None:
        raise UsageError(
            f"the server sends the call on to {urlsplit(target).netloc}; refused",
            where=where,
            hint="Open that address.",
        )


def retry_delay(headers: httpx.Headers) -> float | None:
    """Return the seconds to wait before a retry, or None if the server names none or too many."""
    seconds = retry_after(headers)
    if seconds is None or seconds > MAX_RETRY_DELAY_SECONDS:
        return None
    return seconds
