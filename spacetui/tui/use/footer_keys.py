"""Which keys the footer of the use page names: the next sensible ones first."""

from spacetui.session.live_call import LiveCall
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.side_panes import EndpointsPane, RecentCallsPane, SpacesPane
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.pane import Pane

_COPY = ("ctrl+y", "copy code")
_LANGUAGE = ("ctrl+l", "language")
_JUMP = ("ctrl+o", "jump")
_NEXT_PANE = ("f6", "next pane")
_MOVES = (("tab", "next field"), _NEXT_PANE)


def footer_keys(
    pane: Pane | None, live: LiveCall | None, *, stops: str = "", has_actions: bool = False
) -> KeyGroups:
    """Return the keys, most important first, by what the call on show does and where focus is.

    stops: what esc stops before any call, a file or a wait. has_actions: focus is on what can be
    done about a failed call.
    """
    if stops:
        return ((("esc", f"stop the {stops}"), _COPY), _MOVES)
    if live is not None and live.state.status.is_live:
        return ((("esc", "cancel"), _COPY), _MOVES, (("f9", "zoom"), _JUMP))
    if isinstance(pane, (SpacesPane, EndpointsPane, RecentCallsPane)):
        return ((("enter", "open"), ("↑↓", "choose")), (_NEXT_PANE, ("esc", "find")), (_COPY,))
    if has_actions:
        return (
            (("enter", "do it"), ("↑↓", "choose")),
            (("y", "copy error"), _COPY),
            (_NEXT_PANE,),
        )
    if isinstance(pane, ResultPane):
        return _result_keys(live)
    if live is not None and live.state.status.is_final and live.state.failure is None:
        return ((_COPY, ("ctrl+r", "run again"), _LANGUAGE), _MOVES, (_JUMP,))
    return ((("ctrl+r", "run"), _COPY, _LANGUAGE), _MOVES, (_JUMP,))


def _result_keys(live: LiveCall | None) -> KeyGroups:
    if live is not None and live.state.failure is not None:
        return ((("ctrl+r", "run again"), ("y", "copy error"), _COPY), (_NEXT_PANE,))
    return (
        (("y", "copy"), ("s", "save"), ("o", "open")),
        (("[ ]", "older, newer"), ("z", "zoom")),
        (_COPY,),
    )
