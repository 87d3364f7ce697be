"""SpaceView: the body of the use page: side, form, result, code, and what happens between them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from spacetui.model.call import Call
from spacetui.session.live_call import LiveCall
from spacetui.tui.app_state import AppState
from spacetui.tui.held_keys import FormShown
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.stored_calls import StoredCalls
from spacetui.tui.use.account_display import AccountDisplay
from spacetui.tui.use.back_steps import BackSteps
from spacetui.tui.use.calls import Calls
from spacetui.tui.use.downloads import Downloads
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.form_runs import FormRuns
from spacetui.tui.use.given_app import GivenApp
from spacetui.tui.use.narrow_layout import NarrowLayout
from spacetui.tui.use.renewing import Renewing
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.retry import Retry
from spacetui.tui.use.sendable import SendRequested
from spacetui.tui.use.shown_form import ShownForm
from spacetui.tui.use.side_column import Side
from spacetui.tui.use.status_lines import StatusLines
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.code_actions import CodeActions
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.duplicate_request import DuplicateRequested
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.wording import recovery

if TYPE_CHECKING:
    from spacetui.model.recording import Recording
    from spacetui.model.script import Script
    from spacetui.tui.use.send_output import Sending


class SpaceView(Container):
    """The panes of the use page. Each subject has a controller; here they are connected.

    is_whole: whether all panes are there. The first frame of the app has the form alone.
    """

    def __init__(
        self,
        page: Screen[None],
        state: AppState,
        *,
        show_status_line: Callable[[StatusLine], None],
        refresh_frame: Callable[[], None],
        on_form: Callable[[], None],
    ) -> None:
        """page: the screen whose workers, timers, dialogs and classes the controllers use.

        show_status_line: shows a line in the status bar. refresh_frame: draws header and footer.
        on_form: called when the form stands there without the other panes.
        """
        super().__init__(id="page")
        self.is_whole = False
        self._state = state
        self._refresh_frame = refresh_frame
        self._on_form = on_form
        self.stored = StoredCalls(state)
        status = self.status = StatusLines(show_status_line)
        self.downloads = Downloads(page, state, on_progress=status.show, on_change=self.show_call)
        self.side, self.form, self.code = Side(state), FormPane(), CodePane()
        self.result = ResultPane(self.downloads.fetch_to_view)
        self.narrow = NarrowLayout(page, self.form, self.result, self.code, self.side)
        self.shown_form = ShownForm(self.form, self.result, state.on_change)
        self._script: Script | None = None
        self.code_actions = CodeActions(state, self.code, self.script)
        self.calls = Calls(
            page,
            state,
            shown_form=self.shown_form,
            result=self.result,
            recent=self.side.recent,
            on_start=self._reveal_result,
            on_status=self._call_changed,
            on_update=status.show,
        )
        self.retry = Retry(
            page,
            state,
            self.calls.make,
            on_progress=status.show,
            on_change=self.show_call,
            show_notice=status.show_notice,
        )
        self.opening = GivenApp(
            page, state, show_space=self.show_space_and_focus, on_progress=status.show
        )
        self.renewing = Renewing(
            page, state, self.shown_form, status, show_space=self.show_space, refresh=refresh_frame
        )
        self.runs = FormRuns(
            state, self.form, self.shown_form, self.renewing, status, make=self.make_call
        )
        self._account = AccountDisplay(page, state, refresh_frame)
        under_way = self.opening, self.downloads, self.retry, self.renewing
        status.under_way = tuple(each.line for each in under_way)
        status.call = self.calls.line
        self.back = BackSteps(
            self.form, self.opening, self.downloads, self.retry, self.calls, self.narrow, self._find
        )

    def compose(self) -> ComposeResult:
        yield from (self.side, self.form)

    async def fill(self) -> None:
        """Mount all but the form, and show the Space in hand there too."""
        with self.app.batch_update():
            await self.side.fill()
            await self.mount(self.result, self.code)
        self.is_whole = True
        if self.shown_form.on_show is not None:
            await self.result.show_endpoint(self.shown_form.endpoint)
            await self.show_space()
            self.app.post_message(FormShown())

    def on_resize(self) -> None:
        self.call_after_refresh(self.narrow.name_both)

    @property
    def space(self) -> OpenSpace | None:
        return self._state.space

    # The Space in hand.

    async def show_space(self) -> None:
        """Show the Space in hand: side, form, result and code."""
        if self.space is not None and self.form.is_attached:  # else the app is being taken down
            # Shielded: a cancelled worker must not take with it the widgets that it waits for.
            await asyncio.shield(self._show_space(self.space))

    async def _show_space(self, space: OpenSpace) -> None:
        if not self.is_whole:
            await self.shown_form.show(space, self._user_moved_on)
            self._on_form()
            return
        self.side.show(space)
        if space.is_settled:
            self.list_past(space)
            if self._state.wants_account(space):
                self._account.load()
        await self.shown_form.show(space, self._user_moved_on)
        if not (self.is_running and self.form.is_attached):
            return
        self.code_actions.show()
        if self.renewing.waiting_run.take(space, self.shown_form):
            self.runs.run()
        self.show_call()
        self.renewing.begin(space)

    @work(group="past")
    async def list_past(self, space: OpenSpace) -> None:
        """List the calls of a Space that were made before this session."""
        if await self.stored.list_for(space) and space is self.space:
            self.show_call()
            self.refresh_bindings()

    @on(Side.SpaceTaken)
    async def show_space_and_focus(self) -> None:
        """Show the Space in hand, with the cursor in its form; what is typed meanwhile is held."""
        self._state.is_entering = False
        self._state.held_keys.begin(is_building=True)
        try:
            self.narrow.show(self.form)
            await self.show_space()
            self.form.field_focus.is_typing_next = True
            self.form.focus_first()
            self._refresh_frame()
        finally:
            if self.is_whole:  # else `fill` says so: what was typed may be for another pane
                self.app.post_message(FormShown())  # not by bubbling: the page may be its sender

    async def _show_filled_form(self) -> None:
        self.narrow.show(self.form)
        await self.show_space()
        self._refresh_frame()

    @cached_property
    def _sending(self) -> Sending:
        from spacetui.tui.use.send_output import Sending

        show, refuse = self._show_filled_form, self.status.show_refusal
        return Sending(self.screen, self._state, self.shown_form, show, refuse=refuse)

    @on(SendRequested)
    def _send(self, event: SendRequested) -> None:
        event.stop()
        self._sending.send(event.made, event.output, event.path)

    @on(FormPane.TakeRequested)
    def _take(self, event: FormPane.TakeRequested) -> None:
        event.stop()
        self._sending.take(event.parameter)

    @on(Side.FindRequested)
    def _find(self) -> None:
        self.app.switch_mode("find")

    @on(Side.SpaceClosed)
    async def _space_closed(self) -> None:
        if self.space is None:
            self._find()
        else:
            await self.show_space()
            self._refresh_frame()

    @on(Side.CallTaken)
    async def _call_taken(self, event: Side.CallTaken) -> None:
        if self.space is not None:
            await self.stored.load(event.made)
            self.space.open_call(event.made)
            await self.show_space()

    @on(Side.EndpointTaken)
    def _endpoint_taken(self, event: Side.EndpointTaken) -> None:
        self.show_endpoint(is_entered=event.is_entered)

    @work(group="endpoint", exclusive=True)
    async def show_endpoint(self, *, is_entered: bool) -> None:
        """Show the form of the endpoint in hand; a newer one cancels the wait for it."""
        if is_entered:
            await self.show_space_and_focus()
        else:
            await self.show_space()
            if self.form.is_attached:  # else the app is being taken down
                self._refresh_frame()

    @on(Side.Learned)
    def _learned(self, event: Side.Learned) -> None:
        self.shown_form.update(event.space)
        self.status.show()

    async def show_next_space(self) -> None:
        """Take the next open Space in hand, if there is another."""
        if self._state.take_next():
            await self.show_space_and_focus()

    # Form and code.

    def edit_field(self) -> None:
        """Edit the field in hand in $EDITOR."""
        from spacetui.tui.use.external_editor import edit_field

        reason = edit_field(self.app, self.form.fields, self.form.field_focus)
        self.status.show_refusal("not edited", reason)

    @on(FormPane.Changed)
    def _form_changed(self) -> None:
        self.shown_form.keep()
        self._user_moved_on()
        if self.is_whole:
            self.code_actions.show()

    def _user_moved_on(self) -> None:
        self.downloads.forget()
        self.status.clear_notice()

    def script(self) -> Script | None:
        """Return the script of the call that the form makes as it stands.

        While the form of a Space is not there yet, it is that of the form before.
        """
        space = self.space
        if space is not None and self.shown_form.is_of(space):
            self._script = space.script(self.form.fields.values())
        return self._script

    def recordings(self) -> tuple[Recording, ...]:
        """Return the calls of the app in hand, of this session and that on show."""
        return self.space.ended_calls if self.space is not None else ()

    # Calls.

    @work(group="call")
    async def make_call(self, space: OpenSpace, call: Call) -> None:
        """Make a call. The focus stays where it is, also if the call fails."""
        self._user_moved_on()
        await self.calls.make(space, call)
        if space.uses_quota:
            self._account.load()

    def show_call(self) -> None:
        """Draw the call on show."""
        self.calls.show()

    def _call_changed(self) -> None:
        endpoint = self.space.endpoint if self.space is not None else None
        if endpoint is not None and endpoint.has_state:
            self.code_actions.show()  # it has the calls before the one on show
        self.status.show()
        self._refresh_frame()

    def _reveal_result(self) -> None:
        # In a narrow window a call shows its result, unless the code has focus.
        if not self.code.has_focus_within:
            self.narrow.show(self.result)

    @on(ActionList.Taken)
    def _action_taken(self, event: ActionList.Taken) -> None:
        event.stop()
        live = self.calls.on_show
        card = self.space.opened.card if self.space is not None else None
        if event.key == recovery.RUN:
            self.runs.run()
        elif event.key == recovery.DUPLICATE and card is not None:
            self.post_message(DuplicateRequested(card.id))
        elif self.space is not None and isinstance(live, LiveCall):
            self.retry.take(event.key, self.space, live)

    async def step(self, by: int) -> None:
        """Show an older or newer call; past the newest, the form as it was left."""
        space = self.space
        if space is not None:
            await self.stored.load(space.steps.target(space.calls, by))
            space.step(by, self.form.fields.values())
            await self.show_space()

    @work(group="favourite")
    async def toggle_favourite(self) -> None:
        """Mark the Space in hand as a favourite, or take its mark away."""
        if self.space is not None:
            self.status.show_notice(await self.side.toggle_favourite(self.space))

    async def forget_state(self) -> None:
        """Begin a new session with the app: its next call starts without what it kept so far."""
        if self.space is not None:
            self.status.show_notice(await self.calls.forget_state(self.space))

    @on(ResultPane.FileRequested)
    def _file_requested(self, event: ResultPane.FileRequested) -> None:
        self.downloads.start(event.files, is_opened=event.is_opened)
