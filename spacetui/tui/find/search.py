"""Searching the Hub: the request, the order of the results, and their place in the search pane.

Loaded after the first frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.errors import SpacetuiError
from spacetui.hub.query_length import query_note
from spacetui.model.stage import StageGroup
from spacetui.text.format import duration_text
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard
    from spacetui.tui.app_state import AppState
    from spacetui.tui.find.search_pane import SearchPane
    from spacetui.tui.find.status_lines import FindStatus

MAX_RESULTS = 50
# A Space with a lower score has nothing to do with the query.
MIN_SCORE = 0.05
# Seconds between two drawings of the time that the search takes.
TICK = 0.1


class HubSearch:
    """Searches the Hub and shows the results in the search pane.

    on_found: called with the first result, or None.
    """

    def __init__(
        self,
        state: AppState,
        pane: SearchPane,
        status: FindStatus,
        *,
        on_found: Callable[[SpaceCard | None], None],
    ) -> None:
        self._state = state
        self._pane = pane
        self._status = status
        self._on_found = on_found

    def start(self, query: str, *, pause: float = 0.0) -> None:
        """Search after `pause` seconds; a newer search cancels this one."""
        run_exclusive(self._pane, "search", partial(self._run, query, pause))

    def cancel(self) -> None:
        self._pane.workers.cancel_group(self._pane, "search")

    async def _run(self, query: str, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            first = await self._search(query)
        except SpacetuiError as error:
            self._status.show_hub_error(error)
        else:
            self._on_found(first)

    async def _search(self, query: str) -> SpaceCard | None:
        began = monotonic()
        filters = self._pane.filters.selection

        def show_time() -> None:
            self._pane.show_detail(f"searching {glyphs().dot} {duration_text(monotonic() - began)}")

        ticking = self._pane.set_interval(TICK, show_time)
        try:
            session = await self._state.session()
            cards = await session.hub.search(
                query,
                sdk=None if filters.any_sdk else "gradio",
                include_non_running=filters.all_stages,
            )
        finally:
            ticking.stop()
        took = duration_text(monotonic() - began)
        shown = best_results(cards, by_likes=filters.by_likes)
        self._pane.found.show_results(query, shown, _hint(shown, query_note(query)))
        count = str(len(shown))
        if len(cards) > len(shown):
            count = f"{count} of {len(cards)}"
        self._pane.show_detail(f"{count} returned {glyphs().dot} {took}")
        return next(iter(shown), None)


def best_results(cards: Sequence[SpaceCard], *, by_likes: bool) -> list[SpaceCard]:
    """Return the results worth showing, in the order of the list.

    By match: Spaces that run come first, because they can be tried at once; else the Hub's order.
    """
    if by_likes:
        ranked = sorted(cards, key=lambda card: -card.likes)
    else:
        running = (StageGroup.UP, StageGroup.STARTING)
        ranked = sorted(cards, key=lambda card: card.group not in running)
    return [card for card in ranked if card.score is None or card.score >= MIN_SCORE][:MAX_RESULTS]


def _hint(results: Sequence[SpaceCard], note: str) -> Content:
    if results or note:
        return Content(note)
    return Content.assemble(
        "nothing fits. ", (key_name("field_after"), "bold $foreground"), " to the filters."
    )
