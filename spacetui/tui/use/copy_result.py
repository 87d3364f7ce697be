"""What `y` copies of the call on show: why it failed, else the output in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacetui.tui.made_call import MadeCall
from spacetui.tui.use.call_report import full_text
from spacetui.tui.widgets.copy_request import copy_value, request_copy
from spacetui.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from spacetui.tui.outputs.output_view import OutputView


def can_copy(made: MadeCall | None, view: OutputView | None) -> bool:
    """Return whether there is an output or a failure."""
    return view is not None or (made is not None and made.state.failure is not None)


def copy_result(pane: Pane, made: MadeCall | None, view: OutputView | None) -> None:
    """Copy the failure of a call, or the output in hand; the heading of the pane says so."""
    failure = made.state.failure if made is not None else None
    if failure is not None:
        request_copy(pane, full_text(failure), on_copied=pane.heading.show_copied)
    elif view is not None:
        copy_value(pane, view.value, view.copied_text, pane.heading.show_copied)
