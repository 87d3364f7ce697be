"""NotedRequests: the requests that one piece of work sends to the Hub, for the log of the app.

The work runs in a thread, in which the library calls the hooks of its HTTP client.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import httpx2

# In the extensions of a request: where it is noted.
_STEP = "spacetui.step"
_of_thread = threading.local()


class Log(Protocol):
    """What takes note of requests; from any thread. A step is what `begin` returned."""

    def begin(
        self, request: Any, content: object, secret: Collection[str], *, is_hub: bool = False
    ) -> Any: ...

    def answer(self, step: Any, response: Any, secret: Collection[str]) -> None: ...

    def receive(self, step: Any, chunk: bytes) -> None: ...

    def fail(self, step: Any, error: BaseException) -> None: ...

    def end(self, step: Any) -> None: ...


@contextmanager
def noting(log: Log | None) -> Iterator[None]:
    """Note every request of this thread until the block ends. An error is noted at the last one."""
    _of_thread.log, _of_thread.step = log, None
    try:
        yield
    except BaseException as error:
        if log is not None and _of_thread.step is not None:
            log.fail(_of_thread.step, error)
        raise
    finally:
        _of_thread.log = _of_thread.step = None


def note_request(request: httpx2.Request) -> None:
    """Note a request that is about to be sent; a hook of the client."""
    log: Log | None = getattr(_of_thread, "log", None)
    if log is not None:
        content = request.content if isinstance(request.stream, httpx2.ByteStream) else None
        step = log.begin(request, content, (), is_hub=True)
        _of_thread.step = request.extensions[_STEP] = step


def note_response(response: httpx2.Response) -> None:
    """Note an answer, whose body is noted when it is read; a hook of the client."""
    log: Log | None = getattr(_of_thread, "log", None)
    step = response.request.extensions.get(_STEP)
    if log is not None and step is not None:
        log.answer(step, response, ())
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _NotedStream(response.stream, log, step)


class _NotedStream(httpx2.SyncByteStream):
    def __init__(self, body: httpx2.SyncByteStream, log: Log, step: Any) -> None:
        self._body, self._log, self._step = body, log, step

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._body:
            self._log.receive(self._step, chunk)
            yield chunk

    def close(self) -> None:
        self._body.close()
        self._log.end(self._step)
        if _of_thread.step is self._step:
            _of_thread.step = None  # a later error is not one of this request
