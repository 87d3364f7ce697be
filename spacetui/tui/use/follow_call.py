"""Follow a call: read its events, and draw what changed a few times a second.

Keys come first: a stream that is never empty gets at most half of the event loop, in short slices,
and less while somebody types.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacetui.session.live_call import LiveCall
    from spacetui.tui.key_priority import KeyPriority

# Seconds for which events are read at a stretch, and for which everything else then has the loop.
# A key passes through several message queues until it shows, and waits for a slice at each.
SLICE, PAUSE = 0.004, 0.004


async def follow(
    live: LiveCall,
    keys: KeyPriority,
    on_status: Callable[[], None],
    on_update: Callable[[], None],
) -> None:
    """Read a call to its end; keys: those that are to be answered first.

    on_status: called when its status changed, and at the end. on_update: when more of the same
    came.
    """
    drawn_at = slice_at = monotonic()
    async with aclosing(live):
        status = live.state.status
        async for _ in live:
            now = monotonic()
            is_new_status = live.state.status is not status
            if is_new_status or keys.is_frame_due(now - drawn_at):
                status, drawn_at = live.state.status, now
                (on_status if is_new_status else on_update)()
            if now - slice_at >= SLICE:
                await keys.go_first(PAUSE)
                slice_at = monotonic()
    on_status()
