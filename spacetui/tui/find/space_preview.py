"""Fills the space pane: what is known of a Space at once, then its endpoints and README.

Loaded after the first frame.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from spacetui.errors import SpacetuiError
from spacetui.model.space import is_address
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.find.space_text import closed_reason
from spacetui.tui.widgets.exclusive_worker import run_exclusive

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard
    from spacetui.session.session import Session
    from spacetui.tui.app_state import AppState
    from spacetui.tui.find.space_pane import SpacePane

# Seconds that the cursor rests on a row before the Hub is asked about it.
CURSOR_PAUSE = 0.15


class SpacePreview:
    """Loads what the space pane shows."""

    def __init__(self, state: AppState, pane: SpacePane) -> None:
        self._state = state
        self._pane = pane
        self._with_endpoints: set[str] = set()

    def show(self, card: SpaceCard) -> None:
        """Show a Space in place of the one before."""
        run_exclusive(self._pane, "card", partial(self._show, card))

    def show_running(self, card: SpaceCard) -> None:
        """Show a Space whose app runs now, unless its endpoints have been shown."""
        if self._pane.display and card.id not in self._with_endpoints:
            self.show(card)

    def clear(self) -> None:
        """Show no Space."""
        self.cancel()
        if self._pane.card is not None:
            self._pane.show_card(None)

    def cancel(self) -> None:
        self._pane.workers.cancel_group(self._pane, "card")

    async def _show(self, card: SpaceCard) -> None:
        await self._pane.fill()
        if not self._pane.is_attached:
            return  # the app is being taken down
        self._pane.show_card(card)
        await asyncio.sleep(CURSOR_PAUSE)
        try:
            session = await self._state.session()
            if is_address(card.id):  # an address, not a Space: the Hub does not know it
                self._pane.show_endpoints((await session.open(card.id)).app)
            else:
                await self._show_space(session, card.id)
        except SpacetuiError as error:
            self._pane.show_endpoints_note(visible_line(str(error), 300))

    async def _show_space(self, session: Session, space_id: str) -> None:
        card = await session.hub.space(space_id)
        self._pane.show_card(card)
        reason = closed_reason(card)
        if reason:
            self._pane.show_endpoints_note(reason)
        else:
            self._pane.show_endpoints((await session.open(space_id)).app)
            self._with_endpoints.add(space_id)
        self._pane.show_readme(await session.hub.readme(space_id))
