"""AccountDisplay: shows in the header whose account is used, and what is left of its quota."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from textual.screen import Screen

from spacetui.errors import SpacetuiError
from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.exclusive_worker import run_exclusive


class AccountDisplay:
    """Asks the Hub, and draws the header. An answer that does not come changes nothing."""

    def __init__(
        self, page: Screen[None], state: AppState, refresh_frame: Callable[[], None]
    ) -> None:
        """page: the screen whose workers are used. refresh_frame: draws header and footer."""
        self._page = page
        self._state = state
        self._refresh_frame = refresh_frame

    def load(self) -> None:
        """Ask, in place of a question that is not answered yet."""
        run_exclusive(self._page, "quota", self._load)

    async def _load(self) -> None:
        with contextlib.suppress(SpacetuiError):  # else the header keeps what it shows
            await self._state.load_account()
        self._refresh_frame()
