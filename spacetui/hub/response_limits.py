"""Limits on a response of the Hub: its size, and the time to read it (security.md P13).

huggingface_hub reads a response whole, in a thread that cannot be stopped.
"""

import time
import zlib
from collections.abc import Iterator

import httpx2

from spacetui.system.network import decompressor_for

# Bytes of one response, decompressed; a search that finds everything has less than a million.
RESPONSE_BYTES = 16_000_000


def limit_response(response: httpx2.Response, seconds: float) -> None:
    """Make reading the body of `response` fail after RESPONSE_BYTES, or `seconds` from now.

    Raises DecodingError if it is compressed in a way that was not asked for.
    """
    assert isinstance(response.stream, httpx2.SyncByteStream)
    response.stream = _LimitedStream(response, response.stream, seconds)
    # Decompressed by _LimitedStream; httpx2 would turn 64 kB into 64 MB in one go.
    response.headers.pop("content-encoding", None)


class _LimitedStream(httpx2.SyncByteStream):
    def __init__(
        self, response: httpx2.Response, body: httpx2.SyncByteStream, seconds: float
    ) -> None:
        self._request = response.request
        self._body = body
        self._ends_at = time.monotonic() + seconds
        try:
            self._decompress = decompressor_for(response.headers)
        except ValueError as error:
            raise httpx2.DecodingError(str(error), request=self._request) from error

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        try:
            for chunk in self._body:
                for part in self._decompress(chunk):
                    size += len(part)
                    self._check(size)
                    yield part
        except zlib.error as error:
            raise httpx2.DecodingError(str(error), request=self._request) from error

    def _check(self, size: int) -> None:
        if size > RESPONSE_BYTES:
            raise httpx2.DecodingError("the answer is too long", request=self._request)
        if time.monotonic() > self._ends_at:
            raise httpx2.ReadTimeout("the answer takes too long", request=self._request)

    def close(self) -> None:
        self._body.close()
