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
    """Which panes of the use page are seen; by classes of the page alone, so that a resize moves no widget."""

    def __init__(self, page: Screen[None]) -> None:
        self._page = page

    def show(self, pane: Pane) -> None:
        """Make `pane` seen."""
        page = self._page
        is_side = isinstance(pane, (SpacesPane, EndpointsPane))
        page.set_class(is_side, "-side")
        if isinstance(pane, (CodePane, ResultPane)):
            page.set_class(isinstance(pane, CodePane), "-code")
            page.set_class(isinstance(pane, ResultPane), "-result")
        self.name_both()

    def name_both(self) -> None:
        """Let the heading of result or code name the other, where only one of them is seen."""
        is_narrow = self._page.has_class("-narrow")
        for pane, other in ((CodePane, "4 result"), (ResultPane, "5 code")):
            self._page.query_one(pane).heading.also = (
                Content.styled(other, "$muted") if is_narrow else Content("")
            )

    def after(self, here: Pane | None, by: int) -> Pane:
        """Give the pane `by` steps from `here`, hidden ones too."""
        ring: list[Pane] = [
            self._page.query_one(each) for each in (FormPane, ResultPane, CodePane, EndpointsPane)
        ]
        at = ring.index(here) + by if here in ring else 0
        return ring[at % len(ring)]

    @property
    def is_side_shown(self) -> bool:
        return self._page.has_class("-side")
