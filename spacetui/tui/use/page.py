"""The use page: an open Space's endpoints, form, result and code."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.model.script import script_of_call
from spacetui.tui.app_state import AppState
from spacetui.tui.open_space import OpenSpace
from spacetui.tui.use.calls import CallingPage
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.narrow_layout import NarrowLayout
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.side_panes import EndpointsPane, RecentCallsPane, SpacesPane
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.safe_content import line as one_line

# Seconds the cursor rests on an endpoint before its form is built.
RESTING = 0.12


class UsePage(CallingPage):
    """Fill, run, watch, copy."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "side", "side", show=False),
        Binding("slash", "search", "search", show=False),
        Binding("left_square_bracket", "older(-1)", "older call", show=False),
        Binding("right_square_bracket", "older(1)", "newer call", show=False),
    ]

    ELSEWHERE: ClassVar[tuple[int, ...]] = (6,)

    def __init__(self, desk: AppState) -> None:
        super().__init__(desk)
        self.narrow = NarrowLayout(self)
        self._building = asyncio.Lock()

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            with Vertical(id="side"):
                yield SpacesPane()
                yield EndpointsPane()
                yield RecentCallsPane()
            yield FormPane()
            yield ResultPane(self.fetch)
            yield CodePane()

    async def on_screen_resume(self) -> None:
        if not self.query(FormPane):
            return  # the app is being taken down
        await self.show_space()
        self.refresh_frame()

    # What the frame says.

    def place(self) -> Content:
        space = self.space
        if space is None:
            return super().place()
        return Content.assemble(
            (one_line(space.name, 50), "bold"), (f" {one_line(space.api_name, 40)}", "$secondary")
        )

    # What is shown.

    async def show_space(self) -> None:
        """Show the Space in hand: side, form, result, code. Does nothing when it is shown already."""
        # Who asked may be cancelled, the building not: it would take with it the widgets that it waits for.
        await asyncio.shield(self._show_in_turn())

    async def _show_in_turn(self) -> None:
        async with (
            self._building
        ):  # keys and workers ask for it; two forms at once would be one of both
            if self.query(FormPane):  # else the app is being taken down
                await self._show_space()

    async def _show_space(self) -> None:
        space = self.space
        if space is None:
            self.app.switch_mode("find")
            return
        api_name, endpoint, values = space.api_name, space.endpoint, space.form
        self.query_one(SpacesPane).show_spaces(self.desk.spaces, self.desk.at)
        self.query_one(EndpointsPane).show_endpoints(space.endpoints, api_name)
        if not space.is_asked_about:
            space.is_asked_about = True
            self.ask_about(space)
        refill, space.refill = space.refill, None
        if self._shown != (space, api_name):
            self._keep_form()
            if refill is not None:
                space.values[api_name] = values = refill
            self._shown = None  # while the form is built, it holds nobody's values
            self._hush()
            # The result first: while a long form is built, no other endpoint's result may stand beside its name.
            await self.result.show_endpoint(endpoint)
            await self.form.show_endpoint(endpoint, values)
            if not self.query(FormPane):
                return
            self._shown = (space, api_name)
            self._renew_form(space)  # what was learned while it was built
            if not isinstance(self.panes.focused, (SpacesPane, EndpointsPane, RecentCallsPane)):
                self.form.focus_first()  # who walks through a list goes on walking
        elif refill is not None:
            self.form.fill(refill)
        self.write_code()
        self.show_run()

    # Code.

    @on(FormPane.Changed)
    def _form_changed(self, event: FormPane.Changed) -> None:
        event.stop()
        self._keep_form()
        self._hush()
        self.write_code()

    def snippet(self) -> str:
        from spacetui.snippets import render

        space = self.space
        if space is None or space.endpoint is None:
            return ""
        if self._shown != (space, space.api_name):
            return self.code.source  # the form is not there yet
        call = Call(space.endpoint, self.form.values())
        try:
            return render(script_of_call(call, space.opened.source), self.desk.language)
        except SpacetuiError as error:
            return f"{error.failure.message}\n"  # a value no language can write, nested without end

    def extra_commands(self) -> Iterable[SystemCommand]:
        result, form = self.result, self.form
        yield SystemCommand("save the file of this output", "s in result", result.action_save)
        yield SystemCommand("open the file of this output", "o in result", result.action_open)
        yield SystemCommand(
            "copy the value of this output", "y in result", result.action_copy_value
        )
        yield SystemCommand("older call", "[", lambda: self.action_older(-1))
        yield SystemCommand("newer call", "]", lambda: self.action_older(1))
        yield SystemCommand(
            "the app's own value for this field", "d outside text", form.action_default
        )
        yield SystemCommand("null for this field", "n outside text", form.action_null)
        yield SystemCommand("undocumented endpoints", "a in endpoints", self.show_all_endpoints)
        if (space := self.space) is not None:
            yield SystemCommand(
                "log in to this app", "for it alone", lambda: self.again.log_in(space)
            )
        if self.space is not None and self.space.keeps_state:
            yield SystemCommand(
                "forget the app's state", "R outside text", self.action_forget_state
            )

    def action_example(self) -> None:
        if not self.form.fill_example():
            self.app.notify("this app offers no examples", timeout=3)

    def action_editor(self) -> None:
        """Edit the field in hand in $EDITOR; what comes back is read by the field's type."""
        from spacetui.tui.use.external_editor import edit_externally

        field = self.form.field_in_hand
        if field is None:
            return
        try:
            value = edit_externally(
                self.app, field.parameter, self.form.values().get(field.parameter.name)
            )
        except SpacetuiError as error:
            self.app.notify(one_line(str(error), 300), severity="error", markup=False)
            return
        field.set_value(value)
        field.focus_editor()

    # Calls.

    def action_language(self) -> None:
        super().action_language()
        self.narrow.show(self.code)

    def close_overlay(self) -> bool:
        return self.form.close_overlay()

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

    @on(RecentCallsPane.Picked)
    async def _picked_run(self, event: RecentCallsPane.Picked) -> None:
        event.stop()
        space = self.space
        if space is not None:
            space.open_run(event.run)
            await self.show_space()

    # Side.

    @on(EndpointsPane.Picked)
    def _picked_endpoint(self, event: EndpointsPane.Picked) -> None:
        event.stop()
        space = self.space
        if space is None:
            return
        self.go_to_endpoint(space, event.api_name, event.enter)

    @work(group="endpoint", exclusive=True)
    async def go_to_endpoint(self, space: OpenSpace, api_name: str, enter: bool) -> None:
        """Show the form of an endpoint; while the cursor only walks past, wait until it rests."""
        if not enter:
            await asyncio.sleep(RESTING)
        space.api_name = api_name
        if self._shown != (
            space,
            api_name,
        ):  # also where the cursor went on while its form was being built
            await self.show_space()
        if enter:
            self.narrow.show(self.form)
            self.form.focus_first()
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
    async def ask_about(self, space: OpenSpace) -> None:
        """Ask for the help of docstrings and the usual run time; the form is there meanwhile."""
        session = await self.desk.session()
        space.renew(await session.enrich(space.opened))
        if self._shown == (space, space.api_name):
            self._renew_form(space)
            self.tell()

    def _renew_form(self, space: OpenSpace) -> None:
        if space.endpoint is not None and self._shown == (space, space.api_name):
            self.form.renew(space.endpoint)

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
        pane = self.narrow.after(self.panes.focused, by)
        self.narrow.show(pane)
        self.call_after_refresh(pane.focus_first)

    def go_back(self) -> None:
        if self.narrow.is_side_shown:
            self.action_side()
            return
        self.app.switch_mode("find")
