"""CallList: the calls that fit the query, loaded a part at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.text.format import count_text, size_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.history.calls_pane import HistoryPane
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from spacetui.store.row_types import HistoryRow
    from spacetui.store.store import Store
    from spacetui.tui.app_state import AppState

# Calls that are loaded at once.
PART = 200


class CallList:
    """Searches the store and shows what it finds; of two searches the newer one wins.

    on_shown: called when other rows are shown.
    """

    def __init__(self, state: AppState, pane: HistoryPane, on_shown: Callable[[], None]) -> None:
        self._state = state
        self._pane = pane
        self._on_shown = on_shown
        self.rows: list[HistoryRow] = []
        self._query = ""
        # Whether the last part is loaded.
        self._is_whole = True

    def search(self, query: str) -> None:
        """Show the calls that fit; a search that is under way is dropped."""
        self._pane.workers.cancel_group(self._pane, "more")
        run_exclusive(self._pane, "search", partial(self._search, query))

    def load_more(self) -> None:
        """Load the next part of the calls, unless they are all there."""
        if not self._is_whole:
            self._is_whole = True  # until it is known whether there are more
            run_exclusive(self._pane, "more", self._load_more)

    async def _store(self) -> Store:
        return (await self._state.session()).store

    async def _search(self, query: str) -> None:
        store = await self._store()
        rows = await store.history(query, limit=PART)
        # A letter typed meanwhile is drawn first, and its search then takes the place of this one.
        await self._state.key_priority.go_first(0.0)
        before = self._pane.row
        self._query = query
        self._take([*rows])
        kept = [at for at, row in enumerate(rows) if before is not None and row.id == before.id]
        self._show(store, at=kept[0] if kept else 0)
        await self._show_count(store)

    async def _load_more(self) -> None:
        store = await self._store()
        rows = await store.history(self._query, limit=PART, before=self.rows[-1].id)
        self._take([*self.rows, *rows], is_whole=len(rows) < PART)
        self._show(store, at=None)

    def _take(self, rows: list[HistoryRow], *, is_whole: bool | None = None) -> None:
        self.rows = rows
        self._is_whole = len(rows) < PART if is_whole is None else is_whole

    async def remove(self, numbers: Collection[int]) -> None:
        """Delete calls from the store, and show the list without them."""
        store = await self._store()
        await store.delete(numbers)
        self.rows = [row for row in self.rows if row.id not in numbers]
        if self._pane.is_attached:
            self._show(store, at=None)
            await self._show_count(store)

    def _show(self, store: Store, *, at: int | None) -> None:
        self._pane.show_rows(self.rows, self._hint(store), at=at)
        self._on_shown()

    def _hint(self, store: Store) -> Content:
        """Return what stands in place of rows: why there are none."""
        if self.rows:
            return Content("")
        if self._query:
            query = visible_line(self._query, 40)
            back = (key_name("back"), "bold $foreground")
            return Content.assemble(f"nothing fits “{query}”. ", back, " twice shows all calls.")
        if store.is_off:
            return Content("no history is kept: that was asked for when spacetui was started.")
        run = (key_name("run"), "bold $foreground")
        return Content.assemble("every call lands here. ", run, " in a form makes the first.")

    async def _show_count(self, store: Store) -> None:
        size = await store.count_and_size()
        parts = [count_text(size.calls, "call", is_grouped=True), size_text(size.bytes)]
        if self._query:
            more = "" if self._is_whole else "+"
            parts.insert(0, f"{len(self.rows)}{more} found")
        self._pane.show_detail(f" {glyphs().dot} ".join(parts))
