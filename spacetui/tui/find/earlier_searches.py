"""EarlierSearches: what was searched for, offered by up in the empty search box.

Loaded after the first frame.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from spacetui.tui.widgets.exclusive_worker import run_exclusive

if TYPE_CHECKING:
    from spacetui.tui.app_state import AppState
    from spacetui.tui.find.search_pane import SearchPane


class EarlierSearches:
    """The searches that the store keeps."""

    def __init__(self, state: AppState, pane: SearchPane) -> None:
        self._state = state
        self._pane = pane
        # Those of this session, the last one first: they are there also where no history is kept.
        self._own: list[str] = []

    def add(self, query: str) -> None:
        """Keep a search."""
        if query not in self._own[:1]:
            self._own = [query, *(each for each in self._own if each != query)]
            run_exclusive(self._pane, "keep_search", partial(self._keep, query))

    async def _keep(self, query: str) -> None:
        await (await self._state.session()).store.add_search(query)

    def recall(self, shown: str) -> None:
        """Put the search before `shown` into the box; the last one where it is empty."""
        run_exclusive(self._pane, "recall", partial(self._recall, shown))

    async def _recall(self, shown: str) -> None:
        store = (await self._state.session()).store
        kept = [each for each in await store.searches() if each not in self._own]
        searches = [*self._own, *kept]
        at = searches.index(shown) + 1 if shown in searches else 0
        # What was typed meanwhile stays.
        if at < len(searches) and self._pane.box.value == shown:
            self._pane.box.enter(searches[at])
            self._pane.box.recalled = searches[at]
