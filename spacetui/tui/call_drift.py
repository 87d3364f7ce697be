"""CallDrift: what has changed in an endpoint since the earlier call on show was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.past_call import PastCall

if TYPE_CHECKING:
    from spacetui.model.schema import Endpoint
    from spacetui.tui.made_call import MadeCall

# Changes that a line names, and its characters.
MAX_NAMED, MAX_LINE = 2, 300


class CallDrift:
    """Compares the endpoint of an earlier call with that of its app, once for each two of them.

    The status bar asks at each frame while other calls run.
    """

    def __init__(self) -> None:
        self._before: Endpoint | None = None
        self._after: Endpoint | None = None
        self._line = ""

    def line(self, made: MadeCall, after: Endpoint | None) -> str:
        """Return what has changed, for the status bar; empty where nothing has.

        after: the endpoint as the app has it now. Only a call of the history can be older than it.
        """
        if after is None or not isinstance(made, PastCall) or not made.is_loaded:
            return ""
        before = made.call.endpoint
        if self._before is not before or self._after is not after:
            self._before, self._after, self._line = before, after, _describe(before, after)
        return self._line


def _describe(before: Endpoint, after: Endpoint) -> str:
    from spacetui.model.drift import endpoint_drift, shape_of

    changes = endpoint_drift(shape_of(before), shape_of(after))
    if not changes:
        return ""
    named = "; ".join(each.text for each in changes[:MAX_NAMED])
    more = len(changes) - MAX_NAMED
    if more > 0:
        named += f"; and {count_text(more, 'more change')}"
    return visible_line(f"the app has changed since: {named}", MAX_LINE)
