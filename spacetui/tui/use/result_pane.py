"""The result pane: the progress of a call, its outputs, or why it failed and what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from spacetui.errors import Failure
from spacetui.model.run import LogLine, RunState
from spacetui.model.schema import Endpoint, Json
from spacetui.tui.keys import bindings
from spacetui.tui.made_call import MadeCall
from spacetui.tui.outputs.place_chosen import PlaceChosen
from spacetui.tui.use.call_report import log_content, status_content
from spacetui.tui.use.copy_result import can_copy, copy_result
from spacetui.tui.use.output_following import OutputFollowing, ResultScroll
from spacetui.tui.use.output_saving import OutputSaving
from spacetui.tui.use.output_views import OutputViews
from spacetui.tui.use.paging import can_page, page_output
from spacetui.tui.use.result_heading import heading_text, more_below
from spacetui.tui.use.sendable import SendRequested, can_send
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.text_update import update_text
from spacetui.tui.wording.recovery import Action


class ResultPane(Pane):
    """Draws one call at a time."""

    NUMBER = "4"
    TITLE = "result"
    DEFAULT_CSS = """
    ResultPane VerticalScroll { height: 1fr; }
    ResultPane Static { width: 1fr; height: auto; padding-left: 2; }
    ResultPane #status, ResultPane ActionList { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {each: each for each in ("copy_value", "page", "save", "save_all", "open", "send")}
    )

    def __init__(
        self,
        fetch: Callable[[Mapping[str, Json]], Awaitable[Path]],
        *,
        above: Widget | None = None,
    ) -> None:
        """fetch: gets a file that an output shows. above: stands above the result."""
        super().__init__()
        self._above = above
        self._endpoint: Endpoint | None = None
        self._live: MadeCall | None = None
        self._position = self._place = ""
        self.actions, self.outputs = ActionList(), OutputViews(fetch)
        self._saving = OutputSaving(self, self.outputs)
        # Not looked up when they are drawn: a call may end while the app takes the pane down.
        self._body = ResultScroll(id="scroll")
        self._status, self._log = Static(id="status"), Static(id="log")
        self._following = OutputFollowing(self._body, self.outputs)
        # The log lines on show, and the width for which they were wrapped.
        self._logged: tuple[tuple[LogLine, ...], int] = ((), 0)

    def compose_body(self) -> ComposeResult:
        with self._body:
            if self._above is not None:
                yield self._above
            yield self._status
            yield self.actions
            yield self.outputs
            yield self._log

    def on_mount(self) -> None:
        # How much lies below is known only after the layout, which some outputs delay.
        self.watch(self._body, "virtual_size", self._height_changed, init=False)
        self.watch(self._body, "scroll_y", self._title, init=False)

    async def show_endpoint(self, endpoint: Endpoint | None) -> None:
        """Make a view for each output of `endpoint`; they are shown when they have a value."""
        self._endpoint, self._live = endpoint, None
        await self.outputs.build(endpoint)
        self._fit()
        self.show_call(None, "")

    def show_call(
        self, live: MadeCall | None, position: str, actions: tuple[Action, ...] = ()
    ) -> None:
        """Draw a call as it stands.

        position: `2 of 3` where there are several. actions: what to do about it if it failed.
        """
        if live is not self._live:
            self._following.forget()
        self._live, self._position = live, position
        state = live.state if live is not None else RunState()
        self._title()
        self._show_status(live, has_actions=bool(actions))
        if not actions and self.actions.has_focus:
            self.screen.set_focus(self._body)  # a hidden widget loses it
        self.actions.show_actions(actions)
        self._following.show(state)
        self._show_log(state)

    def on_resize(self) -> None:
        self._following.resized()
        # Text was wrapped for another width, or for none while the pane was hidden.
        self.show_call(self._live, self._position, tuple(self.actions.rows))
        self._fit()

    def _height_changed(self, before: Size, now: Size) -> None:
        self._following.height_changed(before.height)
        self._title()

    def _fit(self) -> None:
        if rows := self._body.size.height:
            self.outputs.fit(rows)

    def _title(self) -> None:
        live = self._live
        if live is None:
            self.show_detail("nothing yet")
            return
        more = self._place or more_below(self._body)
        self.show_detail(heading_text(live, self._position, more))

    def on_place_chosen(self, event: PlaceChosen) -> None:
        event.stop()
        self._place = event.place
        self._title()

    def _show_status(self, live: MadeCall | None, *, has_actions: bool) -> None:
        content = status_content(live, self._endpoint, self._width, has_actions=has_actions)
        self._status.display = bool(content)
        update_text(self._status, content)

    @property
    def _width(self) -> int:
        return max(24, (self._body.size.width or self.size.width) - 3)

    def _show_log(self, state: RunState) -> None:
        self._log.display = bool(state.logs)
        logged = (state.logs, self._width)
        if not state.logs or (logged[0] is self._logged[0] and logged[1] == self._logged[1]):
            return
        self._logged = logged
        update_text(self._log, log_content(state, self._width))

    @property
    def failure(self) -> Failure | None:
        """Why the call on show failed."""
        return self._live.state.failure if self._live is not None else None

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        view = self.outputs.in_hand
        match action:
            case "copy_value":
                return can_copy(self._live, view)
            case "page":
                return can_page(view)
            case "save" | "save_all" | "open":
                return self._saving.can(action)
            case "send":
                return can_send(self._live, self.outputs.number_in_hand)
        return super().check_action(action, parameters)

    def action_copy_value(self) -> None:
        copy_result(self, self._live, self.outputs.in_hand)

    def action_page(self) -> None:
        if (view := self.outputs.in_hand) is not None:
            run_exclusive(self, "page", partial(page_output, self, view))

    def action_save(self) -> None:
        self._saving.save()

    def action_save_all(self) -> None:
        self._saving.save_all()

    def action_open(self) -> None:
        self._saving.open()

    def action_send(self) -> None:
        if self._live is not None:
            outputs = self.outputs
            path = outputs.in_hand.path_in_hand if outputs.in_hand is not None else ()
            self.post_message(SendRequested(self._live, outputs.number_in_hand, path))

    def focus_first(self) -> None:
        if self.actions.rows:
            self.actions.focus()
            return
        first = next(iter(self.outputs.shown), None)
        (first or self._body).focus()
