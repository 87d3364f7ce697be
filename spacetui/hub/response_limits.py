"""Bounds of one answer of the Hub: the library reads all of it, in a thread that nobody can stop (security.md P13)."""

import time
import zlib
from collections.abc import Iterator

import httpx2

# Bytes of one answer, inflated; a search of everything gives below a million.
ANSWER_LIMIT = 16_000_000


def bound(response: httpx2.Response, seconds: float) -> None:
    """Let the answer that is about to be read end at ANSWER_LIMIT bytes and after `seconds`.

    Raises DecodingError if it is packed in a way that was not asked for.
    """
    # Inflated here, in parts: the client would make 64 MB of 64 kB in one go.
    packed = response.headers.pop("content-encoding", "identity").strip().lower()
    if packed not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise httpx2.DecodingError(
            f"packed in a way we did not ask for: {packed[:20]}", request=response.request
        )
    assert isinstance(response.stream, httpx2.SyncByteStream)
    response.stream = _Bounded(response, response.stream, packed not in ("identity", ""), seconds)


class _Bounded(httpx2.SyncByteStream):
    def __init__(
        self,
        response: httpx2.Response,
        inner: httpx2.SyncByteStream,
        is_packed: bool,
        seconds: float,
    ) -> None:
        self._request = response.request
        self._inner = inner
        self._is_packed = is_packed
        self._ends_at = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        left = ANSWER_LIMIT
        for part in self._inflated() if self._is_packed else self._inner:
            left -= len(part)
            if left < 0:
                raise httpx2.DecodingError("the answer is too long", request=self._request)
            if time.monotonic() > self._ends_at:
                raise httpx2.ReadTimeout("the answer takes too long", request=self._request)
            yield part

    def _inflated(self) -> Iterator[bytes]:
        inflater = zlib.decompressobj(47)  # gzip or zlib, by its head
        try:
            for part in self._inner:
                rest = part
                while rest and not inflater.eof:
                    yield inflater.decompress(rest, 1 << 20)
                    rest = inflater.unconsumed_tail
        except zlib.error as error:
            raise httpx2.DecodingError(str(error), request=self._request) from error

    def close(self) -> None:
        self._inner.close()
