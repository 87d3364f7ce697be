"""PageLayout: how a page is laid out for the size of the window and as the user wants it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.geometry import Size
from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.pane_navigation import PaneNavigation
from spacetui.tui.widgets.pane_zoom import PaneZoom
from spacetui.tui.widgets.window_size import is_too_small

if TYPE_CHECKING:
    from spacetui.tui.widgets.pane_sizes import PaneSizes

# The rows of a usual small terminal. In fewer a form has not its usual height.
SMALL_ROWS = 24


def size_classes(app: App[Any], size: Size) -> dict[str, bool]:
    """Return which of the app's breakpoint classes a page of this size has, `-tiny` and `-low`."""
    classes = {"-tiny": is_too_small(size), "-low": size.height < SMALL_ROWS}
    for breakpoints, length in (
        (app.HORIZONTAL_BREAKPOINTS or [], size.width),
        (app.VERTICAL_BREAKPOINTS or [], size.height),
    ):
        *_, fitting = (name for least, name in breakpoints if least <= length)
        classes.update({name: name == fitting for _, name in breakpoints})
    return classes


class PageLayout:
    """The zoom of one page, and the sizes that the user gave its panes."""

    def __init__(self, page: Screen[None], panes: PaneNavigation, state: AppState) -> None:
        self._page = page
        self._panes = panes
        self._state = state
        self.zoom = PaneZoom(page, lambda pane: self.sizes.keep_zoom(zoomed=pane))

    @cached_property
    def sizes(self) -> PaneSizes:
        from spacetui.tui.widgets.pane_sizes import PaneSizes  # which the first frame has not

        return PaneSizes(self._page, self._panes, self.zoom, self._state)

    def fit(self, size: Size) -> None:
        """Lay the page out for a size of the window, now and once it is known what is kept."""
        page = self._page
        page.update_classes(size_classes(page.app, size))
        if type(page).__name__ in self._state.layouts:
            self.sizes.apply()
        self._state.on_layouts = lambda: self.fit(page.app.size)
        if len(page.app.screen_stack) > 1:
            from spacetui.tui.widgets.too_small_notice import cover_dialogs  # over the page

            cover_dialogs(page.app)
