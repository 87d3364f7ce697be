"""The result pane: what the call is doing, then what it gave; on failure a short page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint, Json
from spacetui.session.live_call import LiveCall
from spacetui.text.format import duration_text
from spacetui.tui.outputs import view_for
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.use.result_status import log_content, status_content, words_of
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.wording.call_status import KIND_WORDS, status_style, status_symbol
from spacetui.tui.wording.recovery import Action


class ResultPane(Pane):
    """Draws one LiveCall at a time; knows nothing of how it came about."""

    NUMBER = "4"
    TITLE = "result"
    DEFAULT_CSS = """
    ResultPane VerticalScroll { height: 1fr; }
    ResultPane Static { width: 1fr; height: auto; padding-left: 2; }
    ResultPane #status, ResultPane ActionList { margin-bottom: 1; }
    ResultPane #outputs { height: auto; layout: vertical; }
    ResultPane OutputView { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "older(-1)", "older call", show=False),
        Binding("right_square_bracket", "older(1)", "newer call", show=False),
        Binding("y", "copy_value", "copy value", show=False),
        Binding("s", "save", "save", show=False),
        Binding("o", "open", "open", show=False),
    ]

    @dataclass
    class Older(Message):
        """An older or newer call is wanted."""

        by: int

    @dataclass
    class CopyWanted(Message):
        """Text of the output in hand, to be copied."""

        text: str

    @dataclass
    class FileWanted(Message):
        """Files of an output, to be saved; or one, to be opened."""

        files: tuple[Mapping[str, Json], ...]
        opened: bool

    def __init__(self, fetch: Callable[[Mapping[str, Json]], Awaitable[Path]]) -> None:
        super().__init__()
        self._fetch = fetch
        self._endpoint: Endpoint | None = None
        self._run: LiveCall | None = None
        self._position = ""
        self._drawn: tuple[object, bool] | None = None
        self._following = True
        self.steps = ActionList()

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"):
            yield Static(id="status")
            yield self.steps
            yield Vertical(id="outputs")
            yield Static(id="log")

    def on_mount(self) -> None:
        # How much more there is, is known when it is laid out, which some outputs do in their own time.
        self.watch(self.query_one("#scroll"), "virtual_size", self._title, init=False)

    # What is on show.

    async def show_endpoint(self, endpoint: Endpoint | None) -> None:
        """Make a view for each output of `endpoint`; they are shown when there is something in them."""
        self._endpoint, self._drawn, self._run = endpoint, None, None
        box = self.query_one("#outputs", Vertical)
        await box.remove_children()
        box.display = False
        if endpoint is not None:
            views = [view_for(each, self._fetch) for each in endpoint.returns]
            for view in views:
                view.can_focus = True
            await box.mount_all(views)
        self._fit()
        self.show_run(None, "")

    def show_run(self, run: LiveCall | None, position: str, steps: tuple[Action, ...] = ()) -> None:
        """Draw `run` as it stands. position: `2 of 3` where there are several; steps: what to do if it failed."""
        if run is not self._run:
            self._drawn = None
            self._following = True
        self._run, self._position = run, position
        state = run.state if run is not None else RunState()
        self._title()
        self._status(run, has_steps=bool(steps))
        self.steps.show_steps(steps)
        self._outputs(state)
        self._log(state)

    def on_resize(self) -> None:
        # What is said in lines was folded for another width, or for none while the pane was hidden.
        self.show_run(self._run, self._position, tuple(self.steps.rows))
        self._fit()

    def _fit(self) -> None:
        if rows := self.query_one("#scroll").size.height:
            for view in self.views:
                view.fit(rows)

    def _title(self) -> None:
        run, position = self._run, self._position
        if run is None:
            self.say("nothing yet")
            return
        state, now = run.state, run.elapsed
        sign = Content.styled(status_symbol(state.status), status_style(state.status))
        dot = f" {glyphs().dot} "
        match state.status:
            case Status.QUEUED:
                words = "queued"
            case Status.SENDING:
                words = "sending"
            case Status.STARTED:
                words = f"running{dot}{duration_text(now)}"
            case Status.STREAMING:
                words = f"streaming{dot}{duration_text(now)}"
            case Status.FAILED:
                kind = (
                    KIND_WORDS.get(state.failure.kind, state.failure.kind)
                    if state.failure
                    else "failed"
                )
                said = Content.styled(f"{glyphs().failed} {kind}", "$error")
                rest = [each for each in (position, self._more) if each]
                self.say(said + Content.styled("".join(f"{dot}{each}" for each in rest), "$muted"))
                return
            case Status.CANCELLED:
                words = f"stopped{dot}{position}" if position else "stopped"
            case Status.IDLE:
                words = "sending"
            case _:
                words = dot.join(
                    each for each in (position, duration_text(state.duration), self._more) if each
                )
        self.say(sign + Content.styled(f" {words}", "$muted"))

    @property
    def _more(self) -> str:
        return f"{glyphs().down} more" if self.query_one("#scroll").max_scroll_y > 1 else ""

    def _status(self, run: LiveCall | None, *, has_steps: bool) -> None:
        status = self.query_one("#status", Static)
        content = status_content(run, self._endpoint, self._width, has_steps=has_steps)
        status.display = bool(content)
        status.update(content)

    @property
    def _width(self) -> int:
        return max(24, (self.query_one("#scroll").size.width or self.size.width) - 3)

    def _outputs(self, state: RunState) -> None:
        box = self.query_one("#outputs", Vertical)
        data = state.data
        box.display = data is not None
        if data is None:
            return
        final = state.status.is_final
        # By identity, and holding on to it: another value may come to lie where a freed one lay.
        if self._drawn is not None and self._drawn[0] is data and self._drawn[1] == final:
            return
        self._drawn = (data, final)
        views = self.views
        for view, value in zip(views, data, strict=False):
            view.show(value, final)
        scroll = self.query_one("#scroll", VerticalScroll)
        if not final and self._following and scroll.max_scroll_y - scroll.scroll_y <= 2:
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
    def in_hand(self) -> OutputView | None:
        """The output that has focus, else the first with a file, else the first."""
        focused = self.screen.focused
        if self._run is None or self._run.state.data is None:
            return None
        views = self.views
        for view in views:
            if focused is not None and view in focused.ancestors_with_self:
                return view
        return next((view for view in views if view.file is not None), views[0] if views else None)

    def action_older(self, by: int) -> None:
        self.post_message(self.Older(by))

    def action_copy_value(self) -> None:
        state = self._run.state if self._run is not None else None
        if state is not None and state.failure is not None:
            self.post_message(self.CopyWanted(words_of(state.failure)))
        elif self.in_hand is not None:
            self.post_message(self.CopyWanted(self.in_hand.copied()))

    def action_save(self) -> None:
        self._want_file(opened=False)

    def action_open(self) -> None:
        self._want_file(opened=True)

    def _want_file(self, *, opened: bool) -> None:
        view = self.in_hand
        if view is not None and view.file is not None:
            self.post_message(self.FileWanted((view.file,) if opened else view.files, opened))

    def focus_first(self) -> None:
        if self.steps.rows:
            self.steps.focus()
            return
        views = [view for view in self.views if view.display and self.query_one("#outputs").display]
        (views[0] if views else self.query_one("#scroll", VerticalScroll)).focus()
