"""Open the app of a Space that may sleep, start or build: wake it, and wait for it."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacetui.errors import Busy, Lost, NotGradio, SpacetuiError, StageError, TimedOut, Unreachable
from spacetui.model.schema import App
from spacetui.model.space import SpaceCard
from spacetui.model.stage import StageGroup, error_reason, stage_group
from spacetui.session import wake_pace
from spacetui.system.network import is_loopback

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.wire.connection import Connection

# Seconds for which a Space that the Hub calls running may still answer as if it were not.
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
    """The wait for one Space. Its host is asked, which wakes it, and the Hub for its stage."""

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
        # Since when the Hub calls the Space running; 0 while it does not.
        self._up_since = 0.0
        self._has_waited = False
        self._has_asked_hub = False
        is_local = is_loopback(urlsplit(hub.endpoint).hostname or "")
        local = wake_pace.LOOPBACK_PACE if is_local else None
        self._hub_pauses = (local or wake_pace.HUB_PACE).pauses()
        self._host_pauses = (local or wake_pace.HOST_PACE).pauses()

    async def open(self) -> App:
        """Ask the host and the Hub in turns, each at its own pace, until the app opens."""
        hub_at = time.monotonic() + next(self._hub_pauses)
        host_at = 0.0
        while True:
            if time.monotonic() >= host_at:
                app = await self._try_open()
                if app is not None:
                    return app
                host_at = time.monotonic() + next(self._host_pauses)
            if time.monotonic() > self._deadline:
                raise self._too_late()
            self._has_waited = True
            self._on_stage(self._stage)
            await asyncio.sleep(max(0.0, min(hub_at, host_at) - time.monotonic()))
            if time.monotonic() >= hub_at:
                before = self._stage
                hub_at = time.monotonic() + await self._ask_hub()
                if self._stage != before:
                    host_at = 0.0

    async def _try_open(self) -> App | None:
        """Open the app unless the stage forbids it; None if it is worth waiting for."""
        group = stage_group(self._stage)
        refusal = why_not_up(self._card, self._stage, self._message)
        if refusal is not None:
            raise refusal
        is_up = group in (StageGroup.UP, StageGroup.UNKNOWN)
        if not is_up:
            self._up_since = 0.0
            self._on_stage(self._stage)  # now, since a host that sleeps may answer late
        elif not self._up_since:
            self._up_since = time.monotonic()
        try:  # what a host answers for an app that is not there is no answer of Gradio
            return await self._connection.open()
        except (Busy, Lost, NotGradio, TimedOut, Unreachable) as error:
            if is_up:
                self._check_patience(error)
            return None

    def _check_patience(self, error: SpacetuiError) -> None:
        """Raise the error of a Space that the Hub calls running, unless it may still come up."""
        is_other_kind = isinstance(error, NotGradio) and self._card.sdk not in ("", "gradio")
        if is_other_kind:
            raise _explained(error, self._card) from error
        if isinstance(error, Busy) and not self._has_waited:
            raise error
        now = time.monotonic()
        is_settled = self._has_asked_hub and now > self._up_since + SETTLING
        if is_settled or now > self._deadline:
            raise self._silent(error) from error

    async def _ask_hub(self) -> float:
        """Ask the Hub for the stage; return the seconds until it is asked again."""
        pause = next(self._hub_pauses)
        try:
            self._stage, self._message = await self._hub.stage(self._card.id)
        except (Busy, Unreachable, TimedOut) as error:  # a trouble of the Hub; the limit ends this
            return max(pause, error.failure.retry_after or 0.0)
        self._has_asked_hub = True
        return pause

    def _silent(self, error: SpacetuiError) -> SpacetuiError:
        if isinstance(error, Busy):
            return error
        return StageError(
            f"the Hub calls it {self._stage or 'known'}, but its app does not answer:"
            f" {error.failure.message}",
            stage=self._stage,
            is_waking=True,
            where=self._card.id,
            hint="Try again in a minute.",
            details=error.failure.details,
        )

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
    else:
        return None
    reason, details = error_reason(message)
    if reason:
        text += f": {reason}"
    return StageError(text, stage=stage, where=card.id, hint=hint, details=details)


def _explained(error: SpacetuiError, card: SpaceCard) -> NotGradio:
    hint = f"It is made with {card.sdk}; spacetui calls Gradio apps."
    failure = error.failure
    return NotGradio(failure.message, where=card.id, hint=hint, details=failure.details)
