"""What the find page does: connects the start list, search, preview and opening of apps.

Loaded after the first frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from spacetui.model.space import is_address
from spacetui.system.viewer import open_with_viewer
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.find.earlier_searches import EarlierSearches
from spacetui.tui.find.open_app import AppOpener
from spacetui.tui.find.search import HubSearch
from spacetui.tui.find.space_preview import SpacePreview
from spacetui.tui.find.space_text import similar_query
from spacetui.tui.find.start_list import StartList
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording import recovery
from spacetui.tui.wording.favourite import favourite_line

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard
    from spacetui.session.opened_app import OpenedApp
    from spacetui.tui.app_state import AppState
    from spacetui.tui.find.search_pane import SearchPane
    from spacetui.tui.find.space_pane import SpacePane
    from spacetui.tui.find.status_lines import FindStatus
    from spacetui.tui.opening import Opening

# Seconds between the last letter and the search.
TYPING_PAUSE = 0.2


class FindController:
    """Decides which of the two panes shows what.

    on_account: called when state.account is known. on_opening: called when an app begins to open.
    on_opened: called with the opened app. on_failed: called once it is shown why it did not open.
    """

    def __init__(
        self,
        state: AppState,
        search_pane: SearchPane,
        space_pane: SpacePane,
        status: FindStatus,
        *,
        on_account: Callable[[], None],
        on_opening: Callable[[], None],
        on_opened: Callable[[OpenedApp], None],
        on_failed: Callable[[], None],
    ) -> None:
        self._state = state
        self._search_pane = search_pane
        self._space_pane = space_pane
        self._status = status
        self._on_opening = on_opening
        self._searches = EarlierSearches(state, search_pane)
        self._preview = SpacePreview(state, space_pane)
        self._search = HubSearch(state, search_pane, status, on_found=self._show_found)
        self._start_list = StartList(
            state,
            search_pane,
            status,
            on_selected=self._show_preview,
            on_running=self._preview.show_running,
            on_account=on_account,
        )
        self._opener = AppOpener(
            state,
            space_pane,
            status,
            find_card=search_pane.found.card_of,
            on_opened=on_opened,
            on_failed=on_failed,
        )

    def load_start(self) -> None:
        """Show what the user may start with."""
        self._start_list.load()

    # The search and its results.

    def change_query(self, query: str, *, is_entered: bool) -> None:
        """Show what fits the text in the search box; nothing of an address goes to the Hub."""
        if is_address(query):
            self._search.cancel()
            self._search_pane.found.show_address_hint()
            self._search_pane.show_detail("")
            self._status.show_none("an address")
        elif query and is_entered:
            self._search.start(query)
            self._keep_search()
        elif query:
            self._search.start(query, pause=TYPING_PAUSE)
        else:
            self._search.cancel()
            self._start_list.show()
            self.select(self._search_pane.found.card)

    def _show_found(self, first: SpaceCard | None) -> None:
        if first is None:
            self._space_pane.show_card(None)
            self._status.show_none("nothing fits")
        else:
            self.select(first)

    def select(self, card: SpaceCard | None) -> None:
        """Name the Space under the cursor in the status bar, and show it; None: there is none."""
        if card is None:
            self._start_list.show_status()
            if not self._opener.src:
                self._preview.clear()
            return
        if not self._opener.is_going:
            self._opener.forget()
            self._status.show_selected(card.id)
        self._show_preview(card)

    def _show_preview(self, card: SpaceCard) -> None:
        if not self._opener.src:  # else the pane shows what is being opened, or did not open
            self._preview.show(card)

    # Opening.

    def open(self, src: str, *, is_patient: bool = False, opening: Opening | None = None) -> None:
        """Open an app instead of whatever else is being loaded; see AppOpener.start."""
        self._keep_search()
        self._search.cancel()
        self._preview.cancel()
        self._opener.start(src, is_patient=is_patient, opening=opening)
        self._on_opening()

    def _keep_search(self) -> None:
        """Keep what was searched for, once something is done with it."""
        query = self._search_pane.query_text
        if query and not is_address(query):
            self._searches.add(query)

    def recall_search(self) -> None:
        """Put the search before the one in the box into the box."""
        self._searches.recall(self._search_pane.box.value)

    def stop(self) -> bool:
        """Stop opening an app. Return whether one was being opened."""
        return self._opener.stop()

    def take(self, key: str) -> None:
        """Do one of the actions that an app that did not open offers, by its key."""
        if key in (recovery.RUN, recovery.WAIT):
            self.open(self._opener.src, is_patient=key == recovery.WAIT)
        elif key == recovery.LOG_IN:
            self._opener.log_in()
        elif key == recovery.SIMILAR:
            self._search_pane.box.enter(similar_query(self._space_pane.card))
        elif key == recovery.SPACE_PAGE:
            self.browse(self._space_pane.card)
        elif key == recovery.DUPLICATE:
            self.duplicate(self._opener.src)

    def duplicate(self, space_id: str) -> None:
        """Ask how to duplicate a Space, and open the duplicate."""
        run_exclusive(self._space_pane, "duplicate", partial(self._duplicate, space_id))

    async def _duplicate(self, space_id: str) -> None:
        from spacetui.tui.find.duplicate_dialog import DuplicateDialog

        session = await self._state.session()
        made = await self._space_pane.app.push_screen_wait(DuplicateDialog(space_id, session.hub))
        if made is not None:
            self.open(made)

    def toggle_favourite(self, card: SpaceCard | None) -> None:
        """Mark a Space as a favourite, or take its mark away."""
        if card is not None:
            run_exclusive(self._search_pane, "favourite", partial(self._toggle_favourite, card))

    async def _toggle_favourite(self, card: SpaceCard) -> None:
        store = (await self._state.session()).store
        is_kept = await self._state.favourites.toggle(store, card)
        if self._search_pane.query_text:
            self._search_pane.found.redraw()
        else:
            self._start_list.show()
        self._space_pane.show_stage()
        self._status.show(
            favourite_line(card.title or card.id, is_kept=is_kept, is_stored=not store.is_off)
        )

    def browse(self, card: SpaceCard | None) -> None:
        """Open the page of a Space, or the address of an app, in the browser."""
        if card is not None:
            run_exclusive(self._space_pane, "browse", partial(self._browse, card))

    async def _browse(self, card: SpaceCard) -> None:
        session = await self._state.session()
        page = card.id if is_address(card.id) else f"{session.hub.endpoint}/spaces/{card.id}"
        url = card.host or page
        reason = "it is no web address"
        if url.startswith(("http://", "https://")):
            reason = await asyncio.to_thread(open_with_viewer, url)
        if reason:
            text = visible_line(f"{reason}; the address is {url}", 300)
            self._status.show(StatusLine(glyphs().cancelled, "$muted", "not opened", text))

    def run_again(self) -> None:
        """Do again what was done last: open, search, or load what to start with."""
        query = self._search_pane.query_text
        if self._opener.has_failed:
            self.open(self._opener.src)
        elif is_address(query):
            self.open(query)
        elif query:
            self._search.start(query)
        else:
            self._start_list.load()
