"""WaitingRun: the form that is to run as soon as it is there and its app is open."""

from __future__ import annotations

from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.use.shown_form import ShownForm


class WaitingRun:
    """Remembers that the user asked for a run too early."""

    def __init__(self) -> None:
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
        """Return whether the form on show is to run now; the answer is yes once.

        What is wanted of another form is forgotten: the user has moved on.
        """
        if not space.is_open:
            return False
        wanted, self._wanted = self._wanted, None
        is_wanted = wanted == (space, space.api_name) or space.runs_when_shown
        space.runs_when_shown = False
        return is_wanted and form.is_of(space)
