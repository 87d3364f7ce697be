"""What the find page lists before anything is searched for: the demo's apps, or apps opened before.

The tasks to try below them are the search pane's own, since they stand in the first frame.

Loaded after the first frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from spacetui.errors import Busy, SpacetuiError, TimedOut, Unreachable
from spacetui.model.space import SpaceCard
from spacetui.model.stage import StageGroup
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.find.start_spaces import (
    StartSpaces,
    ask_hub,
    load_demo_notes,
    load_start_spaces,
)
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording.login import login_text, no_answer_text

if TYPE_CHECKING:
    from spacetui.session.session import Session
    from spacetui.tui.app_state import AppState
    from spacetui.tui.find.search_pane import SearchPane
    from spacetui.tui.find.status_lines import FindStatus

# Seconds between two requests for the stages of the demo's apps.
STAGE_INTERVAL = 0.5


class StartList:
    """Loads the list and shows it in the search pane, then asks the Hub who is logged in.

    on_selected: called with the Space in the first row. on_running: called with the Space under the
    cursor while its app runs. on_account: called when state.account is known.
    """

    def __init__(
        self,
        state: AppState,
        pane: SearchPane,
        status: FindStatus,
        *,
        on_selected: Callable[[SpaceCard], None],
        on_running: Callable[[SpaceCard], None],
        on_account: Callable[[], None],
    ) -> None:
        self._state = state
        self._pane = pane
        self._status = status
        self._on_selected = on_selected
        self._on_running = on_running
        self._on_account = on_account
        # The demo's Spaces; and what else the page starts with.
        self._cards: list[SpaceCard] = []
        self._start = StartSpaces()
        # Who is logged in, or that the Hub does not answer; empty until that is known.
        self._greeting = ""

    def load(self) -> None:
        """Load the list and show it."""
        run_exclusive(self._pane, "start", self._load)

    def show(self) -> None:
        """Show the list as it was loaded last."""
        self._pane.found.notes = self._start.notes
        self._pane.found.show_start(self._start.cards(self._state.favourites))
        self._pane.show_detail(self._summary)

    @property
    def _summary(self) -> str:
        kept, recent = len(self._state.favourites.cards), len(self._start.recent)
        parts = [f"{kept} kept"] if kept else []
        if self._state.start_ids:
            parts.append(f"{len(self._cards)} apps")
        elif recent:
            parts.append(f"{recent} recent")
        return f" {glyphs().dot} ".join(parts)

    async def _load(self) -> None:
        try:
            session = await self._state.session()
            if self._state.start_ids:
                await self._state.favourites.load(session.store)
                await self._follow_demo(session)
                return
        except SpacetuiError as error:
            self._status.show_hub_error(error)
            return
        self._start = await load_start_spaces(session.store, self._state.favourites)
        if not self._pane.query_text:
            self.show()
        await self._load_account(session)

    async def _load_account(self, session: Session) -> None:
        """Ask who is logged in, and then for the stages, if the Hub answers.

        The user asked for nothing yet: no network is no error here.
        """
        place = ""
        try:
            place = await session.hub.login_place()
            account = await self._state.load_account()
        except (Busy, TimedOut, Unreachable):
            self._greet(no_answer_text(place))
            return
        except SpacetuiError as error:
            self._status.show(
                StatusLine(glyphs().warning, "$warning", "", visible_line(str(error), 200))
            )
        else:
            self._greet(login_text(account, place))
        if not await self._load_stages(session):
            self._greet(no_answer_text(place))

    def _greet(self, words: str) -> None:
        self._greeting = words
        self.show_status()
        self._on_account()

    async def _load_stages(self, session: Session) -> bool:
        """Show which of the Spaces run, as the Hub knows it; nobody waits for it.

        Return False if the Hub was asked and cannot be reached.
        """
        answer = await ask_hub(session.hub, self._start.cards(self._state.favourites))
        self._start.take_known(answer.known, self._state.favourites)
        if not self._pane.query_text:
            self.show()
        return answer.is_reachable

    def show_status(self) -> None:
        """Show in the status bar who is logged in, unless something else is kept there."""
        if self._greeting:
            self._status.show_idle(self._greeting)
        else:
            self._status.show_greeting()

    async def _follow_demo(self, session: Session) -> None:
        """Show the demo's apps and their stages until each app runs or has failed."""
        while True:
            cards = list(
                await asyncio.gather(*(session.hub.space(each) for each in self._state.start_ids))
            )
            is_first, self._cards = not self._cards, cards
            if is_first:
                self._start.notes = await load_demo_notes(session.store, self._state.ref_of)
            self._start.recent = cards
            self._show_stages(is_first=is_first)
            unsettled = (StageGroup.STARTING, StageGroup.UNKNOWN)
            if all(card.group not in unsettled for card in cards):
                return
            await asyncio.sleep(STAGE_INTERVAL)

    def _show_stages(self, *, is_first: bool) -> None:
        by_id = {card.id: card for card in self._cards}
        if self._pane.query_text:
            self._pane.found.update_cards(
                [_with_stage_of(row, by_id) for row in self._pane.found.cards]
            )
        else:
            self._show_demo(is_first=is_first)
        current = self._pane.found.card
        if current is None:
            return
        newer = by_id.get(current.id)
        if newer is not None and newer.group is StageGroup.UP:
            self._on_running(newer)

    def _show_demo(self, *, is_first: bool) -> None:
        favourites = self._state.favourites
        for card in self._cards:
            if favourites.has(card.id):
                favourites.cards[card.id] = card
        self.show()
        if is_first:
            self._on_selected(self._pane.found.cards[0])
        running = sum(card.group is StageGroup.UP for card in self._cards)
        self._status.show_greeting(f"{running} of {len(self._cards)} up")


def _with_stage_of(row: SpaceCard, by_id: dict[str, SpaceCard]) -> SpaceCard:
    newer = by_id.get(row.id)
    return row if newer is None else row._replace(stage=newer.stage)
