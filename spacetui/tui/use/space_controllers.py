"""SpaceControllers: the panes around the form, and what happens between them and the form.

The first frame of the app has the form alone. What is here is imported and made after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.screen import Screen

from spacetui.model.call import Call
from spacetui.tui.app_state import AppState
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.space_script import ended_calls, script_of_form
from spacetui.tui.stored_calls import StoredCalls
from spacetui.tui.use.account_display import AccountDisplay
from spacetui.tui.use.back_steps import BackSteps
from spacetui.tui.use.batches import Batches
from spacetui.tui.use.calls import Calls
from spacetui.tui.use.downloads import Downloads
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.form_runs import FormRuns
from spacetui.tui.use.given_app import GivenApp
from spacetui.tui.use.narrow_layout import NarrowLayout
from spacetui.tui.use.renewing import Renewing
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.retry import Retry
from spacetui.tui.use.shown_form import ShownForm
from spacetui.tui.use.side_column import Side
from spacetui.tui.use.status_lines import StatusLines
from spacetui.tui.widgets.code_actions import CodeActions
from spacetui.tui.widgets.code_check import CodeCheck
from spacetui.tui.widgets.code_keys import CodeKeys
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.typing_focus import after_typing

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacetui.model.recording import Recording
    from spacetui.model.script import Script


class FormView(Protocol):
    """What holds the form: what the controllers need of it."""

    form: FormPane
    shown_form: ShownForm
    status: StatusLines

    @property
    def opening(self) -> GivenApp:
        """What opens the app of the command line."""

    async def show_space(self) -> None:
        """Show the Space in hand."""

    def make_call(self, space: OpenSpace, call: Call) -> object:
        """Make a call."""

    def find(self) -> None:
        """Go to the find page."""


class SpaceControllers:
    """The side, result and code of the use page, and a controller for each subject."""

    def __init__(
        self,
        page: Screen[None],
        state: AppState,
        view: FormView,
        refresh_frame: Callable[[], None],
    ) -> None:
        """page: the screen whose workers, timers, dialogs and classes the controllers use."""
        self._state = state
        self._refresh_frame = refresh_frame
        self._form, self._shown_form, self._status = view.form, view.shown_form, view.status
        self._script: Script | None = None
        form, shown_form, status = view.form, view.shown_form, view.status
        self.stored = StoredCalls(state)
        self.downloads = Downloads(page, state, on_progress=status.show, on_change=self.show_call)
        self.side, self.code = Side(state), CodePane()
        self.result = shown_form.result = ResultPane(self.downloads.fetch_to_view)
        self.narrow = NarrowLayout(page, form, self.result, self.code, self.side)
        self.code_actions = CodeActions(state, self.code, self.script)
        self.calls = Calls(
            page,
            state,
            shown_form=shown_form,
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
        self.renewing = Renewing(
            page, state, shown_form, status, show_space=view.show_space, refresh=refresh_frame
        )
        self.runs = FormRuns(state, form, shown_form, self.renewing, status, make=view.make_call)
        self.account = AccountDisplay(page, state, refresh_frame)
        under_way = view.opening, self.downloads, self.retry, self.renewing
        status.under_way = tuple(each.line for each in under_way)
        status.call = self.calls.line
        self.batches = Batches(page, state, status, shown_form, refresh_frame=refresh_frame)
        self.renewing.waiting_run.go_on = self.batches.go_on
        self.code_keys = CodeKeys(
            self.code_actions,
            CodeCheck(state, self.code, self, status.show_notice),
            after_typing=lambda do: after_typing(page.focused, do),
            reveal=lambda: self.narrow.show(self.code),
        )
        self.back = BackSteps(
            form, view.opening, self.downloads, self.retry, self.calls, self.narrow, view.find
        )

    def show_call(self) -> None:
        """Draw the call on show."""
        self.calls.show()

    def run_endpoint_in_hand(self) -> None:
        """Run the form of the endpoint under the cursor, as soon as it is there."""
        self.side.take_now()
        self.runs.run()

    def script(self) -> Script | None:
        """Return the script of the call that the form makes as it stands.

        While the form of a Space is not there yet, it is that of the form before.
        """
        space = self._state.space
        if space is not None and self._shown_form.is_of(space):
            self._script = script_of_form(space, self._form.fields.values())
        return self._script

    def recordings(self) -> tuple[Recording, ...]:
        """Return the calls of the app in hand, of this session and that on show."""
        space = self._state.space
        if space is not None:
            return ended_calls(space)
        return ()

    def _call_changed(self) -> None:
        space = self._state.space
        endpoint = space.endpoint if space is not None else None
        if endpoint is not None and endpoint.has_state:
            self.code_actions.show()  # it has the calls before the one on show
        self._status.show()
        self._refresh_frame()

    def _reveal_result(self) -> None:
        # In a narrow window a call shows its result, unless the code has focus.
        if not self.code.has_focus_within:
            self.narrow.show(self.result)
