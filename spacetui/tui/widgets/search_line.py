"""SearchLine: the line in which the user types what a pane is searched for."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from spacetui.tui.widgets.glyphs import glyphs


class SearchLine(Horizontal):
    """The line under the heading of a pane: what is looked for, and how much fits.

    on_change: called with what is looked for now. on_enter: called when the user goes on in the
    pane, at what was found. box: where it is typed.
    """

    DEFAULT_CSS = """
    SearchLine { height: 1; width: 1fr; background: $panel; }
    SearchLine Static { width: auto; padding: 0 1 0 0; color: $muted; }
    SearchLine #sign { width: 2; padding: 0; color: $accent; }
    SearchLine Input, SearchLine Input:focus {
        width: 1fr; height: 1; padding: 0; border: none; background: $panel;
        background-tint: $foreground 0%;
    }
    """

    def __init__(
        self,
        on_change: Callable[[str], None],
        on_enter: Callable[[], None],
        box: Input | None = None,
    ) -> None:
        super().__init__()
        self._report_change, self._report_enter = on_change, on_enter
        self.box = box or Input(select_on_focus=False)
        self._count = Static("")

    def compose(self) -> ComposeResult:
        yield Static(glyphs().query, id="sign")
        yield self.box
        yield self._count

    def show_count(self, text: str) -> None:
        """Show at the right how much fits."""
        self._count.update(Content(text))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._report_change(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._report_enter()
