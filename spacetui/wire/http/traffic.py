"""TrafficLog: what was sent to apps and the Hub, and their answers, for the command log of the app.

It is in memory alone, bounded, and has no credential that a header carries: those are left out when
a request is noted. What may be in a body or an address is removed where the log is shown, which
knows the secrets (security.md P20).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from spacetui.wire.limits import (
    TRAFFIC_ANSWER_BYTES,
    TRAFFIC_BYTES,
    TRAFFIC_REQUEST_BYTES,
    TRAFFIC_STEPS,
)

if TYPE_CHECKING:
    import httpx

    # A header: None stands for a value that carries a credential.
    Header = tuple[str, str | None]

# Of HTTP itself; those that the user gave are named by the credentials.
_SECRET_HEADERS = frozenset(
    {"authorization", "x-hf-authorization", "proxy-authorization", "cookie", "set-cookie"}
)
_TEXT_TYPES = ("json", "text/", "urlencoded", "xml", "javascript")


class Step:
    """A request with its answer, or one message of an open stream or socket.

    verb: the method; `<-` and `->` of a message that came or went. at: seconds since the epoch.
    duration: seconds to the end of the answer; None while that goes on. sent, received: bytes of
    the bodies. sent_body, body: as much of them as is kept. status: 0 while there is none. error:
    why there is no answer. is_hidden: the body is a login. is_hub: it goes to the Hub.
    """

    __slots__ = (
        "at", "body", "duration", "error", "headers", "is_hidden", "is_hub", "keeps", "kept",
        "received", "sent", "sent_body", "sent_headers", "started", "status", "url", "verb",
    )  # fmt: skip

    def __init__(self, verb: str, url: str) -> None:
        self.verb, self.url = verb, url
        self.at, self.started = time.time(), time.monotonic()
        self.duration: float | None = None
        self.sent = self.received = self.status = self.kept = 0
        self.sent_headers: tuple[Header, ...] = ()
        self.headers: tuple[Header, ...] = ()
        self.sent_body = self.body = b""
        self.error = ""
        self.is_hidden = self.is_hub = False
        # Bytes of the answer that are kept at most.
        self.keeps = 0

    @property
    def is_message(self) -> bool:
        return self.verb in ("<-", "->")

    def end(self) -> None:
        """Stop the clock, once."""
        if self.duration is None:
            self.duration = time.monotonic() - self.started


class TrafficLog:
    """The newest steps, the oldest first.

    dropped: how many steps were removed. version: another number after each change.
    """

    def __init__(self) -> None:
        self._steps: deque[Step] = deque()
        self._bytes = 0
        self.dropped = self.version = 0
        # Requests to the Hub are noted by the threads that send them.
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._steps)

    def steps(self) -> list[Step]:
        """Return the steps that are kept, the newest last."""
        with self._lock:
            return list(self._steps)

    def clear(self) -> None:
        """Forget all steps; those that go on are no longer followed."""
        with self._lock:
            for each in self._steps:
                each.keeps, each.kept = 0, -1
            self._steps.clear()
            self._bytes = self.dropped = 0
            self.version += 1

    def begin(
        self,
        request: httpx.Request,
        content: object,
        secret: Collection[str],
        *,
        is_hub: bool = False,
    ) -> Step:
        """Note a request that is about to be sent. secret: names of headers of the user's.

        is_hub: it goes to the Hub, from a thread.
        """
        step = Step(request.method, str(request.url))
        step.sent_headers = _shown(request.headers, secret)
        step.sent = int(request.headers.get("content-length", 0))
        step.is_hidden = request.url.path.endswith(("/login", "/oauth/token"))
        step.is_hub = is_hub
        if isinstance(content, bytes) and not step.is_hidden:
            step.sent_body = content[:TRAFFIC_REQUEST_BYTES]
        self._add(step)
        return step

    def answer(self, step: Step, response: httpx.Response, secret: Collection[str]) -> None:
        """Note the status and the headers of an answer."""
        headers = response.headers
        step.status, step.headers = response.status_code, _shown(headers, secret)
        kind = headers.get("content-type", "")
        # The messages of a stream are steps of their own.
        is_text = any(each in kind for each in _TEXT_TYPES) and "event-stream" not in kind
        if is_text and "content-encoding" not in headers:
            step.keeps = TRAFFIC_ANSWER_BYTES
        self._keep(step, sum(len(name) + len(value or "") for name, value in step.headers))

    def receive(self, step: Step, chunk: bytes) -> None:
        """Note bytes of an answer."""
        step.received += len(chunk)
        if step.keeps > len(step.body):
            part = chunk[: step.keeps - len(step.body)]
            step.body += part
            self._keep(step, len(part))
        self.version += 1

    def fail(self, step: Step, error: BaseException) -> None:
        """Note that there is no answer, or no more of it."""
        step.error = f"{type(error).__name__}: {error}".rstrip(": ")
        step.end()
        self.version += 1

    def end(self, step: Step) -> None:
        """Note that an answer has been read, or is not read on."""
        step.end()
        self.version += 1

    def message(self, verb: str, url: str, pieces: Iterable[bytes]) -> None:
        """Note a message of a stream or a socket. verb: `<-` or `->`."""
        step = Step(verb, url)
        for piece in pieces:
            step.received += len(piece)
            if len(step.body) < TRAFFIC_ANSWER_BYTES:
                step.body += piece[: TRAFFIC_ANSWER_BYTES - len(step.body)]
        if verb == "->":
            step.sent, step.received = step.received, 0
        self._add(step)

    def _add(self, step: Step) -> None:
        with self._lock:
            self._steps.append(step)
        self._keep(step, len(step.url) + len(step.sent_body) + len(step.body) + 100)

    def _keep(self, step: Step, count: int) -> None:
        """Count bytes that are kept, and remove the oldest steps where there are too many."""
        with self._lock:
            self._keep_locked(step, count)

    def _keep_locked(self, step: Step, count: int) -> None:
        if step.kept < 0:
            return  # it was removed already
        step.kept += count
        self._bytes += count
        while len(self._steps) > TRAFFIC_STEPS or (
            self._bytes > TRAFFIC_BYTES and len(self._steps) > 1
        ):
            oldest = self._steps.popleft()
            self._bytes -= oldest.kept
            oldest.kept, oldest.keeps = -1, 0
            self.dropped += 1
        self.version += 1


def _shown(headers: httpx.Headers, secret: Collection[str]) -> tuple[Header, ...]:
    return tuple(
        (name, None if name in _SECRET_HEADERS or name in secret else value)
        for name, value in headers.multi_items()
    )
