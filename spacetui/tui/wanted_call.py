"""WantedCall: a call of the history that is to be shown in the form of its Space."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacetui.tui.past_call import PastCall


class WantedCall(NamedTuple):
    """The call, and whether its form is to run at once."""

    past: PastCall
    is_run: bool = False

    @property
    def src(self) -> str:
        """What opens its app."""
        return self.past.row.src
