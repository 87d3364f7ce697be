"""How a call is sent and its stream read, by the protocol that `config.protocol` names.

A protocol that differs in traits is a row with other traits; one that differs in shape is a class of its own.
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
    """One way to make a call. diffs: streamed outputs after the first come as edits.

    reuses_sessions: a session can have another call when the stream of the one before has ended.
    """

    @property
    def diffs(self) -> bool: ...

    @property
    def reuses_sessions(self) -> bool: ...

    def messages(self, http: Http, app: App, progress: CallProgress) -> AsyncGenerator[Json, None]:
        """Send the call and give each message about it, parsed; ends after the last. Raises SpacetuiError."""

    async def cancel(self, http: Http, app: App, progress: CallProgress) -> None:
        """Ask the server to stop the call. Raises SpacetuiError if that could not be said."""


# A config that names no protocol is of Gradio 3: ws.
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
    """Give the protocol to call `app` by; an unknown one is tried as the newest."""
    return PROTOCOLS.get(app.protocol, PROTOCOLS[NEWEST])


def protocol_note(name: str) -> str | None:
    """Say what is odd about a protocol's name, or None."""
    return None if name in PROTOCOLS else f"unknown protocol {name[:40]!r}: tried as {NEWEST}"
