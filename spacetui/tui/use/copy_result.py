"""What `y` copies of the call on show: why it failed, else the output in hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from spacetui.model.value_size import has_more_parts
from spacetui.tui.made_call import MadeCall
from spacetui.tui.use.call_report import full_text
from spacetui.tui.widgets.copy_request import request_copy, request_large_copy
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from spacetui.tui.outputs.output_view import OutputView

# Parts of a value that are written at once, in a few milliseconds.
AT_ONCE = 5_000


def can_copy(made: MadeCall | None, view: OutputView | None) -> bool:
    """Return whether there is an output or a failure."""
    return view is not None or (made is not None and made.state.failure is not None)


def copy_result(pane: Pane, made: MadeCall | None, view: OutputView | None) -> None:
    """Copy the failure of a call, or the output in hand; the heading of the pane says so."""
    failure = made.state.failure if made is not None else None
    if failure is not None:
        request_copy(pane, full_text(failure), on_copied=pane.heading.show_copied)
    elif view is not None:
        _copy_output(pane, view)


def _copy_output(pane: Pane, view: OutputView) -> None:
    """Copy the value of a view, or the part of it that is chosen; a large one from a thread."""
    on_copied = pane.heading.show_copied
    if has_more_parts([view.value], AT_ONCE):
        copy = partial(request_large_copy, pane, view.copied_text, on_copied)
        run_exclusive(pane, "copy", copy)
    else:
        request_copy(pane, view.copied_text(), on_copied=on_copied)
