"""Opening a call of the history: its Space is taken in hand, or opened first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

from spacetui.tui.widgets.page import Page

if TYPE_CHECKING:
    from spacetui.tui.app_state import AppState
    from spacetui.tui.wanted_call import WantedCall


def open_past_call(app: App[Any], state: AppState, wanted: WantedCall) -> None:
    """Show a call in the form of its Space, which the find page opens if it is not open."""
    space = state.find_source(wanted.src)
    mode = "find"
    if space is not None:
        mode = "use"
        space.show_past(wanted)
        state.enter(space)
    else:
        state.wanted_call, state.src_to_open = wanted, state.ref_of(wanted.src)
    if app.current_mode != mode:
        app.switch_mode(mode)
    elif isinstance(app.screen, Page):
        app.screen.call_later(app.screen.arrive)
