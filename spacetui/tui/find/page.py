"""The find page: search, look at a Space, open it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.find.footer_keys import footer_keys
from spacetui.tui.find.narrow_layout import NarrowLayout
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.find.space_pane import SpacePane
from spacetui.tui.find.start_rows import TASKS
from spacetui.tui.find.status import FindStatus
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.back_step import BackStep
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.tui.find.controller import FindController

# Characters of what is typed while an app opens that the footer shows.
HELD_SHOWN = 24
# Seconds from the first frame to the first request.
FIRST_PAUSE = 0.05


class FindPage(Page):
    """The search box with its results, and the selected Space beside them."""

    # Not by on_mount: letters typed before the first frame must find the box.
    AUTO_FOCUS = "#query"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"run": "run", "search": "focus_search", "browse": "browse", "duplicate": "duplicate"}
    )

    def __init__(self, app_state: AppState, *, src: str = "") -> None:
        super().__init__(app_state)
        self._src = src
        # Attributes, not queries: see PageFrame.
        tasks = () if app_state.start_ids else TASKS
        self.search_pane = SearchPane(is_local=app_state.is_demo, tasks=tasks)
        self.space_pane = SpacePane(is_local=app_state.is_demo)
        self._status = FindStatus(
            self.show_status_line, self.search_pane, is_demo=app_state.is_demo
        )
        self._narrow = NarrowLayout(self, self.search_pane, self.space_pane)
        # What had focus and stood in the search box when an app began to open.
        self._place: tuple[object, str] = (None, "")

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            yield self.search_pane
            yield self.space_pane

    def on_mount(self) -> None:
        if self._src:
            self.app_state.held_keys.begin()
        self.search_pane.show_detail("")
        self.refresh_frame()
        self._status.show_greeting()
        # Nothing of the Hub, the wire or the demo is loaded before the first frame, in which stands
        # what was typed meanwhile.
        self.call_after_refresh(self.set_timer, FIRST_PAUSE, self._begin)

    async def _begin(self) -> None:
        await self.space_pane.fill()
        if self._src:
            self._controller.open(self._src)
        self._controller.load_start()

    @cached_property
    def _controller(self) -> FindController:
        from spacetui.tui.find.controller import FindController

        return FindController(
            self.app_state,
            self.search_pane,
            self.space_pane,
            self._status,
            on_account=self.refresh_frame,
            on_opening=self._opening,
            on_opened=self._opened,
            on_failed=self._not_opened,
        )

    def may_open_by(self, key: str) -> bool:
        is_box = key == "enter" and self.focused is self.search_pane.box
        return is_box or super().may_open_by(key)

    def keys(self) -> KeyGroups:
        held = self.app_state.held_keys.text
        return footer_keys(
            self.focused,
            is_opening=self._status.is_opening,
            has_query=bool(self.search_pane.query_text),
            can_open=self.search_pane.found.can_open(self.search_pane.query_text),
            held=visible_line(held[-HELD_SHOWN:], HELD_SHOWN),
            enter_label=self.search_pane.found.enter_label,
        )

    @on(SearchPane.QueryChanged)
    def _query_changed(self, event: SearchPane.QueryChanged) -> None:
        event.stop()
        self._controller.change_query(event.query, is_entered=event.is_entered)

    @on(SearchPane.Moved)
    def _moved(self, event: SearchPane.Moved) -> None:
        event.stop()
        self._controller.select(event.card)

    @on(SearchPane.Opened)
    def _open_requested(self, event: SearchPane.Opened) -> None:
        event.stop()
        self._controller.open(event.src)

    @on(ActionList.Taken)
    def _taken(self, event: ActionList.Taken) -> None:
        event.stop()
        self._controller.take(event.key)

    def on_descendant_focus(self) -> None:
        # The list that the page starts with is not asked about before the user walks in it.
        card = self.search_pane.found.card
        is_in_list = self.focused is self.search_pane.found.rows
        if is_in_list and card is not None and self.space_pane.card is None:
            self._controller.select(card)

    # What happens to an app that is opened.

    def _opening(self) -> None:
        if self.focused is self.space_pane.actions:
            self.space_pane.leave_actions()
        self.app_state.held_keys.begin()
        self._place = self.focused, self.search_pane.query_text
        self.refresh_frame()

    def _opened(self, opened: OpenedApp) -> None:
        self.app_state.add(opened)
        if self.panes.focused is self.space_pane:  # its actions no longer apply
            self._narrow.show(self.search_pane)
            self.search_pane.focus_first()
        self._status.show_opened(opened.src)
        self.app.switch_mode("use")

    def _not_opened(self) -> None:
        self.app_state.held_keys.drop()
        # The actions are focused only if the user has not moved on meanwhile.
        if self.is_current and self._place == (self.focused, self.search_pane.query_text):
            self._narrow.show(self.space_pane)
            self.space_pane.focus_first()
        self.refresh_frame()

    # esc.

    @property
    def is_typing(self) -> bool:
        # What is typed while an app opens is held for its form.
        return super().is_typing and not self.app_state.held_keys.is_holding

    def cancel_step(self) -> BackStep | None:
        if not self._status.is_opening:
            return None
        return BackStep("stop opening", self._stop, is_first=True)

    def _stop(self) -> None:
        self.app_state.held_keys.drop()
        self._controller.stop()

    def leave_step(self) -> BackStep | None:
        if self._narrow.is_narrow and self._narrow.is_space_shown:
            return BackStep("list", self._narrow.show_other)
        if self.search_pane.query_text:
            return BackStep("clear the search", self.search_pane.box.clear)
        return None

    def arrive(self) -> None:
        """Begin where the search was left: what is typed replaces the query."""
        self._narrow.show(self.search_pane)
        self.search_pane.focus_first()
        self.search_pane.box.select_all()

    # Keys.

    def action_run(self) -> None:
        self._controller.run_again()

    def action_focus_search(self) -> None:
        """Search, where no pane has the focus."""
        self.arrive()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "duplicate":
            card = self.space_pane.card
            return card is not None and "://" not in card.id and not self.app_state.is_demo
        return super().check_action(action, parameters)

    def action_duplicate(self) -> None:
        card = self.space_pane.card
        if card is not None:
            self.duplicate(card.id)

    def duplicate(self, space_id: str) -> None:
        """Ask how to duplicate a Space, and open the duplicate."""
        self._controller.duplicate(space_id)

    def action_browse(self) -> None:
        self._controller.browse(self.search_pane.found.card)

    def action_next_pane(self, by: int) -> None:
        if self._narrow.is_narrow:
            self._narrow.show_other()
        else:
            super().action_next_pane(by)

    def show_pane(self, pane: Pane) -> None:
        self._narrow.show(pane)
