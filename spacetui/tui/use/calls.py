"""A page with a form and the results of its calls: makes them, follows them, tells them on the horizon."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.timer import Timer

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.model.schema import Json
from spacetui.session.live_call import LiveCall
from spacetui.system.saved_files import viewing_folder
from spacetui.text.format import count_text
from spacetui.tui.app_state import AppState
from spacetui.tui.open_space import OpenSpace
from spacetui.tui.use.downloads import Downloads
from spacetui.tui.use.follow_call import follow
from spacetui.tui.use.footer_keys import footer_keys
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.retry import Retry
from spacetui.tui.use.side_panes import RecentCallsPane
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.code_page import CodePage
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.widgets.text_entry import after_typing
from spacetui.tui.wording.call_status import describe_call

# Seconds between two drawings of what moves by itself while a call runs.
TICK = 0.1


class CallingPage(CodePage):
    """Base of the use page: everything about calls. Which Space and endpoint is in hand, the use page says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "forget_state", "forget the state", show=False, id="forget_state"),
    ]

    def __init__(self, desk: AppState) -> None:
        super().__init__(desk)
        # The Space and the endpoint whose form is on show; None while a form is built.
        self._shown: tuple[OpenSpace, str] | None = None
        # A word of ours on the horizon, until the person does something else.
        self._remark: StatusLine | None = None
        self._ticking: Timer | None = None
        self.fetching = Downloads(self, desk.session, self.tell, self.show_run)
        self.again = Retry(self, self.make_call)

    def on_mount(self) -> None:
        self._ticking = self.set_interval(TICK, self.tick, pause=True)

    @property
    def form(self) -> FormPane:
        return self.query_one(FormPane)

    @property
    def result(self) -> ResultPane:
        return self.query_one(ResultPane)

    @property
    def space(self) -> OpenSpace | None:
        return self.desk.space

    def keys(self) -> KeyGroups:
        space = self.space
        run = space.run if space is not None else None
        stops = "file" if self.fetching.is_going else "wait" if self.again.is_going else ""
        has_steps = isinstance(self.focused, ActionList)
        return footer_keys(self.panes.focused, run, stops=stops, has_steps=has_steps)

    # What is shown.

    def show_run(self) -> None:
        """Draw the call on show: result, horizon, list of calls, footer."""
        space = self.space
        if space is None:
            return
        self.result.show_run(space.run, space.position, space.steps)
        every = [each for runs in space.runs.values() for each in runs]
        self.query_one(RecentCallsPane).show_runs(
            sorted(every, key=lambda each: -each.made_at)[:50]
        )
        self.tell()
        self.refresh_frame()
        if self._ticking is not None:
            if self.desk.live_runs:
                self._ticking.resume()
            else:
                self._ticking.pause()

    def tick(self) -> None:
        """Redraw what moves by itself while a call runs."""
        space = self.space
        if space is not None and space.run is not None and space.run.state.status.is_live:
            self.result.show_run(space.run, space.position)
        self.tell()

    def tell(self) -> None:
        """Say the call on show on the horizon, or what is waited for beside it."""
        space = self.space
        run = space.run if space is not None else None
        if said := self.fetching.line() or self.again.line() or self._remark:
            self.say(said)
        elif run is None:
            self.say(
                StatusLine(
                    glyphs().idle, "$muted", "ready", space.standing if space is not None else ""
                )
            )
        else:
            others = len(self.desk.live_runs) - (1 if run.state.status.is_live else 0)
            self.say(describe_call(run.state, run.elapsed, run.silence, others))

    def _hush(self) -> None:
        """Say no more what the person has seen: that nothing was sent, that no file came."""
        self._remark = None
        self.fetching.forget()
        self.tell()

    def remark(self, line: StatusLine) -> None:
        """Say something on the horizon until the person does something else."""
        self._remark = line
        self.tell()
        self.refresh_frame()

    def _keep_form(self) -> None:
        """Note what the form on show holds, so that it is there again when it is shown again."""
        if self._shown is not None:
            space, api_name = self._shown
            space.values[api_name] = self.form.values()

    # Calls.

    def action_run(self) -> None:
        after_typing(self.focused, self.run_form)

    def run_form(self) -> None:
        """Send the form as it stands, or show what is to be mended."""
        space = self.space
        if space is None or space.endpoint is None:
            return
        if self._shown != (space, space.api_name):
            self.remark(
                StatusLine(glyphs().idle, "$muted", "not sent", "the form is not there yet")
            )
            return
        wrong = self.form.check()
        if wrong:
            wrong[0].focus_editor()
            count = f"{count_text(len(wrong), 'field')} to mend"
            self.remark(StatusLine(glyphs().idle, "$muted", "not sent", count))
            return
        self._hush()
        self._keep_form()
        self.run_call(space, Call(space.endpoint, dict(space.form)))

    @work(group="call")
    async def run_call(self, space: OpenSpace, call: Call) -> None:
        """Make a call; where it fails and the person has done nothing meanwhile, what to do is at hand."""
        place = self.focused
        run = await self.make_call(space, call)
        if not self._is_shown(space, run):
            return
        if self.result.steps.rows and self.focused is place and self.form.values() == call.values:
            self.result.focus_first()

    async def make_call(self, space: OpenSpace, call: Call) -> LiveCall:
        """Make a call, follow it to its end and give it: fold each event, draw at most 30 times a second."""
        session = await self.desk.session()
        run = session.submit(space.opened, call)
        space.drafts.pop(call.endpoint.api_name, None)
        space.runs.setdefault(call.endpoint.api_name, []).append(run)
        if space is self.space and call.endpoint.api_name == space.api_name:
            space.show_run(None)
            # In a narrow window a call shows its result, unless the code has focus.
            if not isinstance(self.panes.focused, CodePane):
                self.show_pane(self.result)
        self.show_run()
        await follow(run, self.show_run, lambda: self._draw_stream(space, run))
        self.desk.recordings.append(run.recording)
        failure = run.state.failure
        if failure is not None and self._is_shown(space, run):
            problems = failure.problems or ((failure.parameter, failure.located),)
            for parameter, words in problems:
                self.form.show_problem(parameter, words)
        return run

    def _is_shown(self, space: OpenSpace, run: LiveCall) -> bool:
        """Whether this page, the form and the result are those of `run`."""
        return self.is_current and space is self.space and run is space.run

    @on(ActionList.Taken)
    def _taken(self, event: ActionList.Taken) -> None:
        event.stop()
        space = self.space
        run = space.run if space is not None else None
        if event.key == "ctrl+r":
            self.action_run()
        elif space is not None and run is not None:
            self.again.take(event.key, space, run)

    def _draw_stream(self, space: OpenSpace, run: LiveCall) -> None:
        if space is self.space and run is space.run:
            self.tick()

    def cancel_call(self) -> bool:
        if self.fetching.stop() or self.again.stop():
            return True
        space = self.space
        run = space.run if space is not None else None
        if run is None or not run.state.status.is_live:
            # The call on show has ended: the newest that still goes, of whatever Space, is next.
            live = self.desk.live_runs
            run = max(live, key=lambda each: each.made_at) if live else None
        if run is None:
            return False
        run.cancel()
        return True

    async def action_forget_state(self) -> None:
        """Begin a new session with the app: what it kept of the calls made here is gone for the next one."""
        space = self.space
        if space is None:
            return
        if not space.keeps_state:
            self.remark(
                StatusLine(glyphs().idle, "$muted", "nothing to forget", "this app keeps no state")
            )
            return
        session = await self.desk.session()
        space.opened = session.forget_state(space.opened)
        self.remark(
            StatusLine(glyphs().idle, "$muted", "state forgotten", "the next call starts anew")
        )

    # Files of outputs.

    async def fetch(self, file: Mapping[str, Json]) -> Path:
        """Bring a file of an output to this machine, into a folder of our own."""
        space = self.space
        if space is None:
            raise SpacetuiError("no Space is open")
        session = await self.desk.session()
        return await session.download(space.opened, file, viewing_folder())

    @on(ResultPane.FileWanted)
    def _file_wanted(self, event: ResultPane.FileWanted) -> None:
        event.stop()
        space = self.space
        if space is not None:
            self.fetching.start(space.opened, event.files, is_opened=event.opened)

    @on(ResultPane.CopyWanted)
    def _copy_wanted(self, event: ResultPane.CopyWanted) -> None:
        event.stop()
        app: Any = self.app
        app.copy_text(event.text)
