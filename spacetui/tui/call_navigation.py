"""CallNavigation: steps through the calls of one endpoint; keeps the forms that wait meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from spacetui.tui.past_call import PastCall, values_for_form

if TYPE_CHECKING:
    from spacetui.model.schema import Json
    from spacetui.tui.made_call import MadeCall

UNKNOWN = -1


class CallNavigation:
    """The steps through the calls of one endpoint, oldest first; past the newest is the draft.

    Nothing that was typed is lost: the draft is what the form held before older calls were looked
    at, and a form that was changed beside an older call is there again when that is shown. What an
    earlier start has left of them waits, by the id of its call, until the calls are listed.
    """

    def __init__(self) -> None:
        self._chosen: MadeCall | None = None
        self._draft: dict[str, Json] | None = None
        # Forms that were changed beside an older call, by that call.
        self._changed: dict[MadeCall, dict[str, Json]] = {}
        # The same of an earlier start by id, and the id of the call that was on show then: 0 where
        # none was, UNKNOWN where it had no id yet.
        self._earlier: dict[int, dict[str, Json]] = {}
        self._chosen_id = 0

    # What the next start gets.

    def waiting_forms(self, secret: Collection[str] = ()) -> dict[str, Json]:
        """Return the forms that are not on show, and the id of the call that is, as JSON.

        Empty where there is nothing but the form on show. secret: parameters that are left out.
        """
        changed = {each.id: form for each, form in self._changed.items() if each.id > 0}
        shown = self._chosen.id if self._chosen is not None else self._chosen_id
        forms = {
            str(id): without(form, secret) for id, form in {**self._earlier, **changed}.items()
        }
        if self._draft is None:
            return {"changed": forms} if forms else {}
        return {"draft": without(self._draft, secret), "changed": forms, "shown": shown}

    def restore(self, waiting: Mapping[str, Json]) -> None:
        """Take what `waiting_forms` gave to the last start; what has another shape is left out."""
        draft, changed, shown = (waiting.get(key) for key in ("draft", "changed", "shown"))
        if isinstance(draft, Mapping):
            self._draft = dict(draft)
        if isinstance(changed, Mapping):
            self._earlier = dict(_forms_by_id(changed))
        if isinstance(shown, int) and self._draft is not None:
            self._chosen_id = shown or UNKNOWN

    def _find_earlier(self, calls: Sequence[MadeCall]) -> None:
        """Give what an earlier start has left to the calls that it belongs to."""
        if not self._earlier and not self._chosen_id:
            return
        for call in calls:
            if call.id == self._chosen_id != 0:
                self._chosen, self._chosen_id = call, 0
            if call.id in self._earlier:
                self._changed[call] = self._earlier.pop(call.id)

    # The steps.

    def shown(self, calls: Sequence[MadeCall]) -> MadeCall | None:
        """Return the call on show: the one that was asked for, else the newest of this session."""
        self._find_earlier(calls)
        if self._chosen is not None and self._chosen in calls:
            return self._chosen
        if not calls or isinstance(calls[-1], PastCall):
            return None
        return calls[-1]

    def started(self, live: MadeCall) -> None:
        """Show a new call. The form that it was made from is no draft any more.

        A draft that waits while an older call is on show goes on waiting.
        """
        if self._draft is None:
            self._chosen = None
            return
        if self._chosen is not None:
            self._changed.pop(self._chosen, None)
        self._earlier.pop(self._chosen_id, None)
        self._chosen, self._chosen_id = live, 0

    def choose(self, call: MadeCall, values: Mapping[str, Json]) -> dict[str, Json]:
        """Show a call, and return what its form is to hold. values: what the form holds now."""
        self._keep(values)
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
        self._keep(values)
        draft, self._draft, self._chosen = self._draft, None, None
        return draft

    def _place(self, calls: Sequence[MadeCall]) -> int:
        """Return the index of the call on show; that after the last one where there is none."""
        shown = self.shown(calls)
        return len(calls) if shown is None else list(calls).index(shown)

    def _keep(self, values: Mapping[str, Json]) -> None:
        """Keep what the form holds beside the call that was asked for, or as the draft."""
        shown = self._chosen
        if self._chosen_id:
            self._earlier[self._chosen_id] = dict(values)
            self._chosen_id = 0
        elif shown is None or self._draft is None:
            self._draft = dict(values)
        elif values != values_for_form(shown.call):
            self._changed[shown] = dict(values)
        else:
            self._changed.pop(shown, None)


def without(form: Mapping[str, Json], names: Collection[str]) -> dict[str, Json]:
    """Return the values of a form but those of some parameters."""
    return {name: value for name, value in form.items() if name not in names}


def _forms_by_id(changed: Mapping[str, Json]) -> Iterator[tuple[int, dict[str, Json]]]:
    for id, form in changed.items():
        if id.isdecimal() and isinstance(form, Mapping):
            yield int(id), dict(form)
