"""The history page: the list of calls, the one under the cursor, and what its keys do."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content

from spacetui.tui.app_state import AppState
from spacetui.tui.history.call_actions import CallActions
from spacetui.tui.history.call_list import CallList
from spacetui.tui.history.call_view import CallView
from spacetui.tui.history.calls_pane import HistoryPane
from spacetui.tui.history.diff_pane import DiffPane
from spacetui.tui.history.file_actions import save_files
from spacetui.tui.history.footer_keys import footer_keys
from spacetui.tui.history.status_lines import not_sent_line
from spacetui.tui.keys import bindings
from spacetui.tui.use.output_saving import FilesRequested
from spacetui.tui.use.sendable import SendRequested
from spacetui.tui.widgets.back_step import BackStep, step_to_page
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.two_panes import TwoPanes


class HistoryPage(Page):
    """Every call that is kept, found by what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings({"run": "run", "search": "search"})

    def __init__(self, app_state: AppState) -> None:
        super().__init__(app_state)
        self.calls, self.diff = HistoryPane(), DiffPane()
        self.view = CallView(app_state)
        self.listed = CallList(app_state, self.calls, self._rows_shown)
        self.actions = CallActions(
            self,
            app_state,
            calls=self.calls,
            listed=self.listed,
            view=self.view,
            diff=self.diff,
            show_line=self.frame.show_status,
            on_compared=self._show_diff,
        )
        self.narrow = TwoPanes(self, self.calls, self.view.pane)
        self.panes.narrow = self.narrow
        self.esc.overlay, self.esc.leave = self._overlay_step, self._leave_step

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            yield self.calls
            with Container(id="beside"):
                yield self.view.pane
                yield self.diff

    async def on_screen_resume(self) -> None:
        self.listed.search(self.calls.query_text)

    def on_screen_suspend(self) -> None:
        self.run_worker(self.actions.delete_forgotten(), group="delete")

    async def on_unmount(self) -> None:
        await self.actions.delete_forgotten()

    def arrive(self) -> None:
        self.narrow.show(self.calls)
        self.calls.leave_text()

    def place(self) -> Content:
        return Content.styled("history", "bold")

    def keys(self) -> KeyGroups:
        return footer_keys(
            is_in_list=self.panes.focused is self.calls,
            is_typing=self.is_typing,
            has_rows=bool(self.calls.rows.rows),
        )

    @on(HistoryPane.QueryChanged)
    def _query_changed(self, event: HistoryPane.QueryChanged) -> None:
        event.stop()
        self.listed.search(event.query)

    @on(HistoryPane.EndNear)
    def _end_near(self, event: HistoryPane.EndNear) -> None:
        event.stop()
        self.listed.load_more()

    @on(HistoryPane.Moved)
    def _moved(self, event: HistoryPane.Moved) -> None:
        event.stop()
        self.view.show(event.row)
        self.actions.show_status()

    @on(HistoryPane.Asked)
    def _asked(self, event: HistoryPane.Asked) -> None:
        event.stop()
        self.actions.do(event.what, event.row)

    @on(FilesRequested)
    def _files_requested(self, event: FilesRequested) -> None:
        event.stop()
        if self.view.past is not None:
            save = save_files(self.app, self.view.past, event)
            self.run_worker(save, group="file")

    @on(SendRequested)
    def _send_requested(self, event: SendRequested) -> None:
        event.stop()
        self.frame.show_status(not_sent_line())

    def _rows_shown(self) -> None:
        if self.calls.rows.rows and self.focused is self.calls:
            self.calls.leave_text()  # the list was empty when the page was shown
        self.actions.show_status()
        self.refresh_frame()

    def _show_diff(self) -> None:
        self.diff.take_place_of(self.view.pane)
        if self.narrow.is_narrow:  # else a class of the page would change for nothing
            self.narrow.show(self.view.pane)
        self.call_after_refresh(self.diff.focus_first)

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "run":
            return self.calls.row is not None
        return super().check_action(action, parameters)

    def action_run(self) -> None:
        self.calls.action_ask("run_again")

    async def action_search(self) -> None:
        """Search, where the list has not the focus."""
        self.narrow.show(self.calls)
        await self.calls.action_search()

    def _overlay_step(self) -> BackStep | None:
        if not self.diff.display:
            return None
        return BackStep("end the comparison", self._close_diff)

    def _close_diff(self) -> None:
        self.diff.give_place_to(self.view.pane)
        self.arrive()

    def _leave_step(self) -> BackStep:
        if self.narrow.is_second_over:
            return BackStep("list", self.arrive)
        if self.calls.query_text:
            return BackStep("clear the search", self.calls.box.clear)
        return step_to_page(self.app.switch_mode, has_space=self.app_state.space is not None)
