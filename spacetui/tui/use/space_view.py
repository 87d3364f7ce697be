"""SpaceView: the body of the use page: side, form, result, code, and what the user does there."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.held_keys import FormShown
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.shown_form import ShownForm
from spacetui.tui.use.status_lines import StatusLines

if TYPE_CHECKING:
    from spacetui.model.call import Call
    from spacetui.tui.inputs.app_files import AppFilesField
    from spacetui.tui.opened_space import OpenSpace
    from spacetui.tui.use.given_app import GivenApp
    from spacetui.tui.use.output_saving import FilesRequested
    from spacetui.tui.use.result_pane import ResultPane
    from spacetui.tui.use.send_output import Sending
    from spacetui.tui.use.sendable import SendRequested
    from spacetui.tui.use.side_column import Side
    from spacetui.tui.use.space_controllers import SpaceControllers
    from spacetui.tui.widgets.action_list import ActionList
    from spacetui.tui.widgets.code_pane import CodePane
    from spacetui.tui.widgets.status_bar import StatusLine

# What `fill` imports in a thread.
AROUND_FORM = ("spacetui.tui.use.space_controllers", "spacetui.store.store")


class SpaceView(Container):
    """The panes of the use page. Each subject has a controller, in SpaceControllers.

    is_whole: whether all panes are there. The first frame of the app has the form alone, and what
    belongs to the other panes is imported and made after it.
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
        self._page = page
        self._state = state
        self._refresh_frame = refresh_frame
        self._on_form = on_form
        self.status = StatusLines(show_status_line)
        self.form = FormPane(state.key_priority)
        self.shown_form = ShownForm(self.form, state.on_change)
        self._side_place = Vertical(id="side-place")

    @cached_property
    def controllers(self) -> SpaceControllers:
        from spacetui.tui.use.space_controllers import SpaceControllers

        return SpaceControllers(self._page, self._state, self, self._refresh_frame)

    @cached_property
    def opening(self) -> GivenApp:
        from spacetui.tui.use.given_app import GivenApp

        return GivenApp(
            self._page,
            self._state,
            show_space=self.show_space_and_focus,
            on_progress=self.status.show,
        )

    @property
    def side(self) -> Side:
        return self.controllers.side

    @property
    def result(self) -> ResultPane:
        return self.controllers.result

    @property
    def code(self) -> CodePane:
        return self.controllers.code

    def compose(self) -> ComposeResult:
        yield from (self._side_place, self.form)

    def begin_opening(self) -> None:
        """Open the app of the command line after the first frame, if there is one to open."""
        if self._state.opening is not None:
            self.status.under_way = (self.opening.line,)
            self.opening.begin()

    async def fill(self) -> None:
        """Mount all but the form, and show the Space in hand there too."""
        for module in AROUND_FORM:
            if module not in sys.modules:
                await asyncio.to_thread(import_module, module)
        with self.app.batch_update():
            await self.mount(self.side, before=self._side_place)
            await self._side_place.remove()
            await self.mount(self.result, self.code)
        self.is_whole = True
        self.controllers.narrow.name_hidden()
        if self.shown_form.on_show is not None:
            await self.result.show_endpoint(self.shown_form.endpoint)
            await self.show_space()
            self.app.post_message(FormShown())

    def on_resize(self) -> None:
        if self.is_whole:
            self.call_after_refresh(self.controllers.narrow.name_hidden)

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
            if not self.is_whole:
                self._on_form()
                return
            # `fill` did not wait so long for the form.
            await self.result.show_endpoint(self.shown_form.endpoint)
        self.side.show(space)
        if space.is_settled:
            self.list_past(space)
            if self._state.wants_account(space):
                self.controllers.account.load()
        await self.shown_form.show(space, self._user_moved_on)
        if not (self.is_running and self.form.is_attached):
            return
        self.controllers.code_actions.show()
        if self.controllers.renewing.waiting_run.take(space, self.shown_form):
            self.controllers.runs.run()
        self.controllers.show_call()
        self.controllers.renewing.begin(space)

    @work(group="past", description="list_past")
    async def list_past(self, space: OpenSpace) -> None:
        """List the calls of a Space that were made before this session."""
        if await self.controllers.stored.list_for(space) and space is self.space:
            self.controllers.show_call()
            self.refresh_bindings()

    async def on_side_space_taken(self) -> None:
        await self.show_space_and_focus()

    async def show_space_and_focus(self) -> None:
        """Show the Space in hand, with the cursor in its form; what is typed meanwhile is held."""
        self._state.is_entering = False
        self._state.held_keys.begin(is_building=True)
        self.shown_form.on_first = self._enter_form
        try:
            if self.is_whole:
                self.controllers.narrow.show(self.form)
            await self.show_space()
        finally:
            self.shown_form.begin()
            self._tell_shown()  # once more, where the other panes came while the form was built
            self._refresh_frame()

    def _enter_form(self) -> None:
        """Put the cursor into the form, with what was typed meanwhile."""
        if self.form.is_attached:
            self.form.field_focus.is_typing_next = True
            self.form.focus_first()
        self._tell_shown()

    def _tell_shown(self) -> None:
        """Say that the form is there, once; before it is whole `fill` does.

        What was typed may be for another pane.
        """
        if self.is_whole and self._state.held_keys.end_of_building():
            self.app.post_message(FormShown())  # not by bubbling: the page may be its sender

    async def _show_filled_form(self) -> None:
        self.controllers.narrow.show(self.form)
        await self.show_space()
        self._refresh_frame()

    @cached_property
    def _sending(self) -> Sending:
        from spacetui.tui.use.send_output import Sending

        show, refuse = self._show_filled_form, self.status.show_refusal
        return Sending(self.screen, self._state, self.shown_form, show, refuse=refuse)

    # By their names, not by @on: the classes of these messages come after the first frame.

    def on_send_requested(self, event: SendRequested) -> None:
        event.stop()
        self._sending.send(event.made, event.output, event.path)

    def on_form_pane_take_requested(self, event: FormPane.TakeRequested) -> None:
        event.stop()
        self._sending.take(event.parameter)

    def on_side_find_requested(self) -> None:
        self.find()

    def find(self) -> None:
        """Go to the find page."""
        self.app.switch_mode("find")

    async def on_side_space_closed(self) -> None:
        if self.space is None:
            self.find()
        else:
            await self.show_space()
            self._refresh_frame()

    async def on_side_call_taken(self, event: Side.CallTaken) -> None:
        if self.space is not None:
            await self.controllers.stored.load(event.made)
            self.space.open_call(event.made)
            await self.show_space()

    def on_side_endpoint_taken(self, event: Side.EndpointTaken) -> None:
        self.show_endpoint(is_entered=event.is_entered)

    @work(group="endpoint", exclusive=True, description="show_endpoint")
    async def show_endpoint(self, *, is_entered: bool) -> None:
        """Show the form of the endpoint in hand; a newer one cancels the wait for it."""
        if is_entered:
            await self.show_space_and_focus()
        else:
            await self.show_space()
            if self.form.is_attached:  # else the app is being taken down
                self._refresh_frame()

    def on_side_learned(self, event: Side.Learned) -> None:
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

    def on_app_files_field_browse_requested(self, event: AppFilesField.BrowseRequested) -> None:
        from spacetui.tui.use.app_folders import browse

        browse(self._state, event)

    @on(FormPane.Changed)
    def _form_changed(self) -> None:
        self.shown_form.keep()
        self._user_moved_on()
        if self.is_whole:
            self.controllers.code_actions.show_soon()

    def _user_moved_on(self) -> None:
        if self.is_whole:
            self.controllers.downloads.forget()
        self.status.clear_notice()

    # Calls.

    @work(group="call", description="make_call")
    async def make_call(self, space: OpenSpace, call: Call) -> None:
        """Make a call. The focus stays where it is, also if the call fails."""
        self._user_moved_on()
        await self.controllers.calls.make(space, call)
        if space.uses_quota:
            self.controllers.account.load()

    def on_action_list_taken(self, event: ActionList.Taken) -> None:
        from spacetui.session.live_call import LiveCall
        from spacetui.tui.widgets.duplicate_request import DuplicateRequested
        from spacetui.tui.wording import recovery

        event.stop()
        live = self.controllers.calls.on_show
        card = self.space.opened.card if self.space is not None else None
        if event.key == recovery.RUN:
            self.controllers.runs.run()
        elif event.key == recovery.DUPLICATE and card is not None:
            self.post_message(DuplicateRequested(card.id))
        elif self.space is not None and isinstance(live, LiveCall):
            self.controllers.retry.take(event.key, self.space, live)

    async def step(self, by: int) -> None:
        """Show an older or newer call; past the newest, the form as it was left."""
        space = self.space
        if space is not None:
            await self.controllers.stored.load(space.steps.target(space.calls, by))
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
            self.status.show_notice(await self.controllers.calls.forget_state(self.space))

    def on_files_requested(self, event: FilesRequested) -> None:
        event.stop()
        self.controllers.downloads.start(event)
