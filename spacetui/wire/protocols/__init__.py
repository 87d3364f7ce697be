"""How a call is sent and its stream is read: PROTOCOLS, by the name in `config.protocol`.

A protocol that differs only in traits is a row with other traits; one of another shape has a class.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from spacetui.model.schema import App, Json
    from spacetui.wire.call_progress import CallProgress
    from spacetui.wire.http.client import Http


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


class Row(NamedTuple):
    """A protocol: `module:Class` of this folder, imported for the first call, and its traits."""

    name: str
    traits: dict[str, bool] = {}


# A config without a protocol is that of Gradio 3, which means ws.
PROTOCOLS = {
    "ws": Row("websocket:WebSocketProtocol"),
    "sse": Row("sse_v0:SseV0"),
    "sse_v1": Row("sse_v1:SseV1", {"diffs": False}),
    "sse_v2": Row("sse_v1:SseV1", {"diffs": True}),
    "sse_v2.1": Row("sse_v1:SseV1", {"diffs": True}),
    "sse_v3": Row("sse_v1:SseV1", {"diffs": True}),
}
NEWEST = "sse_v3"


@cache
def load_protocol(name: str) -> CallProtocol:
    """Import and return a protocol. name: a key of PROTOCOLS."""
    row = PROTOCOLS[name]
    module, _, class_name = row.name.partition(":")
    make = getattr(import_module(f"{__name__}.{module}"), class_name)
    protocol: CallProtocol = make(**row.traits)
    return protocol


def protocol_of(app: App) -> CallProtocol:
    """Return the protocol of an app; for an unknown name, the newest."""
    return load_protocol(app.protocol if app.protocol in PROTOCOLS else NEWEST)


def protocol_note(name: str) -> str | None:
    """Return a note about an unknown protocol, or None."""
    if name in PROTOCOLS:
        return None
    return f"unknown protocol {name[:40]!r}: tried as {NEWEST}"
