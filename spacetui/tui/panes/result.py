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

from spacetui.model.events import ProgressUnit
from spacetui.model.run import LogLine, RunState, Status
from spacetui.model.schema import Endpoint, Json
from spacetui.tui.chrome.lines import keys_line
from spacetui.tui.chrome.pane import Pane
from spacetui.tui.glyphs import g
from spacetui.tui.outputs import view_for
from spacetui.tui.outputs.view import OutputView
from spacetui.tui.telling import moon, moon_style
from spacetui.tui.text import line, plain
from spacetui.tui.units import clock, ordinal, seconds
from spacetui.tui.words import gives_words, without_tags
from spacetui.tui.workspace import Run

# Beyond this many in line the moons are numbers only.
MOST_MOONS = 24
# Log lines on show; the run keeps more.
MOST_LOGS = 200
# Cells that the second of a log line takes.
LOG_MARGIN = 7

HEADLINES = {
    "app": "The app failed.",
    "validation": "The app does not take these values.",
    "usage": "This call cannot be made.",
    "unreachable": "The app cannot be reached.",
    "timeout": "Time ran out.",
    "lost": "The connection broke.",
    "busy": "The queue is full.",
    "auth": "A login is wanted.",
    "quota": "No ZeroGPU quota left.",
    "not_gradio": "No Gradio app at this address.",
    "stage": "This Space is not running.",
}


class ResultPane(Pane):
    """Draws one Run at a time; knows nothing of how it came about."""

    NUMBER = "4"
    TITLE = "result"
    DEFAULT_CSS = """
    ResultPane VerticalScroll { height: 1fr; }
    ResultPane Static { width: 1fr; height: auto; padding-left: 2; }
    ResultPane #status { margin-bottom: 1; }
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
        """A file of an output, to be saved, or opened too."""

        file: Mapping[str, Json]
        opened: bool

    def __init__(self, fetch: Callable[[Mapping[str, Json]], Awaitable[Path]]) -> None:
        super().__init__()
        self._fetch = fetch
        self._endpoint: Endpoint | None = None
        self._run: Run | None = None
        self._drawn: tuple[object, ...] | None = None
        self._following = True

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"):
            yield Static(id="status")
            yield Vertical(id="outputs")
            yield Static(id="log")

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
        self.show_run(None, "")

    def show_run(self, run: Run | None, position: str) -> None:
        """Draw `run` as it stands. position: `2 of 3` where there are several."""
        if run is not self._run:
            self._drawn = None
            self._following = True
        self._run = run
        state = run.state if run is not None else RunState()
        self._title(run, position)
        self._status(run)
        self._outputs(state)
        self._log(state)

    def _title(self, run: Run | None, position: str) -> None:
        if run is None:
            self.say("nothing yet")
            return
        state, now = run.state, run.now
        sign = Content.styled(moon(state.status), moon_style(state.status))
        dot = f" {g().dot} "
        match state.status:
            case Status.QUEUED:
                words = "queued"
            case Status.SENDING:
                words = "sending"
            case Status.STARTED:
                words = f"running{dot}{seconds(now)}"
            case Status.STREAMING:
                words = f"streaming{dot}{seconds(now)}"
            case Status.FAILED:
                kind = state.failure.kind if state.failure else ""
                self.say(Content.styled(f"{g().failed} {kind.replace('_', ' ')}", "$error"))
                return
            case Status.CANCELLED:
                words = "stopped"
            case _:
                words = f"{position}{dot}{seconds(state.duration)}" if position else seconds(state.duration)
        self.say(sign + Content.styled(f" {words}", "$muted"))

    def _status(self, run: Run | None) -> None:
        status = self.query_one("#status", Static)
        content = self._status_content(run)
        status.display = bool(content)
        status.update(content)

    def _status_content(self, run: Run | None) -> Content:
        if run is None:
            return self._empty()
        state = run.state
        match state.status:
            case Status.SENDING:
                return self._sending(state)
            case Status.QUEUED:
                return self._queued(state, run.now)
            case Status.STARTED | Status.STREAMING:
                return self._bars(state.units)
            case Status.FAILED:
                return self._failure(state)
            case Status.CANCELLED:
                return self._cancelled(state)
        return Content("")

    def _empty(self) -> Content:
        endpoint = self._endpoint
        if endpoint is None:
            return Content("")
        return Content("\n").join(
            [
                Content.assemble(("gives ", "$muted"), (gives_words(endpoint), "$foreground")),
                Content(""),
                keys_line([("ctrl+r", "run this form")]),
                keys_line([("ctrl+y", "copy the code")]),
            ]
        )

    def _sending(self, state: RunState) -> Content:
        if state.is_waiting:
            return Content.styled("every line to this app is in use; this call is next", "$muted")
        width = self._bar_width()
        rows = [
            self._bar(line(up.name, 16), up.sent / up.total if up.total else None, "", width)
            for up in state.uploads
        ]
        return Content("\n").join(rows)

    def _queued(self, state: RunState, now: float) -> Content:
        rows: list[Content] = []
        if state.rank is not None:
            place = Content.styled(f"{ordinal(state.rank + 1)} in line", "bold")
            size = state.queue_size
            if size:
                place = place + Content.styled(f" of {size}", "$muted")
            rows.append(place)
            if size and size <= MOST_MOONS:
                signs = [
                    Content.styled(g().done, "$accent") if at == state.rank else Content.styled(g().idle, "$muted")
                    for at in range(size)
                ]
                rows.append(Content(" ").join(signs))
            rows.append(Content(""))
        left = state.eta_left(now)
        if left is not None:
            usual = f", {seconds(state.usual)} of it its own" if state.usual else ""
            rows.append(
                Content.assemble(("done in about ", "$muted"), (clock(left), "$foreground"), (usual, "$muted"))
            )
            rows.append(Content(""))
        rows.append(
            Content.assemble(
                ("The form stays yours: ", "$muted"), ("ctrl+r", "bold"), (" lines up another call.", "$muted")
            )
        )
        return Content("\n").join(rows)

    def _bar_width(self) -> int:
        return max(24, (self.query_one("#scroll").size.width or self.size.width) - 3)

    def _bars(self, units: tuple[ProgressUnit, ...]) -> Content:
        if not units:
            return Content("")
        names = [line(unit.desc or unit.unit or "progress", 24) for unit in units]
        width = self._bar_width()
        longest = max(len(name) for name in names)
        rows = []
        for name, unit in zip(names, units, strict=True):
            fraction = unit.fraction
            if unit.index is not None and unit.length:
                tail = f"{unit.index} of {unit.length}"
            else:
                tail = f"{fraction:.0%}" if fraction is not None else str(unit.index or "")
            rows.append(self._bar(f"{name:<{longest}}", fraction, tail, width))
        return Content("\n").join(rows)

    @staticmethod
    def _bar(name: str, fraction: float | None, tail: str, width: int) -> Content:
        signs = g()
        room = max(4, width - len(name) - 12)
        filled = round(room * (fraction or 0.0))
        return Content.assemble(
            (name, "$foreground"),
            "  ",
            (signs.lit * filled, "$accent"),
            (signs.rule * (room - filled), "$rule"),
            (f"{tail:>9}", "$muted"),
        )

    def _failure(self, state: RunState) -> Content:
        failure = state.failure
        if failure is None:
            return Content("")
        rows = [Content.styled(HEADLINES.get(failure.kind, "The call failed."), "bold")]
        words = plain(without_tags(failure.message)[:2000])
        if failure.title and failure.kind == "app":
            words = plain(line(failure.title, 120)) + Content("\n") + words
        if failure.kind in ("app", "quota"):
            rows += [Content(""), Content.styled("the app said", "$muted")]
            bar = Content.styled(g().bar + " ", "$rule")
            folded = words.wrap(max(10, self._bar_width() - 3))
            rows += [bar + each.stylize("$muted") for each in folded[:20]]
        else:
            rows.append(words.stylize("$muted"))
        if failure.hint:
            rows += [Content(""), plain(line(failure.hint, 400)).stylize("$foreground")]
        rows += [Content(""), keys_line([("ctrl+r", "run again"), ("y", "copy the error")])]
        if state.partials:
            rows += [Content(""), Content.styled("what had come before:", "$muted")]
        return Content("\n").join(rows)

    def _cancelled(self, state: RunState) -> Content:
        ended = state.cancelled
        by = "you stopped this" if ended is None or ended.by_user else "the server stopped this"
        told = "the server was told" if ended and ended.confirmed else "the server may still be at work"
        rows = [Content.assemble((f"{by} after {seconds(state.duration)}", "bold"), (f"; {told}.", "$muted"))]
        if state.data is not None:
            rows.append(Content.styled("what had come so far:", "$muted"))
        return Content("\n").join(rows)

    def _outputs(self, state: RunState) -> None:
        box = self.query_one("#outputs", Vertical)
        data = state.data
        box.display = data is not None
        if data is None:
            return
        final = state.status.is_final
        key = (id(data), final)
        if key == self._drawn:
            return
        self._drawn = key
        views = self.views
        if final and not data:
            self.query_one("#status", Static).display = True
            self.query_one("#status", Static).update(
                Content.styled("done; this endpoint gives nothing back", "$muted")
            )
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
        shown = state.logs[-MOST_LOGS:]
        hidden = state.logs_dropped + len(state.logs) - len(shown)
        rows = [Content.styled(f"{hidden} earlier lines", "$muted")] if hidden else []
        width = max(20, self._bar_width() - LOG_MARGIN)
        rows += [row for each in shown for row in self._log_rows(each, width)]
        log.update(Content("\n").join(rows))

    @staticmethod
    def _log_rows(entry: LogLine, width: int) -> list[Content]:
        words = without_tags(f"{entry.title}: {entry.message}" if entry.title else entry.message)
        mark, style = {"warning": (f"{g().warning} ", "$warning"), "error": (f"{g().failed} ", "$error")}.get(
            entry.level, ("", "")
        )
        first, *rest = Content.assemble((mark, style), line(words, 400)).wrap(width)
        head = Content.styled(f"{seconds(entry.at):<{LOG_MARGIN}}", "$muted")
        return [head + first, *(Content(" " * LOG_MARGIN) + each for each in rest)]

    # Keys.

    @property
    def views(self) -> list[OutputView]:
        return list(self.query(OutputView))

    @property
    def in_hand(self) -> OutputView | None:
        """The output that has focus, else the first with a file, else the first."""
        focused = self.screen.focused
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
            self.post_message(self.CopyWanted(state.failure.message))
        elif self.in_hand is not None:
            self.post_message(self.CopyWanted(self.in_hand.copied()))

    def action_save(self) -> None:
        self._want_file(opened=False)

    def action_open(self) -> None:
        self._want_file(opened=True)

    def _want_file(self, *, opened: bool) -> None:
        view = self.in_hand
        if view is not None and view.file is not None:
            self.post_message(self.FileWanted(view.file, opened))

    def focus_first(self) -> None:
        views = [view for view in self.views if view.display and self.query_one("#outputs").display]
        (views[0] if views else self.query_one("#scroll", VerticalScroll)).focus()
