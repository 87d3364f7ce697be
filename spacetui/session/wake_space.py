"""Open the app of a Space that may sleep, start or build: wake it, and wait for it."""

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

# Seconds between two requests for a Space's stage: of the Hub, and of a stand-in on this machine.
POLL, POLL_LOOPBACK = 1.0, 0.15
# Seconds for which a Space that has just woken may still answer as if it were asleep.
SETTLING = 20.0


async def open_when_up(
    card: SpaceCard,
    connection: "Connection",
    hub: "Hub",
    *,
    limit: float,
    on_stage: Callable[[str], None],
) -> App:
    """Open the app of a Space; wake it if it sleeps, wait at most `limit` seconds.

    on_stage: called with its stage, again and again. Raises StageError, or the error with which the
    app did not open.
    """
    return await _Wait(card, connection, hub, limit, on_stage).open()


class _Wait:
    """The wait for one Space."""

    def __init__(
        self,
        card: SpaceCard,
        connection: "Connection",
        hub: "Hub",
        limit: float,
        on_stage: Callable[[str], None],
    ) -> None:
        self._card = card
        self._connection = connection
        self._hub = hub
        self._limit = limit
        self._on_stage = on_stage
        self._deadline = time.monotonic() + limit
        self._stage, self._message = card.stage, card.error_message
        # When the Space was first seen up; 0 before that.
        self._up_at = 0.0
        self._has_waited = False
        self._has_knocked = False

    async def open(self) -> App:
        while True:
            app = await self._try_stage()
            if app is not None:
                return app
            if time.monotonic() > self._deadline:
                raise self._too_late()
            self._has_waited = True
            self._on_stage(self._stage)
            await asyncio.sleep(self._pause)
            try:
                self._stage, self._message = await self._hub.stage(self._card.id)
            except (Busy, Unreachable, TimedOut):
                continue  # a trouble of the Hub; the limit ends this

    async def _try_stage(self) -> App | None:
        """Do what the present stage asks for; return the app if it opened."""
        group = stage_group(self._stage)
        if group in (StageGroup.UP, StageGroup.UNKNOWN):
            return await self._try_open()
        refusal = why_not_up(self._card, self._stage, self._message)
        if refusal is not None:
            raise refusal
        if group is StageGroup.ASLEEP and not self._has_knocked:
            return await self._knock()
        return None

    async def _try_open(self) -> App | None:
        self._up_at = self._up_at or time.monotonic()
        try:
            return await self._connection.open()
        except (Busy, Lost, NotGradio, Unreachable) as error:
            is_settled = time.monotonic() > min(self._deadline, self._up_at + SETTLING)
            if is_settled or not self._has_waited:
                raise _explained(error, self._card) from error
            return None

    async def _knock(self) -> App | None:
        """Send the request that wakes the Space, once."""
        self._has_knocked = True
        self._on_stage(self._stage)
        try:  # what it answers while it is asleep is not documented
            return await self._connection.open()
        except (Busy, Lost, NotGradio, Unreachable, TimedOut):
            self._has_waited = True
            return None

    @property
    def _pause(self) -> float:
        return POLL_LOOPBACK if is_loopback(urlsplit(self._hub.endpoint).hostname or "") else POLL

    def _too_late(self) -> StageError:
        return StageError(
            f"still {self._stage} after {self._limit:g} s",
            stage=self._stage,
            is_waking=True,
            where=self._card.id,
            hint="Try again later.",
        )


def why_not_up(card: SpaceCard, stage: str, message: str) -> StageError | None:
    """Return the error for a Space that will not start by itself, or None."""
    group = stage_group(stage)
    if group is StageGroup.PAUSED:
        text, hint = "this Space is paused", "Only its owner can start it; look for a similar one."
    elif group is StageGroup.BROKEN:
        text, hint = f"this Space does not run ({stage})", "Look for a similar one."
        if message.strip():
            text += f": {message.strip().splitlines()[-1]}"
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
