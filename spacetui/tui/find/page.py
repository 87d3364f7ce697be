"""The find page: what its keys do. Its panes and their controller are in FindView."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.find.find_view import FindView
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.page import Page

if TYPE_CHECKING:
    from spacetui.tui.find.space_pane import SpacePane
    from spacetui.tui.widgets.footer import KeyGroups

# Characters of what is typed while an app opens that the footer shows.
HELD_SHOWN = 24


class FindPage(Page):
    """Search, look at a Space, open it."""

    # Not by on_mount: letters typed before the first frame must find the box.
    AUTO_FOCUS = "#query"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "run": "run",
            "search": "focus_search",
            "browse": "browse",
            "duplicate": "duplicate",
            "favourite": "favourite",
        }
    )

    def __init__(self, app_state: AppState) -> None:
        super().__init__(app_state)
        self.view = FindView(
            self,
            app_state,
            show_status_line=self.frame.show_status,
            refresh_frame=self.refresh_frame,
        )
        self.search_pane = self.view.search_pane
        self.filling.takes = self._takes_before_fill
        self.esc.cancel, self.esc.leave = self.view.cancel_step, self.view.leave_step

    def compose_page(self) -> ComposeResult:
        yield self.view

    async def fill(self) -> None:
        await self.view.fill()
        self.panes.narrow = self.view.narrow

    def _takes_before_fill(self, event: events.Key) -> bool:
        return event.is_printable and self.focused is self.search_pane.box

    @property
    def space_pane(self) -> SpacePane:
        return self.view.space_pane

    def arrive(self) -> None:
        """Begin where the search was left: what is typed replaces the query."""
        src, self.app_state.src_to_open = self.app_state.src_to_open, ""
        if src:
            self.view.controller.open(src)
        self.panes.show(self.search_pane)
        self.search_pane.focus_first()
        self.search_pane.box.select_all()

    def may_open_by(self, key: str) -> bool:
        is_box = key == "enter" and self.focused is self.search_pane.box
        return is_box or super().may_open_by(key)

    @property
    def is_typing(self) -> bool:
        # What is typed while an app opens is held for its form.
        return super().is_typing and not self.app_state.held_keys.is_holding

    def keys(self) -> KeyGroups:
        from spacetui.tui.find.footer_keys import footer_keys

        held = self.app_state.held_keys.text
        query, found = self.search_pane.query_text, self.search_pane.found
        return footer_keys(
            self.focused,
            is_opening=self.view.status.is_opening,
            has_query=bool(query),
            can_open=found.can_open(query),
            has_actions=bool(self.space_pane.actions.rows),
            is_in_space=self.panes.focused is self.space_pane,
            held=visible_line(held[-HELD_SHOWN:], HELD_SHOWN),
            enter_label=found.enter_label,
        )

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "duplicate":
            card = self.space_pane.card
            return card is not None and "://" not in card.id and not self.app_state.is_demo
        if action == "favourite":
            return self.search_pane.found.card is not None
        return super().check_action(action, parameters)

    def action_run(self) -> None:
        self.view.controller.run_again()

    def action_focus_search(self) -> None:
        """Search, where no pane has the focus."""
        self.arrive()

    def action_duplicate(self) -> None:
        card = self.space_pane.card
        if card is not None:
            self.duplicate(card.id)

    def duplicate(self, space_id: str) -> None:
        """Ask how to duplicate a Space, and open the duplicate."""
        self.view.controller.duplicate(space_id)

    def action_favourite(self) -> None:
        self.view.controller.toggle_favourite(self.search_pane.found.card)

    def action_browse(self) -> None:
        self.view.controller.browse(self.search_pane.found.card)
