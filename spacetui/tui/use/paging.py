"""Paging: the output in hand, read in the user's pager."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.widget import Widget

from spacetui.text.terminal_escapes import visible_line

if TYPE_CHECKING:
    from spacetui.tui.outputs.output_view import OutputView


def can_page(view: OutputView | None) -> bool:
    """Return whether a view has a text to read."""
    return view is not None and view.value is not None and not view.is_unchanged


async def page_output(pane: Widget, view: OutputView) -> None:
    """Give the terminal to the pager, with all of what `y` copies of a view.

    The app stands still meanwhile. pane: shows why it was not done.
    """
    if reason := await _page(pane, view):
        pane.app.notify(visible_line(f"not paged: {reason}", 300), severity="warning")


async def _page(pane: Widget, view: OutputView) -> str:
    from spacetui.settings.programs import pager
    from spacetui.system.pager import run_pager, write_for_pager

    command = await asyncio.to_thread(pager)
    if not command:
        return "no pager was found; set PAGER to one, such as less"
    path = None
    try:
        # In a thread: a value of megabytes takes long to write as JSON.
        path = await asyncio.to_thread(lambda: write_for_pager(view.copied_text()))
        if not pane.is_attached:
            return ""
        with pane.app.suspend():
            return run_pager(command, path)
    except SuspendNotSupported:
        return "this terminal cannot be handed to a pager"
    except OSError as error:
        return str(error)
    finally:
        if path is not None:
            path.unlink(missing_ok=True)
