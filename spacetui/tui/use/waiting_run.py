"""WaitingRun: the form that is to run as soon as it is there and its app is open."""

from __future__ import annotations

from collections.abc import Callable

from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.past_call import PastCall
from spacetui.tui.use.shown_form import ShownForm


def _do_nothing(space: OpenSpace, past: PastCall) -> None:
    pass


class WaitingRun:
    """Remembers that the user asked for a run too early.

    go_on: goes on with a batch of the history, whose form is there.
    """

    def __init__(self) -> None:
        self.go_on: Callable[[OpenSpace, PastCall], None] = _do_nothing
        self._wanted: tuple[OpenSpace, str] | None = None

    def want(self, space: OpenSpace) -> None:
        """Run the form of the Space's endpoint in hand later."""
        self._wanted = (space, space.api_name)

    def is_for(self, space: OpenSpace) -> bool:
        """Return whether the form in hand of the Space is to be run."""
        return self._wanted == (space, space.api_name)

    def forget(self) -> None:
        """Run nothing later."""
        self._wanted = None

    def take(self, space: OpenSpace, form: ShownForm) -> bool:
        """Return whether the form on show is to run now; the answer is yes once. A batch goes on.

        What is wanted of another form is forgotten: the user has moved on.
        """
        if not space.is_open:
            return False
        if space.batch_when_shown is not None and form.is_of(space):
            past, space.batch_when_shown = space.batch_when_shown, None
            self.go_on(space, past)
        wanted, self._wanted = self._wanted, None
        is_wanted = wanted == (space, space.api_name) or space.runs_when_shown
        space.runs_when_shown = False
        return is_wanted and form.is_of(space)
