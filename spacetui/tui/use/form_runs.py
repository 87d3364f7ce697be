"""FormRuns: what is done when the form is to be run."""

from __future__ import annotations

from collections.abc import Callable

from spacetui.model.call import Call
from spacetui.tui.app_state import AppState
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.renewing import Renewing
from spacetui.tui.use.shown_form import ShownForm
from spacetui.tui.use.status_lines import StatusLines


class FormRuns:
    """Runs the form of the Space in hand: at once, when its app is open, or not at all."""

    def __init__(
        self,
        state: AppState,
        form: FormPane,
        shown_form: ShownForm,
        renewing: Renewing,
        status: StatusLines,
        *,
        make: Callable[[OpenSpace, Call], object],
    ) -> None:
        """make: makes a call."""
        self._state = state
        self._form = form
        self._shown_form = shown_form
        self._renewing = renewing
        self._status = status
        self._make = make

    def run(self) -> None:
        """Make the call of the form as it stands, or show which fields are wrong."""
        space = self._state.space
        if space is None or space.endpoint is None:
            return
        if not self._shown_form.is_of(space):
            self._renewing.waiting_run.want(space)
        elif not space.is_open:
            self._renewing.run_when_open(space)
        elif problem := self._form.find_problem():
            self._status.show_not_sent(problem)
        else:
            self._shown_form.keep()
            if space.renewal is not None:
                space.renewal.is_told = True
            token = self._form.fields.oauth_token
            self._make(space, Call(space.endpoint, dict(space.form), token))
