"""Which keys the use page's footer names: the next sensible step first."""

from spacetui.session.live_call import LiveCall
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.side_panes import EndpointsPane, RecentCallsPane, SpacesPane
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.pane import Pane


def footer_keys(
    pane: Pane | None, run: LiveCall | None, *, stops: str = "", has_steps: bool = False
) -> KeyGroups:
    """Give the use page's keys, most important first: by what the call on show does and where focus is.

    stops: what esc stops before any call, a file or a wait. has_steps: focus is on what a failed call offers.
    """
    copy = ("ctrl+y", "copy code")
    moves = (("tab", "next field"), ("f6", "next pane"))
    if stops:
        return ((("esc", f"stop the {stops}"), copy), moves)
    if run is not None and run.state.status.is_live:
        return ((("esc", "cancel"), copy), moves, (("f9", "zoom"), ("ctrl+o", "jump")))
    if isinstance(pane, (SpacesPane, EndpointsPane, RecentCallsPane)):
        return (
            (("enter", "open"), ("↑↓", "choose")),
            (("f6", "next pane"), ("esc", "find")),
            (copy,),
        )
    if has_steps:
        return (
            (("enter", "do it"), ("↑↓", "choose")),
            (("y", "copy error"), copy),
            (("f6", "next pane"),),
        )
    if isinstance(pane, ResultPane):
        if run is not None and run.state.failure is not None:
            return ((("ctrl+r", "run again"), ("y", "copy error"), copy), (("f6", "next pane"),))
        return (
            (("y", "copy"), ("s", "save"), ("o", "open")),
            (("[ ]", "older, newer"), ("z", "zoom")),
            (copy,),
        )
    if run is not None and run.state.status.is_final and run.state.failure is None:
        return (
            (copy, ("ctrl+r", "run again"), ("ctrl+l", "language")),
            moves,
            (("ctrl+o", "jump"),),
        )
    return ((("ctrl+r", "run"), copy, ("ctrl+l", "language")), moves, (("ctrl+o", "jump"),))
