"""The use page: the endpoints of an open Space, a form, the result of a call, and its code."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.timer import Timer

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.model.schema import Json
from spacetui.model.script import script_of_call
from spacetui.snippets import render
from spacetui.system.saved_files import viewing_folder
from spacetui.text.format import count_text
from spacetui.tui.app_state import AppState
from spacetui.tui.keys import bindings
from spacetui.tui.open_space import OpenSpace
from spacetui.tui.use.calls import Calls
from spacetui.tui.use.downloads import Downloads
from spacetui.tui.use.footer_keys import footer_keys
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.narrow_layout import NarrowLayout
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.retry import Retry
from spacetui.tui.use.shown_form import ShownForm
from spacetui.tui.use.side_panes import EndpointsPane, RecentCallsPane, SpacesPane
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.code_actions import CodeActions
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.widgets.text_entry import after_typing
from spacetui.tui.wording import recovery

# Seconds that the cursor rests on an endpoint before its form is built.
RESTING = 0.12
# Seconds between two drawings of what moves by itself while a call runs.
TICK = 0.1


class UsePage(Page):
    """Fill the form, run it, watch the call, copy the code."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "run": "run",
            "copy": "copy_code",
            "language": "language",
            "example": "example",
            "editor": "editor",
            "side": "side",
            "search": "search",
            "older": "older(-1)",
            "newer": "older(1)",
            "forget_state": "forget_state",
        }
    )
    ELSEWHERE: ClassVar[tuple[int, ...]] = (6,)

    def __init__(self, desk: AppState) -> None:
        super().__init__(desk)
        self.spaces, self.endpoints, self.recent = SpacesPane(), EndpointsPane(), RecentCallsPane()
        self.form, self.result, self.code = FormPane(), ResultPane(self._fetch), CodePane()
        self.narrow = NarrowLayout(self, self.form, self.result, self.code, self.endpoints)
        self.shown_form = ShownForm(self.form, self.result)
        self.code_actions = CodeActions(desk, self.code, self.snippet)
        self.calls = Calls(
            desk,
            self.form,
            self.result,
            self.recent,
            self.shown_form,
            on_start=self._reveal_result,
            on_status=self._call_changed,
            on_update=self.show_status,
        )
        self.downloads = Downloads(
            self, desk.session, on_progress=self.show_status, on_change=self.calls.show
        )
        self.retry = Retry(
            self,
            desk,
            self.calls.make,
            on_progress=self.show_status,
            on_change=self.calls.show,
            show_notice=self.show_notice,
        )
        # A line of ours in the status bar, until the user does something else.
        self._notice: StatusLine | None = None
        self._ticker: Timer | None = None

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            with Vertical(id="side"):
                yield self.spaces
                yield self.endpoints
                yield self.recent
            yield self.form
            yield self.result
            yield self.code

    def on_mount(self) -> None:
        self._ticker = self.set_interval(TICK, self._tick, pause=True)

    async def on_screen_resume(self) -> None:
        if self.form.is_attached:  # else the app is being taken down
            await self.show_space()
            self.refresh_frame()

    # The frame.

    @property
    def space(self) -> OpenSpace | None:
        return self.desk.space

    def place(self) -> Content:
        space = self.space
        if space is None:
            return super().place()
        return Content.assemble(
            (one_line(space.name, 50), "bold"), (f" {one_line(space.api_name, 40)}", "$secondary")
        )

    def keys(self) -> KeyGroups:
        stops = "wait" if self.retry.is_waiting else ""
        return footer_keys(
            self.panes.focused,
            self.calls.on_show,
            stops="file" if self.downloads.are_running else stops,
            has_actions=isinstance(self.focused, ActionList),
        )

    def show_status(self) -> None:
        """Show in the status bar what is under way, a notice, or the call on show."""
        line = self.downloads.line() or self.retry.line() or self._notice or self.calls.line()
        self.show_status_line(line)

    def show_notice(self, line: StatusLine) -> None:
        """Show a line in the status bar until the user does something else."""
        self._notice = line
        self.show_status()
        self.refresh_frame()

    def _clear_notice(self) -> None:
        self._notice = None
        self.downloads.forget()
        self.show_status()

    def _call_changed(self) -> None:
        self.show_status()
        self.refresh_frame()
        if self._ticker is not None:
            (self._ticker.resume if self.calls.are_running else self._ticker.pause)()

    def _tick(self) -> None:
        self.calls.redraw()
        self.show_status()

    # The Space in hand.

    async def show_space(self) -> None:
        """Show the Space in hand: side, form, result and code."""
        space = self.space
        if space is None:
            self.app.switch_mode("find")
            return
        # Shielded: a cancelled worker must not take with it the widgets that it waits for.
        await asyncio.shield(self._show_space(space))

    async def _show_space(self, space: OpenSpace) -> None:
        self.spaces.show_spaces(self.desk.spaces, self.desk.at)
        self.endpoints.show_endpoints(space.endpoints, space.api_name)
        if not space.is_enriched:
            space.is_enriched = True
            self.enrich(space)
        is_new = await self.shown_form.show(space, self._clear_notice)
        if not self.form.is_attached:
            return
        side = (SpacesPane, EndpointsPane, RecentCallsPane)
        if is_new and not isinstance(self.panes.focused, side):
            self.form.focus_first()  # a user who walks through a list goes on walking
        self.code_actions.show()
        self.calls.show()

    @work(group="enrich")
    async def enrich(self, space: OpenSpace) -> None:
        """Ask the app for help texts and run times; its form is on show meanwhile."""
        session = await self.desk.session()
        space.update(await session.enrich(space.opened))
        self.shown_form.update(space)
        self.show_status()

    @on(SpacesPane.Picked)
    async def _space_picked(self, event: SpacesPane.Picked) -> None:
        event.stop()
        if event.space is None:
            self.app.switch_mode("find")
            return
        self.desk.take(event.space)
        self.narrow.show(self.form)
        await self.show_space()
        self.form.focus_first()
        self.refresh_frame()

    async def action_next_space(self) -> None:
        if self.desk.take_next():
            await self.show_space()
            self.form.focus_first()

    # Endpoints.

    @on(EndpointsPane.Picked)
    def _endpoint_picked(self, event: EndpointsPane.Picked) -> None:
        event.stop()
        if self.space is not None:
            self.go_to_endpoint(self.space, event.api_name, is_entered=event.is_entered)

    @work(group="endpoint", exclusive=True)
    async def go_to_endpoint(self, space: OpenSpace, api_name: str, *, is_entered: bool) -> None:
        """Show the form of an endpoint; while the cursor only passes, wait until it rests."""
        if not is_entered:
            await asyncio.sleep(RESTING)
        space.api_name = api_name
        if not self.shown_form.is_of(space):  # also where the cursor moved on during a build
            await self.show_space()
        if is_entered:
            self.narrow.show(self.form)
            self.form.focus_first()
        self.refresh_frame()

    @on(EndpointsPane.AllRequested)
    def _all_requested(self, event: EndpointsPane.AllRequested) -> None:
        event.stop()
        self.toggle_undocumented()

    @work(group="endpoints")
    async def toggle_undocumented(self) -> None:
        """List undocumented endpoints too, or no longer; ask the app for their parameters."""
        space = self.space
        if space is None:
            return
        if not space.show_undocumented:
            session = await self.desk.session()
            space.update(await session.widen(space.opened))
        space.show_undocumented = not space.show_undocumented
        if space is self.space:
            self.endpoints.show_endpoints(space.endpoints, space.api_name)

    # The form.

    @on(FormPane.Changed)
    def _form_changed(self, event: FormPane.Changed) -> None:
        event.stop()
        self.shown_form.keep()
        self._clear_notice()
        self.code_actions.show()

    def snippet(self) -> str:
        """Return the code of the call that the form makes as it stands."""
        space = self.space
        if space is None or space.endpoint is None:
            return ""
        if not self.shown_form.is_of(space):
            return self.code.source  # the form is not there yet
        call = Call(space.endpoint, self.form.values())
        try:
            return render(script_of_call(call, space.opened.source), self.desk.language)
        except SpacetuiError as error:
            # A value that no language can write, nested without end.
            return f"{error.failure.message}\n"

    def action_language(self) -> None:
        self.code_actions.show_next_language()
        self.narrow.show(self.code)

    def action_copy_code(self) -> None:
        after_typing(self.focused, self.code_actions.copy)

    def action_example(self) -> None:
        self.form.fill_example()

    def action_editor(self) -> None:
        self.form.edit_field()

    def close_overlay(self) -> bool:
        return self.form.close_overlay()

    # Calls.

    def action_run(self) -> None:
        after_typing(self.focused, self.run_form)

    def run_form(self) -> None:
        """Make the call of the form as it stands, or show which fields are wrong."""
        space = self.space
        if space is None or space.endpoint is None:
            return
        if not self.shown_form.is_of(space):
            self._show_not_sent("the form is not there yet")
            return
        wrong = self.form.check()
        if wrong:
            wrong[0].focus_editor()
            self._show_not_sent(f"{count_text(len(wrong), 'field')} to mend")
            return
        self._clear_notice()
        self.shown_form.keep()
        self.run_call(space, Call(space.endpoint, dict(space.form)))

    def _show_not_sent(self, reason: str) -> None:
        self.show_notice(StatusLine(glyphs().idle, "$muted", "not sent", reason))

    @work(group="call")
    async def run_call(self, space: OpenSpace, call: Call) -> None:
        """Make a call. If it fails and the user did nothing meanwhile, focus the actions."""
        focused = self.focused
        live = await self.calls.make(space, call)
        is_on_show = self.is_current and live is self.calls.on_show
        is_untouched = self.focused is focused and self.form.values() == call.values
        if is_on_show and is_untouched and self.result.actions.rows:
            self.result.focus_first()

    def _reveal_result(self) -> None:
        # In a narrow window a call shows its result, unless the code has focus.
        if not isinstance(self.panes.focused, CodePane):
            self.show_pane(self.result)

    @on(ActionList.Taken)
    def _action_taken(self, event: ActionList.Taken) -> None:
        event.stop()
        space, live = self.space, self.calls.on_show
        if event.key == recovery.RUN:
            self.action_run()
        elif space is not None and live is not None:
            self.retry.take(event.key, space, live)

    def cancel_call(self) -> bool:
        return self.downloads.cancel() or self.retry.cancel() or self.calls.cancel()

    @on(ResultPane.Stepped)
    async def _stepped(self, event: ResultPane.Stepped) -> None:
        event.stop()
        await self.action_older(event.by)

    async def action_older(self, by: int) -> None:
        """Show an older or newer call; past the newest, the form as it was left."""
        if self.space is not None:
            self.space.step(by, self.form.values())
            await self.show_space()

    @on(RecentCallsPane.Picked)
    async def _call_picked(self, event: RecentCallsPane.Picked) -> None:
        event.stop()
        if self.space is not None:
            self.space.open_call(event.live)
            await self.show_space()

    async def action_forget_state(self) -> None:
        """Begin a new session with the app: its next call starts without what it kept so far."""
        space = self.space
        if space is None:
            return
        if not space.keeps_state:
            text = ("nothing to forget", "this app keeps no state")
        else:
            session = await self.desk.session()
            space.opened = session.forget_state(space.opened)
            text = ("state forgotten", "the next call starts anew")
        self.show_notice(StatusLine(glyphs().idle, "$muted", *text))

    # Files of outputs.

    async def _fetch(self, file: Mapping[str, Json]) -> Path:
        """Fetch a file that an output shows, into a folder of our own."""
        space = self.space
        if space is None:
            raise SpacetuiError("no Space is open")
        session = await self.desk.session()
        return await session.download(space.opened, file, viewing_folder())

    @on(ResultPane.FileRequested)
    def _file_requested(self, event: ResultPane.FileRequested) -> None:
        event.stop()
        if self.space is not None:
            self.downloads.start(self.space.opened, event.files, is_opened=event.is_opened)

    # Panes.

    def show_pane(self, pane: Pane) -> None:
        self.narrow.show(pane)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self.narrow.name_both)

    def action_next_pane(self, by: int) -> None:
        if not self.has_class("-narrow"):
            super().action_next_pane(by)
            return
        pane = self.narrow.next_to(self.panes.focused, by)
        self.narrow.show(pane)
        self.call_after_refresh(pane.focus_first)

    def action_side(self) -> None:
        pane = self.form if self.narrow.is_side_shown else self.endpoints
        self.narrow.show(pane)
        pane.focus_first()

    def action_search(self) -> None:
        self.app.switch_mode("find")

    def go_back(self) -> None:
        if self.narrow.is_side_shown:
            self.action_side()
        else:
            self.app.switch_mode("find")

    def extra_commands(self) -> Iterable[SystemCommand]:
        if (space := self.space) is not None:
            yield SystemCommand(
                "log in to this app", "for it alone", lambda: self.retry.log_in(space)
            )

    def offers_command(self, id: str) -> bool:
        if id == "forget_state":
            return self.space is not None and self.space.keeps_state
        return super().offers_command(id)
