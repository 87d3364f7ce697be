"""Reading responses: bounded bodies, JSON, redirects and waits (security.md P13, section 4)."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from spacetui.errors import NotGradio, UsageError
from spacetui.model.schema import Json
from spacetui.system.network import decompressor_for, retry_after
from spacetui.wire.http.errors import error_of_httpx
from spacetui.wire.http.urls import origin_of
from spacetui.wire.limits import ERROR_BYTES, MAX_RETRY_DELAY_SECONDS, THREAD_BYTES


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response. url: the address it came from."""

    status: int
    headers: httpx.Headers
    body: bytes
    url: str


async def read_body(response: httpx.Response, limit: int, *, where: str) -> bytes:
    """Read a body of at most `limit` bytes, decompressed. Raises NotGradio if it is longer.

    Of a response that is not a success, read at most about ERROR_BYTES, and raise nothing.
    """
    if not response.is_success:
        limit = ERROR_BYTES
    parts: list[bytes] = []
    size = 0
    async for part in iter_body(response, where=where):
        parts.append(part)
        size += len(part)
        if size > limit:
            if not response.is_success:
                break
            raise NotGradio(
                f"the answer is over {limit >> 20} MB", where=where, hint="Check the address."
            )
    return b"".join(parts)


async def iter_body(response: httpx.Response, *, where: str) -> AsyncIterator[bytes]:
    """Yield the parts of a body, decompressed if the server compressed it unasked."""
    try:
        decompress = decompressor_for(response.headers)
    except ValueError as error:
        raise NotGradio(f"the answer is {error}", where=where, hint="Check the address.") from error
    try:
        async for chunk in response.aiter_raw():
            for part in decompress(chunk):
                yield part
    except httpx.HTTPError as error:
        raise error_of_httpx(error, where=where) from error
    except zlib.error as error:
        raise NotGradio(
            "the compressed answer is damaged", where=where, hint="Try again."
        ) from error


async def parse_json(body: bytes | str, *, where: str) -> Json:
    """Parse JSON, in a thread if it is long. Raises NotGradio if it is none or nested too deep."""
    try:
        if len(body) > THREAD_BYTES:
            return await asyncio.to_thread(json.loads, body)
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotGradio(
            "the answer is not JSON: not a Gradio app, or not one we understand",
            where=where,
            hint="Check the address.",
        ) from error


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
            "the server redirects to no web address", where=url, hint="Check the address."
        ) from error
    return target


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
