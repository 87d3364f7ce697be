"""A WebSocket to our own origin, with the credentials, limits, redirect rules and errors of HTTP.

Only this module imports websockets, which is loaded when an app of Gradio 3 is called.
"""

import ssl
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidStatus,
    InvalidURI,
    ProxyError,
)

from spacetui.errors import Lost, NotGradio, SpacetuiError, Unreachable, UsageError
from spacetui.model.schema import Endpoint
from spacetui.system.network import is_loopback
from spacetui.wire.http.client import Http
from spacetui.wire.http.errors import error_of_connect, error_of_status
from spacetui.wire.http.response import redirect_target
from spacetui.wire.limits import DRAIN_SECONDS, ERROR_BYTES, EVENT_BYTES

_TOO_BIG = 1009
# A ping keeps proxies from closing an idle connection. A server may be too busy to answer it.
_PING_SECONDS = 20.0


class SocketClosed(Exception):
    """The server closed the socket in the regular way."""


class _Connect(connect):
    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc  # values are sent only to the address the user typed


async def open_socket(http: Http, path: str, endpoint: Endpoint) -> ClientConnection:
    """Open a socket at our root + path. Raises SpacetuiError; may be cancelled at any moment."""
    url = http.root + path
    where = endpoint.api_name
    options: dict[str, Any] = {}
    if urlsplit(url).scheme == "https":
        options["ssl"] = await http.tls_context()
    if is_loopback(urlsplit(url).hostname):
        # A proxy of the environment is not asked for this machine's own addresses.
        options["proxy"] = None
    try:
        return await _Connect(
            "ws" + url.removeprefix("http"),
            additional_headers=await http.request_headers(url),
            user_agent_header="spacetui",
            compression=None,
            max_size=EVENT_BYTES,
            max_queue=4,
            open_timeout=None,
            close_timeout=DRAIN_SECONDS,
            ping_interval=_PING_SECONDS,
            ping_timeout=None,
            **options,
        )
    except InvalidStatus as error:
        raise _refusal(error, url, endpoint) from error
    except ProxyError as error:
        raise Unreachable(
            f"no connection by way of the proxy: {error}", where=where, hint="Check the proxy."
        ) from error
    except (InvalidHandshake, InvalidMessage) as error:
        raise NotGradio(
            "the answer is not a WebSocket",
            where=where,
            hint="Check the address.",
            details=str(error),
        ) from error
    except (InvalidURI, ValueError) as error:
        raise UsageError(
            "no WebSocket can be opened to this address", where=url, hint="Check it."
        ) from error
    except (OSError, EOFError, ssl.SSLError) as error:
        raise error_of_connect(error, where=http.host) from error


async def receive(socket: ClientConnection, *, where: str) -> bytes:
    """Return the next message.

    Raises SocketClosed when the server closes the socket in the regular way, and Lost when the
    connection breaks.
    """
    try:
        return await socket.recv(decode=False)
    except ConnectionClosed as error:
        if error.sent is not None and error.sent.code == _TOO_BIG:
            raise Lost(
                f"the server sent more than {EVENT_BYTES >> 20} MB in one piece",
                where=where,
                hint="Ask the app for less.",
            ) from error
        if error.rcvd is not None and error.rcvd.code in (1000, 1001):
            raise SocketClosed from error
        raise Lost(
            "the connection broke off before the result",
            where=where,
            hint="Whether the call ran is not known; run it again.",
            details=str(error),
        ) from error


async def send(socket: ClientConnection, text: str) -> None:
    """Send one message. If the socket is closed do nothing, since `receive` raises why."""
    try:
        await socket.send(text)
    except ConnectionClosed:
        return


def _refusal(error: InvalidStatus, url: str, endpoint: Endpoint) -> SpacetuiError:
    response = error.response
    headers = httpx.Headers(list(response.headers.raw_items()))
    if redirect_target(response.status_code, headers, url) is not None:
        return NotGradio(
            "the server redirects the call; refused",
            where=endpoint.api_name,
            hint="Check the address.",
        )
    if response.status_code < 400:
        return NotGradio(
            "the answer is not a WebSocket", where=endpoint.api_name, hint="Check the address."
        )
    body = bytes(response.body or b"")[:ERROR_BYTES]
    return error_of_status(
        response.status_code, headers, body, where=endpoint.api_name, endpoint=endpoint
    )
