"""Reopening: waits for an app that went away while a batch ran, and opens it again."""

import asyncio
from collections.abc import Callable

from spacetui.errors import Lost, SpacetuiError, StageError, UsageError
from spacetui.model.drift import shape_of
from spacetui.model.schema import Endpoint
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session
from spacetui.session.wake_pace import Pace

# Seconds for which an app is waited for, and the pauses between two questions.
LIMIT = 300.0
_PACE = Pace(0.2, 1.5, 10.0)
# Kinds of errors that may pass by themselves.
_MAY_PASS = ("unreachable", "lost", "timeout", "busy")


class Reopening:
    """Holds the app that a batch calls. opened, endpoint: as they are since it was opened last."""

    def __init__(
        self, session: Session, opened: OpenedApp, endpoint: Endpoint, *, limit: float = LIMIT
    ) -> None:
        self.opened = opened
        self.endpoint = endpoint
        # How often it was opened again.
        self.times = 0
        self._session = session
        self._limit = limit
        self._lock = asyncio.Lock()

    async def reopen(self, seen: int, on_notice: Callable[[str], None]) -> None:
        """Open the app again, unless that was done since.

        seen: `times` when the call was sent that failed. on_notice: called with what is waited for,
        and with an empty text in the end. Raises SpacetuiError where the app does not come
        back, or another one comes back.
        """
        async with self._lock:
            if self.times != seen:
                return
            on_notice("the app does not answer; waiting for it")
            try:
                self.opened = await self._open()
                self.endpoint = await self._same_endpoint()
            finally:
                on_notice("")
            self.times += 1

    async def _open(self) -> OpenedApp:
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + self._limit
        for pause in _PACE.pauses():
            try:
                return await self._session.open(self.opened.src)
            except SpacetuiError as error:
                is_waking = isinstance(error, StageError) and error.is_waking
                may_pass = is_waking or error.kind in _MAY_PASS
                if not may_pass or loop.time() + pause > ends_at:
                    raise
            await asyncio.sleep(pause)
        raise Lost("the app did not come back", where=self.opened.src)

    async def _same_endpoint(self) -> Endpoint:
        api_name = self.endpoint.api_name
        found = self.opened.app.endpoint(api_name)
        if found is not None and found.visibility == "undocumented":
            self.opened = await self._session.widen(self.opened)
            found = self.opened.app.endpoint(api_name)
        if found is None or shape_of(found) != shape_of(self.endpoint):
            raise UsageError(
                "the app came back with another version of this endpoint",
                where=f"{self.opened.src} {api_name}",
                hint="Look at it with `spacetui info`, and run the batch again.",
            )
        return found
