"""How a call is sent and its stream read, by the protocol that `config.protocol` names.

A protocol that differs in traits is a row with other traits; one that differs in shape is a class beside Sse.
"""

from collections.abc import AsyncGenerator
from typing import Protocol

from spacetui.errors import NotGradio
from spacetui.model.schema import App, Json
from spacetui.wire.exchange import Exchange
from spacetui.wire.http import Http
from spacetui.wire.protocols.sse import Sse


class CallProtocol(Protocol):
    """One way to make a call. diffs: streamed outputs after the first come as edits."""

    @property
    def diffs(self) -> bool: ...

    def messages(self, http: Http, app: App, exchange: Exchange) -> AsyncGenerator[Json, None]:
        """Send the call and give each message about it, parsed; ends after the last. Raises SpacetuiError."""

    async def cancel(self, http: Http, app: App, exchange: Exchange) -> None:
        """Ask the server to stop the call. Raises SpacetuiError if that could not be said."""


PROTOCOLS: dict[str, CallProtocol] = {
    "sse_v1": Sse(diffs=False),
    "sse_v2": Sse(diffs=True),
    "sse_v2.1": Sse(diffs=True),
    "sse_v3": Sse(diffs=True),
}
NEWEST = "sse_v3"
# Known, and of another shape: no rows yet. A config that names no protocol is of Gradio 3: ws.
OLDER = {"ws": "Gradio 3", "sse": "Gradio 4.0 to 4.8"}


def protocol_of(app: App) -> CallProtocol:
    """Give the protocol to call `app` by; an unknown one is the newest. Raises NotGradio for an older one."""
    if app.protocol in OLDER:
        raise NotGradio(
            f"calls by the protocol of {OLDER[app.protocol]} ({app.protocol}) are not yet possible",
            where=app.url,
            hint="It can be read here; call it in a browser.",
        )
    return PROTOCOLS.get(app.protocol, PROTOCOLS[NEWEST])


def protocol_note(name: str) -> str | None:
    """Say what is odd about a protocol's name, or None."""
    if name in PROTOCOLS:
        return None
    if name in OLDER:
        return f"calls to {OLDER[name]} ({name}) are not possible yet"
    return f"unknown protocol {name[:40]!r}: tried as {NEWEST}"
