"""The result pane: the progress of a call, its outputs, or why it failed and what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spacetui.errors import Failure
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint, Json
from spacetui.session.live_call import LiveCall
from spacetui.text.format import duration_text
from spacetui.tui.keys import bindings
from spacetui.tui.outputs import view_for
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.use.call_report import full_text, log_content, status_content
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.wording.call_status import KIND_LABELS, status_style, status_symbol
from spacetui.tui.wording.recovery import Action


class ResultPane(Pane):
    """Draws one call at a time."""

    NUMBER = "4"
    TITLE = "result"
    DEFAULT_CSS = """
    ResultPane VerticalScroll { height: 1fr; }
    ResultPane Static { width: 1fr; height: auto; padding-left: 2; }
    ResultPane #status, ResultPane ActionList { margin-bottom: 1; }
    ResultPane #outputs { height: auto; layout: vertical; }
    ResultPane OutputView { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "copy_value": "copy_value",
            "save": "save",
            "open": "open",
        }
    )

    @dataclass
    class FileRequested(Message):
        """Files of an output are to be saved; or one is to be opened."""

        files: tuple[Mapping[str, Json], ...]
        is_opened: bool

    def __init__(self, fetch: Callable[[Mapping[str, Json]], Awaitable[Path]]) -> None:
        super().__init__()
        self._fetch = fetch
        self._endpoint: Endpoint | None = None
        self._live: LiveCall | None = None
        self._position = ""
        # The data on show, and whether it was final.
        self._drawn: tuple[object, bool] | None = None
        self._is_following = True
        self.actions = ActionList()

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"):
            yield Static(id="status")
            yield self.actions
            yield Vertical(id="outputs")
            yield Static(id="log")

    def on_mount(self) -> None:
        # How much lies below is known only after the layout, which some outputs delay.
        self.watch(self.query_one("#scroll"), "virtual_size", self._title, init=False)

    async def show_endpoint(self, endpoint: Endpoint | None) -> None:
        """Make a view for each output of `endpoint`; they are shown when they have a value."""
        self._endpoint, self._drawn, self._live = endpoint, None, None
        box = self.query_one("#outputs", Vertical)
        await box.remove_children()
        box.display = False
        if endpoint is not None:
            views = [view_for(each, self._fetch) for each in endpoint.returns]
            for view in views:
                view.can_focus = True
            await box.mount_all(views)
        self._fit()
        self.show_call(None, "")

    def show_call(
        self, live: LiveCall | None, position: str, actions: tuple[Action, ...] = ()
    ) -> None:
        """Draw a call as it stands.

        position: `2 of 3` where there are several. actions: what to do about it if it failed.
        """
        if live is not self._live:
            self._drawn = None
            self._is_following = True
        self._live, self._position = live, position
        state = live.state if live is not None else RunState()
        self._title()
        self._status(live, has_actions=bool(actions))
        if not actions and self.actions.has_focus:
            self.screen.set_focus(self.query_one("#scroll"))  # a hidden widget loses it
        self.actions.show_actions(actions)
        self._outputs(state)
        self._log(state)

    def on_resize(self) -> None:
        # Text was wrapped for another width, or for none while the pane was hidden.
        self.show_call(self._live, self._position, tuple(self.actions.rows))
        self._fit()

    def _fit(self) -> None:
        if rows := self.query_one("#scroll").size.height:
            for view in self.views:
                view.fit(rows)

    def _title(self) -> None:
        live = self._live
        if live is None:
            self.show_detail("nothing yet")
            return
        state = live.state
        symbol = Content.styled(status_symbol(state.status), status_style(state.status))
        label = self._status_label(live)
        if state.failure is not None:
            kind = KIND_LABELS.get(state.failure.kind, state.failure.kind)
            symbol = Content.styled(f"{glyphs().failed} {kind}", "$error")
        self.show_detail(symbol + Content.styled(label, "$muted"))

    def _status_label(self, live: LiveCall) -> str:
        """Return what stands behind the symbol in the heading."""
        state, dot = live.state, f" {glyphs().dot} "
        match state.status:
            case Status.SENDING | Status.IDLE:
                return " sending"
            case Status.QUEUED:
                return " queued"
            case Status.STARTED:
                return f" running{dot}{duration_text(live.elapsed)}"
            case Status.STREAMING:
                return f" streaming{dot}{duration_text(live.elapsed)}"
            case Status.CANCELLED:
                parts = ["stopped", self._position]
            case Status.FAILED:
                return "".join(f"{dot}{each}" for each in (self._position, self._more) if each)
            case _:
                parts = [self._position, duration_text(state.duration), self._more]
        return " " + dot.join(each for each in parts if each)

    @property
    def _more(self) -> str:
        return f"{glyphs().down} more" if self.query_one("#scroll").max_scroll_y > 1 else ""

    def _status(self, live: LiveCall | None, *, has_actions: bool) -> None:
        status = self.query_one("#status", Static)
        content = status_content(live, self._endpoint, self._width, has_actions=has_actions)
        status.display = bool(content)
        status.update(content)

    @property
    def _width(self) -> int:
        return max(24, (self.query_one("#scroll").size.width or self.size.width) - 3)

    def _outputs(self, state: RunState) -> None:
        box = self.query_one("#outputs", Vertical)
        data, is_final = state.data, state.status.is_final
        box.display = data is not None
        if data is None:
            return
        # By identity, with a reference kept: another value may get the address of a freed one.
        if self._drawn is not None and self._drawn[0] is data and self._drawn[1] == is_final:
            return
        self._drawn = (data, is_final)
        for view, output in zip(self.views, state.outputs or (), strict=False):
            view.show(output.value, is_final, output.changes)
        scroll = self.query_one("#scroll", VerticalScroll)
        is_at_end = scroll.max_scroll_y - scroll.scroll_y <= 2
        if not is_final and self._is_following and is_at_end:
            self.call_after_refresh(scroll.scroll_end, animate=False)

    def _log(self, state: RunState) -> None:
        log = self.query_one("#log", Static)
        log.display = bool(state.logs)
        if not state.logs:
            return
        log.update(log_content(state, self._width))

    # Keys.

    @property
    def views(self) -> list[OutputView]:
        return list(self.query(OutputView))

    @property
    def view_in_hand(self) -> OutputView | None:
        """The output that has focus, else the first with a file, else the first."""
        if self._live is None or self._live.state.data is None:
            return None
        views, focused = self.views, self.screen.focused
        for view in views:
            if focused is not None and view in focused.ancestors_with_self:
                return view
        with_file = (view for view in views if view.files_to_save)
        return next(with_file, views[0] if views else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        view = self.view_in_hand
        match action:
            case "copy_value":
                return view is not None or self._failure is not None
            case "save" | "open":
                return view is not None and bool(view.files_to_save)
        return super().check_action(action, parameters)

    @property
    def _failure(self) -> Failure | None:
        return self._live.state.failure if self._live is not None else None

    def action_copy_value(self) -> None:
        failure, view = self._failure, self.view_in_hand
        if failure is not None:
            request_copy(self, full_text(failure), on_copied=self.heading.show_copied)
        elif view is not None:
            request_copy(self, view.copied_text(), on_copied=self.heading.show_copied)

    def action_save(self) -> None:
        view = self.view_in_hand
        if view is not None and view.files_to_save:
            self.post_message(self.FileRequested(view.files_to_save, is_opened=False))

    def action_open(self) -> None:
        view = self.view_in_hand
        if view is not None and view.files_to_save:
            self.post_message(self.FileRequested(view.files_to_save[:1], is_opened=True))

    def focus_first(self) -> None:
        if self.actions.rows:
            self.actions.focus()
            return
        views = [view for view in self.views if view.display and self.query_one("#outputs").display]
        (views[0] if views else self.query_one("#scroll", VerticalScroll)).focus()
