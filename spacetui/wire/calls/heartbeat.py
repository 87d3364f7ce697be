"""A session that is still there: while its heartbeat is open, the app takes us for a visitor who has not left.

When it closes, the app's unload functions run, what it streamed to the session goes, and so does its State an hour
later. Source: gradio 6.31 routes.py, heartbeat.
"""

import asyncio
from urllib.parse import quote

import httpx

from spacetui.errors import SpacetuiError
from spacetui.wire.http.client import Http

# A beat is 13 bytes each 15 s; a server that sends more than ten days of them is not listened to any longer.
_MOST_BYTES = 1024 * 1024


class Heartbeat:
    """One heartbeat, opened at once and once. What goes wrong with it ends it, and nothing else."""

    def __init__(self, http: Http, prefix: str, session_hash: str) -> None:
        url = f"{http.root}{prefix}/heartbeat/{quote(session_hash, safe='')}"
        self._task = asyncio.create_task(_listen(http, url))

    async def aclose(self) -> None:
        """Leave: the server hears it by the closed connection."""
        self._task.cancel()
        await asyncio.wait({self._task})


async def _listen(http: Http, url: str) -> None:
    try:
        response = await http.stream("GET", url, idle_timeout=None)
    except SpacetuiError:
        return  # whether the app can be reached, its calls say
    heard = 0
    try:
        if not response.is_success:
            return
        async for beat in response.aiter_raw():
            heard += len(beat)
            if heard > _MOST_BYTES:
                return
    except httpx.HTTPError:
        return  # dropped: the server has taken us for gone, and opening it again would not take that back
    finally:
        await response.aclose()
