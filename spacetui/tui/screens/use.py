"""The use page: an open Space's endpoints, form, result and code."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on, work
from textual._path import CSSPathType
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.timer import Timer

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.model.schema import Json
from spacetui.model.script import script_of_call
from spacetui.tui.chrome.horizon import Line
from spacetui.tui.chrome.keyline import Groups
from spacetui.tui.chrome.pane import Pane
from spacetui.tui.desk import Desk
from spacetui.tui.following import follow
from spacetui.tui.glyphs import g
from spacetui.tui.panes.code import CodePane
from spacetui.tui.panes.form import FormPane
from spacetui.tui.panes.result import ResultPane
from spacetui.tui.panes.side import EndpointsPane, SpacesPane, TodayPane
from spacetui.tui.saving import viewing_folder
from spacetui.tui.screens.coding import CodingPage
from spacetui.tui.screens.fetching import Fetching
from spacetui.tui.screens.footer import keys_of
from spacetui.tui.screens.narrow import NarrowPanes
from spacetui.tui.telling import tell
from spacetui.tui.text import line as one_line
from spacetui.tui.workspace import Run, Workspace

# Seconds between two drawings of what moves by itself while a call runs.
TICK = 0.1
# Seconds the cursor rests on an endpoint before its form is built.
RESTING = 0.12


class UsePage(CodingPage):
    """Fill, run, watch, copy."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "use.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "side", "side", show=False),
        Binding("slash", "search", "search", show=False),
        Binding("left_square_bracket", "older(-1)", "older call", show=False),
        Binding("right_square_bracket", "older(1)", "newer call", show=False),
    ]

    ELSEWHERE: ClassVar[tuple[str, ...]] = ("6",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown: tuple[Workspace, str] | None = None
        self._not_sent = ""
        self._ticking: Timer | None = None
        self.narrow = NarrowPanes(self)
        self.fetching = Fetching(self, self.tell, self.show_run)

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            with Vertical(id="side"):
                yield SpacesPane()
                yield EndpointsPane()
                yield TodayPane()
            yield FormPane()
            yield ResultPane(self.fetch)
            yield CodePane()

    def on_mount(self) -> None:
        self._ticking = self.set_interval(TICK, self.tick, pause=True)

    async def on_screen_resume(self) -> None:
        if not self.query(FormPane):
            return  # the app is being taken down
        await self.show_space()
        self.refresh_frame()

    @property
    def form(self) -> FormPane:
        return self.query_one(FormPane)

    @property
    def result(self) -> ResultPane:
        return self.query_one(ResultPane)

    @property
    def space(self) -> Workspace | None:
        return self.desk.space

    # What the frame says.

    def place(self) -> Content:
        space = self.space
        if space is None:
            return super().place()
        return Content.assemble(
            (one_line(space.name, 50), "bold"), (f" {one_line(space.api_name, 40)}", "$secondary")
        )

    def keys(self) -> Groups:
        space = self.space
        run = space.run if space is not None else None
        return keys_of(self.pane_of(self.focused), run, is_fetching=self.fetching.is_going)

    # What is shown.

    async def show_space(self) -> None:
        """Show the Space in hand: side, form, result, code. Does nothing when it is shown already."""
        space = self.space
        if space is None:
            self.app.switch_mode("find")
            return
        self.query_one(SpacesPane).show_spaces(self.desk.spaces, self.desk.at)
        self.query_one(EndpointsPane).show_endpoints(space.endpoints, space.api_name)
        if not space.is_asked_about:
            space.is_asked_about = True
            self.ask_about(space)
        refill, space.refill = space.refill, None
        if self._shown != (space, space.api_name):
            self._keep_form()
            if refill is not None:
                space.values[space.api_name] = refill
            self._shown = None  # while the form is built, it holds nobody's values
            self._hush()
            # The result first: while a long form is built, no other endpoint's result may stand beside its name.
            await self.result.show_endpoint(space.endpoint)
            await self.form.show_endpoint(space.endpoint, space.form)
            self._shown = (space, space.api_name)
            self.form.focus_first()
        elif refill is not None:
            self.form.fill(refill)
        self.write_code()
        self.show_run()

    def show_run(self) -> None:
        """Draw the call on show: result, horizon, list of calls, footer."""
        space = self.space
        if space is None:
            return
        self.result.show_run(space.run, space.position)
        every = [each for runs in space.runs.values() for each in runs]
        self.query_one(TodayPane).show_runs(sorted(every, key=lambda each: -each.began)[:50])
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
        """Say the call on show on the horizon."""
        space = self.space
        run = space.run if space is not None else None
        if fetching := self.fetching.line():
            self.say(fetching)
        elif self._not_sent:
            self.say(Line(g().idle, "$muted", "not sent", self._not_sent))
        elif run is None:
            self.say(Line(g().idle, "$muted", "ready", space.standing if space is not None else ""))
        else:
            others = len(self.desk.live_runs) - (1 if run.state.status.is_live else 0)
            self.say(tell(run.state, run.now, run.silence, others))

    # Code.

    @on(FormPane.Changed)
    def _form_changed(self, event: FormPane.Changed) -> None:
        event.stop()
        self._keep_form()
        self._hush()
        self.write_code()

    def _hush(self) -> None:
        """Say no more what the person has seen: that nothing was sent, that no file came."""
        self._not_sent = ""
        self.fetching.forget()
        self.tell()

    def _keep_form(self) -> None:
        """Note what the form on show holds, so that it is there again when it is shown again."""
        if self._shown is not None:
            space, api_name = self._shown
            space.values[api_name] = self.form.values()

    def snippet(self) -> str:
        from spacetui.snippets import render

        space = self.space
        if space is None or space.endpoint is None:
            return ""
        call = Call(space.endpoint, self.form.values())
        try:
            return render(script_of_call(call, space.opened.source), self.desk.language)
        except SpacetuiError as error:
            return f"{error.message}\n"  # a value no language can write, nested without end

    def extra_commands(self) -> Iterable[SystemCommand]:
        result, form = self.result, self.form
        yield SystemCommand("save the file of this output", "s in result", result.action_save)
        yield SystemCommand("open the file of this output", "o in result", result.action_open)
        yield SystemCommand("copy the value of this output", "y in result", result.action_copy_value)
        yield SystemCommand("older call", "[", lambda: self.action_older(-1))
        yield SystemCommand("newer call", "]", lambda: self.action_older(1))
        yield SystemCommand("the app's own value for this field", "d outside text", form.action_default)
        yield SystemCommand("null for this field", "n outside text", form.action_null)
        yield SystemCommand("undocumented endpoints", "a in endpoints", self.show_all_endpoints)

    def action_example(self) -> None:
        if not self.form.fill_example():
            self.app.notify("this app offers no examples", timeout=3)

    def action_editor(self) -> None:
        """Edit the field in hand in $EDITOR; what comes back is read by the field's type."""
        from spacetui.tui.editor import edited

        field = self.form.field_in_hand
        if field is None:
            return
        try:
            value = edited(self.app, field.parameter, self.form.values().get(field.parameter.name))
        except SpacetuiError as error:
            self.app.notify(one_line(str(error), 300), severity="error", markup=False)
            return
        field.set_value(value)
        field.focus_editor()

    # Calls.

    def action_language(self) -> None:
        super().action_language()
        self.narrow.show(self.code)

    def action_run(self) -> None:
        self.after_typing(self.run_form)

    def run_form(self) -> None:
        """Send the form as it stands, or show what is to be mended."""
        space = self.space
        if space is None or space.endpoint is None:
            return
        wrong = self.form.check()
        if wrong:
            self._not_sent = f"{len(wrong)} field{'s' if len(wrong) > 1 else ''} to mend"
            wrong[0].focus_editor()
            self.tell()
            self.refresh_frame()
            return
        self._hush()
        self._keep_form()
        self.run_call(space, Call(space.endpoint, dict(space.form)))

    @work(group="call")
    async def run_call(self, space: Workspace, call: Call) -> None:
        """Make a call and follow it: fold each event, draw at most 30 times a second."""
        session = await self.desk.session()
        live = session.submit(space.opened, call)
        run = Run(call, live)
        space.drafts.pop(call.endpoint.api_name, None)
        space.runs.setdefault(call.endpoint.api_name, []).append(run)
        if space is self.space and call.endpoint.api_name == space.api_name:
            space.show_run(None)
            # In a narrow window a call shows its result, unless the code has focus.
            if not isinstance(self.pane_of(self.focused), CodePane):
                self.narrow.show(self.result)
        self.show_run()
        await follow(run, live, session, self.show_run, lambda: self._draw_stream(space, run))
        failure = run.state.failure
        if failure is not None and failure.parameter and space is self.space:
            self.form.show_problem(failure.parameter, failure.message)

    def _draw_stream(self, space: Workspace, run: Run) -> None:
        if space is self.space and run is space.run:
            self.tick()

    def close_overlay(self) -> bool:
        return self.form.close_overlay()

    def cancel_call(self) -> bool:
        if self.fetching.stop():
            return True
        space = self.space
        run = space.run if space is not None else None
        if run is None or not run.state.status.is_live:
            # The call on show has ended: the newest that still goes, of whatever Space, is next.
            live = self.desk.live_runs
            run = max(live, key=lambda each: each.began) if live else None
        if run is None:
            return False
        run.live.cancel()
        return True

    @on(ResultPane.Older)
    async def _older(self, event: ResultPane.Older) -> None:
        event.stop()
        await self.action_older(event.by)

    async def action_older(self, by: int) -> None:
        """Show an older or newer call with the form it was made from; past the newest, the form as it was left."""
        space = self.space
        if space is None or space.run is None:
            return
        at = space.calls.index(space.run) + by
        if 0 <= at < len(space.calls):
            space.drafts.setdefault(space.api_name, self.form.values())
            space.show_run(at)
            space.refill = dict(space.calls[at].call.values)
        elif at >= len(space.calls) and space.api_name in space.drafts:
            space.show_run(None)
            space.refill = space.drafts.pop(space.api_name)
        await self.show_space()

    @on(TodayPane.Picked)
    async def _picked_run(self, event: TodayPane.Picked) -> None:
        event.stop()
        space = self.space
        if space is not None:
            space.open_run(event.run)
            await self.show_space()

    # Files of outputs.

    async def fetch(self, file: Mapping[str, Json]) -> Path:
        """Bring a file of an output to this machine, into a folder of our own."""
        space = self.space
        if space is None:
            raise SpacetuiError("no Space is open")
        return await space.opened.connection.download(file, viewing_folder())

    @on(ResultPane.FileWanted)
    def _file_wanted(self, event: ResultPane.FileWanted) -> None:
        event.stop()
        space = self.space
        if space is not None:
            self.fetching.start(space.opened.connection, event.file, is_opened=event.opened)

    @on(ResultPane.CopyWanted)
    def _copy_wanted(self, event: ResultPane.CopyWanted) -> None:
        event.stop()
        app: Any = self.app
        app.copy_text(event.text)

    # Side.

    @on(EndpointsPane.Picked)
    def _picked_endpoint(self, event: EndpointsPane.Picked) -> None:
        event.stop()
        space = self.space
        if space is None:
            return
        self.go_to_endpoint(space, event.api_name, event.enter)

    @work(group="endpoint", exclusive=True)
    async def go_to_endpoint(self, space: Workspace, api_name: str, enter: bool) -> None:
        """Show the form of an endpoint; while the cursor only walks past, wait until it rests."""
        if not enter:
            await asyncio.sleep(RESTING)
        focused = self.focused
        if api_name != space.api_name:
            space.api_name = api_name
            await self.show_space()
        if enter:
            self.narrow.show(self.form)
            self.form.focus_first()
        elif focused is not None:
            focused.focus()
        self.refresh_frame()

    @on(EndpointsPane.AllWanted)
    def _all_wanted(self, event: EndpointsPane.AllWanted) -> None:
        event.stop()
        self.show_all_endpoints()

    @work(group="endpoints")
    async def show_all_endpoints(self) -> None:
        """Show undocumented endpoints too, or no longer; the app is asked what their parameters are called."""
        space = self.space
        if space is None:
            return
        if not space.all_endpoints:
            session = await self.desk.session()
            space.renew(await session.widen(space.opened))
        space.all_endpoints = not space.all_endpoints
        if space is self.space:
            self.query_one(EndpointsPane).show_endpoints(space.endpoints, space.api_name)

    @work(group="about")
    async def ask_about(self, space: Workspace) -> None:
        """Ask for the help of docstrings and the usual run time; the form is there meanwhile."""
        session = await self.desk.session()
        space.renew(await session.enrich(space.opened))
        if self._shown == (space, space.api_name) and space.endpoint is not None:
            self.form.renew(space.endpoint)
            self.tell()

    @on(SpacesPane.Picked)
    async def _picked_space(self, event: SpacesPane.Picked) -> None:
        event.stop()
        if event.index < 0:
            self.app.switch_mode("find")
            return
        self.desk.at = event.index
        self.narrow.show(self.form)
        await self.show_space()
        self.form.focus_first()
        self.refresh_frame()

    def action_side(self) -> None:
        pane = self.form if self.narrow.is_side_shown else self.query_one(EndpointsPane)
        self.narrow.show(pane)
        pane.focus_first()

    def action_search(self) -> None:
        self.app.switch_mode("find")

    async def action_next_space(self) -> None:
        if len(self.desk.spaces) > 1:
            self.desk.at = (self.desk.at + 1) % len(self.desk.spaces)
            await self.show_space()
            self.form.focus_first()

    # Panes in a narrow window.

    def show_pane(self, pane: Pane) -> None:
        self.narrow.show(pane)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self.narrow.name_both)

    def action_next_pane(self, by: int) -> None:
        if not self.has_class("-narrow"):
            super().action_next_pane(by)
            return
        pane = self.narrow.after(self.pane_of(self.focused), by)
        self.narrow.show(pane)
        self.call_after_refresh(pane.focus_first)

    def go_back(self) -> None:
        if self.narrow.is_side_shown:
            self.action_side()
            return
        self.app.switch_mode("find")
