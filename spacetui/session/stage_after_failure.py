"""Why a call to a Space failed, where its stage is the reason: it fell asleep, or was paused."""

import asyncio
from typing import TYPE_CHECKING

from spacetui.errors import Failure, SpacetuiError
from spacetui.model.space import SpaceCard
from spacetui.model.stage import StageGroup, stage_group
from spacetui.session.wake_space import why_not_up

if TYPE_CHECKING:
    from spacetui.hub.client import Hub

# Kinds of failures with which a host answers for a Space that is not there any more.
_MAY_BE_AWAY = ("unreachable", "not_gradio", "lost")
# Seconds for the question; the user waits for the failure meanwhile.
_SECONDS = 4.0
_STATES = {StageGroup.ASLEEP: "asleep", StageGroup.STARTING: "starting"}


async def with_stage(failure: Failure, card: SpaceCard | None, hub: "Hub") -> Failure:
    """Return the failure of a call, with the Space's stage as the reason where it does not run.

    card: what the Hub said when the app was opened; None where the app is no Space.
    """
    if card is None or failure.kind not in _MAY_BE_AWAY:
        return failure
    try:
        async with asyncio.timeout(_SECONDS):
            stage, message = await hub.stage(card.id)
    except (SpacetuiError, TimeoutError):
        return failure  # the failure itself says what happened
    state = _STATES.get(stage_group(stage))
    refusal = why_not_up(card, stage, message)
    if refusal is not None:
        return refusal.failure._replace(details=refusal.failure.details or failure.located)
    if state is None:
        return failure
    return failure._replace(
        kind="stage",
        message=f"this Space is {state} now ({failure.message})",
        hint="Run it again: opening it wakes it.",
        stage=stage,
    )
