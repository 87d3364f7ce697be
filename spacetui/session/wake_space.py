"""Waiting for a Space to come up: it is building, starting or asleep, and a request wakes it."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacetui.errors import Busy, Lost, NotGradio, SpacetuiError, StageError, TimedOut, Unreachable
from spacetui.model.schema import App
from spacetui.model.space import SpaceCard
from spacetui.model.stage import StageGroup, stage_group
from spacetui.system.network import is_loopback

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.wire.connection import Connection

# Seconds between two looks at a Space's stage: at the Hub, and at a stand-in of it on this machine.
POLL, POLL_LOOPBACK = 1.0, 0.15
# Seconds a Space that just woke may still answer as if it had not.
SETTLING = 20.0


async def open_when_up(
    card: SpaceCard,
    connection: "Connection",
    hub: "Hub",
    *,
    limit: float,
    on_stage: Callable[[str], None],
) -> App:
    """Open the app of a Space; wake it if it sleeps, wait `limit` seconds while it builds or starts.

    tell: hears its stage, again and again. Raises StageError, or why the app did not open.
    """
    stage, message, waited, has_knocked = card.stage, card.error_message, False, False
    deadline = time.monotonic() + limit
    poll = POLL_LOOPBACK if is_loopback(urlsplit(hub.endpoint).hostname) else POLL
    up_at = 0.0
    while True:
        group = stage_group(stage)
        if group in (StageGroup.UP, StageGroup.UNKNOWN):
            up_at = up_at or time.monotonic()
            try:
                return await connection.open()
            except (Busy, Lost, NotGradio, Unreachable) as error:
                if not waited or time.monotonic() > min(deadline, up_at + SETTLING):
                    raise _explained(error, card) from error
        elif refusal := why_not_up(card, stage, message):
            raise refusal
        elif group is StageGroup.ASLEEP and not has_knocked:
            has_knocked = True
            on_stage(stage)
            try:  # a request wakes it; what it answers while asleep is not said anywhere
                return await connection.open()
            except (Busy, Lost, NotGradio, Unreachable, TimedOut):
                waited = True
        if time.monotonic() > deadline:
            raise StageError(
                f"still {stage} after {limit:g} s",
                stage=stage,
                is_waking=True,
                where=card.id,
                hint="Try again later.",
            )
        waited = True
        on_stage(stage)
        await asyncio.sleep(poll)
        try:
            stage, message = await hub.stage(card.id)
        except (Busy, Unreachable, TimedOut):
            continue  # the Hub's own hiccup; the limit above ends this


def why_not_up(card: SpaceCard, stage: str, message: str) -> StageError | None:
    """Give the error for a Space that no waiting will bring up, or None."""
    group = stage_group(stage)
    if group is StageGroup.PAUSED:
        text, hint = "this Space is paused", "Only its owner can start it; look for a similar one."
    elif group is StageGroup.BROKEN:
        said = f": {message.strip().splitlines()[-1]}" if message.strip() else ""
        text, hint = f"this Space does not run ({stage}){said}", "Look for a similar one."
    else:
        return None
    return StageError(text, stage=stage, where=card.id, hint=hint)


def _explained(error: SpacetuiError, card: SpaceCard) -> SpacetuiError:
    if isinstance(error, NotGradio) and card.sdk not in ("", "gradio"):
        hint = f"It is made with {card.sdk}; spacetui calls Gradio apps."
        return NotGradio(
            error.failure.message, where=card.id, hint=hint, details=error.failure.details
        )
    return error
