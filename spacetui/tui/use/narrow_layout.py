"""The use page in a narrow window: form above, result or code below, the side laid over both.

Here and in larger windows, where the user hides side or code, headings name the panes that are
hidden, with their numbers, which are the keys that show them.
"""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen

from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.side_column import Side
from spacetui.tui.widgets.clickable import clickable
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.pane import Pane


class NarrowLayout:
    """Which panes are visible, by classes of the page, so that a resize moves no widget."""

    def __init__(
        self,
        page: Screen[None],
        form: FormPane,
        result: ResultPane,
        code: CodePane,
        side: Side,
    ) -> None:
        """page: the screen that gets the classes."""
        self._page = page
        self._form = form
        self._result = result
        self._code = code
        self._side = side
        # The order in which f6 walks the panes.
        self._ring: tuple[Pane, ...] = (form, result, code, side.endpoints)

    def show(self, pane: Pane) -> None:
        """Make `pane` visible."""
        self._page.set_class(pane in self._side.panes, "-side")
        if pane in (self._code, self._result):
            self._page.set_class(pane is self._code, "-code")
            self._page.set_class(pane is self._result, "-result")
        self.name_hidden()

    def name_hidden(self) -> None:
        """Name the panes that are hidden in the headings of others."""
        is_narrow = self._page.has_class("-narrow")
        is_code_away = is_narrow or self._page.has_class("-no-code")
        is_side_away = is_narrow or self._page.has_class("-no-side")
        # Of the side the endpoints alone: the heading of the form has its state to show too.
        self._name(self._form, self._side.endpoints if is_side_away else None)
        self._name(self._result, self._code if is_code_away else None)
        self._name(self._code, self._result if is_narrow else None)

    def _name(self, pane: Pane, hidden: Pane | None) -> None:
        if pane.has_class("-zoomed"):
            return  # its heading says so
        title = Content("")
        if hidden is not None:
            name = Content.styled(f"{hidden.NUMBER} {hidden.TITLE}", "$muted")
            title = clickable(name, "pane", hidden.NUMBER)
        pane.heading.subtitle = title

    def focus_next(self, focused: Pane | None, by: int) -> bool:
        """In a narrow window, focus the pane `by` places on, hidden ones included.

        Returns whether the window is narrow.
        """
        if not self._page.has_class("-narrow"):
            return False
        at = self._ring.index(focused) + by if focused in self._ring else 0
        pane = self._ring[at % len(self._ring)]
        self.show(pane)
        self._page.call_after_refresh(pane.focus_first)
        return True

    def toggle_side(self) -> None:
        """Show and focus the side, or the form again."""
        pane = self._form if self.is_side_shown else self._side.endpoints
        self.show(pane)
        pane.focus_first()

    @property
    def is_side_shown(self) -> bool:
        return self._page.has_class("-side")
