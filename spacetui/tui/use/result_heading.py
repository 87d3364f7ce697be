"""What the heading of the result pane says about a call."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from spacetui.model.run import Status
from spacetui.text.format import count_text, duration_text
from spacetui.tui.made_call import MadeCall
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.wording.call_status import KIND_LABELS, status_style, status_symbol


def heading_text(live: MadeCall, position: str, more: str) -> Content:
    """Return the status of a call, which of several it is, and whether there is more below.

    position: `2 of 3`, or empty. more: as more_below gives it.
    """
    state = live.state
    symbol = Content.styled(status_symbol(state.status), status_style(state.status))
    if state.failure is not None:
        kind = KIND_LABELS.get(state.failure.kind, state.failure.kind)
        symbol = Content.styled(f"{glyphs().failed} {kind}", "$error")
    return symbol + Content.styled(_label(live, position, more), "$muted")


def more_below(scroller: Widget) -> str:
    """Return how many rows of a scroller lie below those in sight: `↓ 14 more lines`, or empty."""
    rows = round(scroller.max_scroll_y - scroller.scroll_y)
    return f"{glyphs().down} {count_text(rows, 'more line', is_grouped=True)}" if rows > 1 else ""


def _label(live: MadeCall, position: str, more: str) -> str:
    """Return what stands behind the symbol."""
    state, dot = live.state, f" {glyphs().dot} "
    match state.status:
        case Status.SENDING | Status.IDLE:
            return " sending"
        case Status.QUEUED:
            return " queued"
        case Status.STARTED:
            return f" running{dot}{duration_text(live.elapsed)}"
        case Status.STREAMING:
            return f" streaming{dot}{duration_text(live.elapsed)}"
        case Status.CANCELLED:
            parts = ["stopped", position]
        case Status.FAILED:
            return "".join(f"{dot}{each}" for each in (position, more) if each)
        case _:
            parts = [position, duration_text(state.duration), more]
    return " " + dot.join(each for each in parts if each)
