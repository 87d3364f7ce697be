"""FindView: the body of the find page: the search, the selected Space, what happens between."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.query_input import QueryInput

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.tui.find.controller import FindController
    from spacetui.tui.find.found_spaces import FoundSpaces
    from spacetui.tui.find.space_pane import SpacePane
    from spacetui.tui.find.status_lines import FindStatus
    from spacetui.tui.widgets.action_list import ActionList
    from spacetui.tui.widgets.status_bar import StatusLine
    from spacetui.tui.widgets.two_panes import TwoPanes

# Seconds from the first whole frame to the first request.
FIRST_PAUSE = 0.05


class FindView(Container):
    """The panes of the find page. The controller does what they ask for."""

    def __init__(
        self,
        page: Screen[None],
        state: AppState,
        *,
        show_status_line: Callable[[StatusLine], None],
        refresh_frame: Callable[[], None],
    ) -> None:
        """page: the screen that gets the classes of the layout.

        show_status_line: shows a line in the status bar. refresh_frame: draws header and footer.
        """
        super().__init__(id="page", classes="-box-alone")
        self._page = page
        self._state = state
        self._show_status_line = show_status_line
        self._refresh_frame = refresh_frame
        # Attributes, not queries: see PageFrame.
        self.search_pane = SearchPane(self._make_found)
        # Whether focus was on the actions of the app that is opened once more.
        self._was_in_actions = False

    def _make_found(self, on_answer: Callable[[], None]) -> FoundSpaces:
        from spacetui.tui.find.found_spaces import FoundSpaces
        from spacetui.tui.find.task_rows import TASKS

        state = self._state
        tasks = () if state.start_ids else TASKS
        return FoundSpaces(
            is_local=state.is_demo,
            tasks=tasks,
            is_kept=state.favourites.has,
            on_answer=on_answer,
        )

    @cached_property
    def status(self) -> FindStatus:
        from spacetui.tui.find.status_lines import FindStatus

        show = self._show_status_line
        return FindStatus(show, self.search_pane, is_demo=self._state.is_demo)

    @cached_property
    def space_pane(self) -> SpacePane:
        from spacetui.tui.find.space_pane import SpacePane

        return SpacePane(is_local=self._state.is_demo, is_kept=self._state.favourites.has)

    @cached_property
    def narrow(self) -> TwoPanes:
        from spacetui.tui.widgets.two_panes import TwoPanes

        return TwoPanes(self._page, self.search_pane, self.space_pane)

    def compose(self) -> ComposeResult:
        yield self.search_pane

    async def fill(self) -> None:
        """Mount all but the search box. The first request is made a moment later.

        Nothing of the Hub, the wire or the demo is loaded before the first frame, in which stands
        what was typed meanwhile.
        """
        with self.app.batch_update():
            self.remove_class("-box-alone")
            await self.search_pane.fill()
            await self.mount(self.space_pane)
        self.status.show_greeting()
        self.set_timer(FIRST_PAUSE, self._begin)

    async def _begin(self) -> None:
        await self.space_pane.fill()
        opening, self._state.opening = self._state.opening, None
        if opening is not None and opening.is_stopped:
            self.status.show_stopped(opening.progress.name)
        elif opening is not None:
            self.controller.open(opening.progress.src, opening=opening)
        self.controller.load_start()

    @cached_property
    def controller(self) -> FindController:
        from spacetui.tui.find.controller import FindController

        return FindController(
            self._state,
            self.search_pane,
            self.space_pane,
            self.status,
            on_account=self._refresh_frame,
            on_opening=self._opening,
            on_opened=self._opened,
            on_failed=self._not_opened,
        )

    # What the panes ask for.

    @on(SearchPane.QueryChanged)
    def _query_changed(self, event: SearchPane.QueryChanged) -> None:
        event.stop()
        self.controller.change_query(event.query, is_entered=event.is_entered)

    @on(SearchPane.Moved)
    def _moved(self, event: SearchPane.Moved) -> None:
        event.stop()
        self.controller.select(event.card)

    @on(QueryInput.Recalled)
    def _search_recalled(self, event: QueryInput.Recalled) -> None:
        event.stop()
        self.controller.recall_search()

    @on(SearchPane.Opened)
    def _open_requested(self, event: SearchPane.Opened) -> None:
        event.stop()
        self.controller.open(event.src)

    # By their names, not by @on: the classes of the messages come after the first frame.
    def on_space_pane_opened(self, event: SpacePane.Opened) -> None:
        event.stop()
        self.controller.open(event.src)

    def on_action_list_taken(self, event: ActionList.Taken) -> None:
        event.stop()
        self.controller.take(event.key)

    def on_descendant_focus(self) -> None:
        if not self.search_pane.is_whole:
            return
        # The list that the page starts with is not asked about before the user walks in it.
        found = self.search_pane.found
        is_in_list = self.screen.focused is found.rows
        if is_in_list and found.card is not None and self.space_pane.card is None:
            self.controller.select(found.card)

    # What happens to an app that is opened.

    def _opening(self) -> None:
        self._was_in_actions = self.screen.focused is self.space_pane.actions
        if self._was_in_actions:
            self.space_pane.leave_actions()
        self._state.held_keys.begin()
        self._refresh_frame()

    def _opened(self, opened: OpenedApp) -> None:
        self._state.add(opened)
        if self.space_pane.has_focus_within:  # its actions no longer apply
            self.narrow.show(self.search_pane)
            self.search_pane.focus_first()
        self.status.show_opened(opened.src)
        self.app.switch_mode("use")

    def _not_opened(self) -> None:
        self._state.held_keys.drop()
        # The focus stays: who is typing would press the letters of the actions. It goes back to
        # actions that had it.
        if self._was_in_actions and self.space_pane.has_focus_within:
            self.space_pane.focus_first()
        self._refresh_frame()

    def cancel_step(self) -> BackStep | None:
        """Return what esc stops: the app that is being opened."""
        if not self.status.is_opening:
            return None
        return BackStep("stop opening", self._stop, is_first=True)

    def _stop(self) -> None:
        self._state.held_keys.drop()
        self.controller.stop()

    def leave_step(self) -> BackStep | None:
        """Return what esc does else: it shows the list again, or clears the search."""
        if self.narrow.is_second_over:
            return BackStep("list", self.narrow.show_other)
        if self.search_pane.query_text:
            return BackStep("clear the search", self.search_pane.box.clear)
        return None
