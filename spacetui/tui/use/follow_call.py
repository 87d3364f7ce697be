"""Follow a call: read its events, and draw what changed at most 30 times a second."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacetui.session.live_call import LiveCall

# Seconds: what streams in is drawn no more often.
FRAME = 1 / 30


async def follow(
    live: LiveCall, on_status: Callable[[], None], on_update: Callable[[], None]
) -> None:
    """Read a call to its end.

    on_status: called when its status changed, and at the end. on_update: when more of the same
    came.
    """
    drawn_at = monotonic()
    async with aclosing(live):
        status = live.state.status
        async for _ in live:
            now = monotonic()
            is_new_status = live.state.status is not status
            if not is_new_status and now - drawn_at < FRAME:
                continue
            status, drawn_at = live.state.status, now
            (on_status if is_new_status else on_update)()
    on_status()
