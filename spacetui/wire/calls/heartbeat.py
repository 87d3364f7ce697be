"""Heartbeat: the request by which an app knows that a session's visitor is still there.

When it closes, the app's unload functions run, what it streamed to the session is deleted, and so
is its State an hour later. Source: gradio 6.31 routes.py, heartbeat.
"""

import asyncio
from urllib.parse import quote

import httpx

from spacetui.errors import SpacetuiError
from spacetui.wire.http.client import Http

# A beat is 13 bytes every 15 s; reading ends after the bytes of about ten days.
_MOST_BYTES = 1024 * 1024


class Heartbeat:
    """One heartbeat, opened at once, and never again after an error."""

    def __init__(self, http: Http, prefix: str, session_hash: str) -> None:
        url = f"{http.root}{prefix}/heartbeat/{quote(session_hash, safe='')}"
        self._task = asyncio.create_task(_read_beats(http, url))

    async def aclose(self) -> None:
        """Close the connection, by which the server learns that the visitor left."""
        self._task.cancel()
        await asyncio.wait({self._task})


async def _read_beats(http: Http, url: str) -> None:
    try:
        response = await http.stream("GET", url, idle_timeout=None)
    except SpacetuiError:
        return  # a call will report that the app cannot be reached
    received = 0
    try:
        if not response.is_success:
            return
        async for beat in response.aiter_raw():
            received += len(beat)
            if received > _MOST_BYTES:
                return
    except httpx.HTTPError:
        return  # the server thinks that the visitor left; another heartbeat would not undo that
    finally:
        await response.aclose()
