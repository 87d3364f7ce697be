"""The use page in a narrow window: form above, result or code below, the side laid over both."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen

from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.use.side_panes import EndpointsPane, SpacesPane
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
        endpoints: EndpointsPane,
    ) -> None:
        """page: the screen that gets the classes."""
        self._page = page
        self._result = result
        self._code = code
        # The order in which f6 walks the panes.
        self._ring: tuple[Pane, ...] = (form, result, code, endpoints)

    def show(self, pane: Pane) -> None:
        """Make `pane` visible."""
        self._page.set_class(isinstance(pane, (SpacesPane, EndpointsPane)), "-side")
        if pane in (self._code, self._result):
            self._page.set_class(pane is self._code, "-code")
            self._page.set_class(pane is self._result, "-result")
        self.name_both()

    def name_both(self) -> None:
        """Name the hidden one in the headings of result and code, if only one is visible."""
        is_narrow = self._page.has_class("-narrow")
        for pane, other in ((self._code, "4 result"), (self._result, "5 code")):
            pane.heading.subtitle = Content.styled(other, "$muted") if is_narrow else Content("")

    def next_to(self, pane: Pane | None, by: int) -> Pane:
        """Return the pane `by` places from `pane`, hidden ones included."""
        at = self._ring.index(pane) + by if pane in self._ring else 0
        return self._ring[at % len(self._ring)]

    @property
    def is_side_shown(self) -> bool:
        return self._page.has_class("-side")
