"""The dialog that shows what is different in a new run, or in an app.

Loaded when it is first opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.diff_view import DiffLine, DiffView
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.scroll_steps import SCROLL_ACTIONS, scroll_by_step


class DiffDialog(Dialog[None]):
    """Lines that scroll, such as the old and the new inputs and outputs: `-` before, `+` now."""

    DEFAULT_CSS = """
    DiffDialog #dialog { width: 90; height: 80%; }
    DiffDialog Static { width: 1fr; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings({"diff.close": "dismiss", **SCROLL_ACTIONS})

    def __init__(self, lines: Sequence[DiffLine], title: str, legend: str = "") -> None:
        """legend: what the signs mean."""
        super().__init__()
        self._lines = lines
        self._heading = Content.assemble((title, "bold"), (f"  {legend}", "$muted"))
        self._view = DiffView()

    def compose(self) -> ComposeResult:
        scroll = hint("list.up list.down", "scroll")
        yield PageFooter(((hint("diff.close"), scroll),), is_page=False)
        with Vertical(id="dialog"):
            yield Static(self._heading)
            yield self._view

    def on_mount(self) -> None:
        self._view.show(self._lines)
        self._view.focus()

    def action_scroll(self, step: str) -> None:
        scroll_by_step(self._view, step)
