"""How a call is sent and its stream is read: PROTOCOLS, by the name in `config.protocol`.

A protocol that differs only in traits is a row with other traits; one of another shape has a class.
"""

from collections.abc import AsyncGenerator
from typing import Protocol

from spacetui.model.schema import App, Json
from spacetui.wire.call_progress import CallProgress
from spacetui.wire.http.client import Http
from spacetui.wire.protocols.sse_v0 import SseV0
from spacetui.wire.protocols.sse_v1 import SseV1
from spacetui.wire.protocols.websocket import WebSocketProtocol


class CallProtocol(Protocol):
    """One way to make a call.

    diffs: streamed outputs after the first come as edits. reuses_sessions: a session can have
    another call when the stream of its last one has ended.
    """

    @property
    def diffs(self) -> bool: ...

    @property
    def reuses_sessions(self) -> bool: ...

    def messages(self, http: Http, app: App, progress: CallProgress) -> AsyncGenerator[Json, None]:
        """Send the call and yield each message about it, parsed. Raises SpacetuiError."""

    async def cancel(self, http: Http, app: App, progress: CallProgress) -> None:
        """Ask the server to stop the call. Raises SpacetuiError if it cannot be asked."""


# A config without a protocol is that of Gradio 3, which means ws.
PROTOCOLS: dict[str, CallProtocol] = {
    "ws": WebSocketProtocol(),
    "sse": SseV0(),
    "sse_v1": SseV1(diffs=False),
    "sse_v2": SseV1(diffs=True),
    "sse_v2.1": SseV1(diffs=True),
    "sse_v3": SseV1(diffs=True),
}
NEWEST = "sse_v3"


def protocol_of(app: App) -> CallProtocol:
    """Return the protocol of an app; for an unknown name, the newest."""
    return PROTOCOLS.get(app.protocol, PROTOCOLS[NEWEST])


def protocol_note(name: str) -> str | None:
    """Return a note about an unknown protocol, or None."""
    return None if name in PROTOCOLS else f"unknown protocol {name[:40]!r}: tried as {NEWEST}"
