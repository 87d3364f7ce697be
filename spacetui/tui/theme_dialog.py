"""ThemeDialog: the themes, of which the one under the cursor is seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import App
from textual.timer import Timer

from spacetui.tui.theming import offered_themes
from spacetui.tui.widgets.pick_dialog import PickDialog, PickRow
from spacetui.tui.widgets.row_list import RowList

# The cursor rests so long before its theme is shown: that applies all CSS again.
REST_SECONDS = 0.12


class ThemeDialog(PickDialog):
    """A list of themes. The result is the index of the one to keep, or None."""

    def __init__(self, app: App[Any], names: Sequence[str]) -> None:
        themes = app.available_themes
        rows = [PickRow(name, "dark" if themes[name].dark else "light") for name in names]
        self._before, self._names = app.theme, names
        self._rest: Timer | None = None
        at = names.index(app.theme) if app.theme in names else 0
        super().__init__("theme", "of the app", rows, "keep it", at)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, lambda: self._show(self._names[event.index]))

    def _show(self, name: str) -> None:
        self.app.theme = name

    def action_leave(self) -> None:
        self._show(self._before)
        super().action_leave()


def theme_names(app: App[Any]) -> list[str]:
    """Return the names of the themes that can be chosen, the dark ones first."""
    themes = app.available_themes
    return sorted(offered_themes(themes), key=lambda name: (not themes[name].dark, name))
