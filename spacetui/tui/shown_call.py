"""ShownCall: which call of an endpoint is on show, and the forms that wait meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from spacetui.tui.past_call import PastCall, values_for_form

if TYPE_CHECKING:
    from spacetui.model.schema import Json
    from spacetui.tui.made_call import MadeCall


class ShownCall:
    """The steps through the calls of one endpoint, oldest first; past the newest is the draft.

    Nothing that was typed is lost: the draft is what the form held before older calls were looked
    at, and a form that was changed beside an older call is there again when that is shown.
    """

    def __init__(self) -> None:
        self._chosen: MadeCall | None = None
        self._draft: dict[str, Json] | None = None
        # Forms that were changed beside an older call, by that call.
        self._changed: dict[MadeCall, dict[str, Json]] = {}

    def shown(self, calls: Sequence[MadeCall]) -> MadeCall | None:
        """Return the call on show: the one that was asked for, else the newest of this session."""
        if self._chosen is not None and self._chosen in calls:
            return self._chosen
        newest = calls[-1] if calls else None
        return None if isinstance(newest, PastCall) else newest

    def started(self) -> None:
        """Show the newest call; the form that it was made from is no draft any more."""
        self._chosen, self._draft = None, None

    def choose(self, call: MadeCall, values: Mapping[str, Json]) -> dict[str, Json]:
        """Show a call, and return what its form is to hold. values: what the form holds now."""
        self._keep(self._chosen, values)
        self._chosen = call
        return self._changed.get(call) or values_for_form(call.call)

    def target(self, calls: Sequence[MadeCall], by: int) -> MadeCall | None:
        """Return the call `by` places from the one on show; None where there is none."""
        at = self._place(calls) + by
        return calls[at] if 0 <= at < len(calls) else None

    def can_step(self, calls: Sequence[MadeCall], by: int) -> bool:
        """Return whether there is an older call (-1), or a newer one or the draft (1)."""
        return self.target(calls, by) is not None or (by > 0 and self._draft is not None)

    def step(
        self, calls: Sequence[MadeCall], by: int, values: Mapping[str, Json]
    ) -> dict[str, Json] | None:
        """Show the call `by` places on, or the draft, and return what the form is to hold.

        None where there is nothing. values: what the form holds now.
        """
        target = self.target(calls, by)
        if target is not None:
            return self.choose(target, values)
        if by < 0 or self._draft is None:
            return None
        self._keep(self._chosen, values)
        draft, self._draft, self._chosen = self._draft, None, None
        return draft

    def _place(self, calls: Sequence[MadeCall]) -> int:
        """Return the index of the call on show; that after the last one where there is none."""
        shown = self.shown(calls)
        return len(calls) if shown is None else list(calls).index(shown)

    def _keep(self, shown: MadeCall | None, values: Mapping[str, Json]) -> None:
        """Keep what the form holds beside the call that was asked for, or as the draft."""
        if shown is None or self._draft is None:
            self._draft = dict(values)
        elif values != values_for_form(shown.call):
            self._changed[shown] = dict(values)
        else:
            self._changed.pop(shown, None)
