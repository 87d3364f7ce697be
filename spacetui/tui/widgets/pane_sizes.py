"""PaneSizes: how wide the columns of a page are, how high its code is, and what is hidden.

Kept as shares of the window, so that they fit a window of another size. Imported after the
first frame, when the footer asks for its keys, or for the frame where the user changed something
before. A narrow window has a layout of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from textual import events
from textual.geometry import clamp
from textual.screen import Screen
from textual.widget import Widget

from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.page_columns import COLUMNS, find_part, fits, parts_of
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.pane_navigation import PaneNavigation
from spacetui.tui.widgets.pane_zoom import PaneZoom

if TYPE_CHECKING:
    from spacetui.model.schema import Json

# Cells that a column keeps, and rows that the code keeps and leaves to what stands above it.
LEAST_COLUMN, LEAST_CODE, LEAST_ABOVE_CODE = 18, 4, 8
# Cells and rows of one press of a key.
COLUMN_STEP, ROW_STEP = 4, 2
# Of a hidden column, until it is seen.
HIDDEN_SHARE = 0.2
SIDE, CODE = "side", "code"
# What a key does, by its id: which way.
WIDTHS = {"narrower": -1, "wider": 1}
HEIGHTS = {"lower": -1, "higher": 1}
HIDDEN = {"side": SIDE, "hide_code": CODE}


class DraggedBorder(Widget):
    """Has the mouse while it moves a border, and draws nothing.

    on_drag: called with each place of the screen to which the mouse has gone.
    """

    DEFAULT_CSS = "DraggedBorder { position: absolute; width: 0; height: 0; }"

    def __init__(self, on_drag: Callable[[int, int], None]) -> None:
        super().__init__()
        self._on_drag = on_drag

    def on_mount(self) -> None:
        self.capture_mouse()

    async def on_mouse_move(self, event: events.MouseMove) -> None:
        event.stop()
        if event.button:
            self._on_drag(event.screen_x, event.screen_y)
        else:  # let go outside of the window
            await self.remove()

    async def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()
        self.release_mouse()
        await self.remove()


class PaneSizes:
    """The sizes that the user gave the panes of one page.

    They are kept in state.layouts, by the name of the page's class: `columns`, a share of the width
    by selector; `code`, a share of the height; `hidden`, a list of `side` and `code`; `zoom`,
    whether the first pane is zoomed.
    """

    def __init__(
        self, page: Screen[None], panes: PaneNavigation, zoom: PaneZoom, state: AppState
    ) -> None:
        name = type(page).__name__
        self._page = page
        self._panes = panes
        self._zoom = zoom
        self._state = state
        self._name = name
        self._columns, self._first, self._code_selector = COLUMNS[name]
        self._has_zoomed = False
        panes.reveal = self.reveal

    @property
    def _kept(self) -> dict[str, Json]:
        return self._state.layouts.setdefault(self._name, {})

    # What is kept, read as a file that somebody may have changed.

    @property
    def _shares(self) -> dict[str, float]:
        kept = self._kept.get("columns")
        if not isinstance(kept, dict):
            return {}
        shares = {name: _share(kept.get(name)) for name in self._columns}
        return shares if all(shares.values()) else {}

    @property
    def hidden(self) -> frozenset[str]:
        """Which of SIDE and CODE are hidden where the window is not narrow."""
        kept = self._kept.get("hidden")
        names = kept if isinstance(kept, list) else []
        return frozenset(name for name in (SIDE, CODE) if name in names)

    @property
    def _is_fixed(self) -> bool:
        """Whether the page has a layout that leaves nothing to choose."""
        return self._page.has_class("-narrow") or self._page.has_class("-has-zoom")

    @property
    def _code(self) -> Widget | None:
        # None before the page is filled.
        return find_part(self._page, self._code_selector) if self._code_selector else None

    @property
    def _first_pane(self) -> Pane | None:
        panes = (each for each in parts_of(self._page) if isinstance(each, Pane))
        return next((each for each in panes if self._first == each.NUMBER), None)

    def can(self, what: str) -> bool:
        """Return whether there is something to change. what: the id of the key for it."""
        if self._is_fixed:
            return False
        if what in WIDTHS:
            return self._panes.focused is not None and len(self._visible()) > 1
        is_shown = what not in HEIGHTS or CODE not in self.hidden
        return self._code is not None and is_shown

    def do(self, what: str) -> None:
        """Do what a key does, by its id."""
        if what in HIDDEN:
            self._toggle(HIDDEN[what])
        elif what in HEIGHTS and self._code is not None:
            self._set_code_height(self._code.region.height + HEIGHTS[what] * ROW_STEP)
        elif what in WIDTHS and self._panes.focused is not None:
            self._widen(self._panes.focused, WIDTHS[what])

    def apply(self) -> None:
        """Lay the page out as it is kept."""
        self._restore_zoom()
        is_narrow = self._page.has_class("-narrow")
        hidden = frozenset() if is_narrow else self.hidden
        for name in (SIDE, CODE):
            self._page.set_class(name in hidden, f"-no-{name}")
        body, shares = self._page.query_one("#page"), self._shares
        if is_narrow or not shares:
            body.styles.clear_rule("grid_columns")
        else:
            visible = [name for name in self._columns if not (name == "#side" and SIDE in hidden)]
            total = sum(shares[name] for name in visible)
            gaps = (body.styles.grid_gutter_vertical or 0) * (len(visible) - 1)
            width = self._page.app.size.width - self._page.gutter.width - gaps
            # In cells, and the rest for the last: rounded parts of all would leave some empty.
            cells = [str(round(width * shares[name] / total)) for name in visible[:-1]]
            body.styles.grid_columns = " ".join((*cells, "1fr"))
        body.refresh(layout=True)
        has_code = not is_narrow and CODE not in hidden
        self._apply_height(_share(self._kept.get("code")) if has_code else 0.0)
        self._panes.on_laid_out()

    def _apply_height(self, share: float) -> None:
        code = self._code
        if code is None:
            return
        body = self._page.query_one("#page")
        if share:
            # Of the row, which the grid else makes as high as the text of the code.
            body.styles.grid_rows = f"1fr {round(self._page.app.size.height * share)}"
            code.styles.height = code.styles.max_height = "100%"
        else:
            body.styles.clear_rule("grid_rows")
            code.styles.clear_rule("height")
            code.styles.clear_rule("max_height")
        code.refresh(layout=True)

    def _restore_zoom(self) -> None:
        if self._has_zoomed:
            return
        self._has_zoomed = True
        pane = self._first_pane
        if pane is not None and self._kept.get("zoom") is True and not self._zoom.is_on:
            self._zoom.toggle(pane)

    # By keys.

    def _toggle(self, name: str) -> None:
        """Hide SIDE or CODE, or show it again."""
        focused, first = self._panes.focused, self._first_pane
        if focused is not None and first is not None and self._part_of(focused) == name:
            first.focus_chosen()  # the focus does not stay where nothing is seen
        self._kept["hidden"] = sorted(self.hidden ^ {name})
        self._changed()

    def _part_of(self, pane: Widget) -> str:
        """Return SIDE, CODE, or an empty text for a pane that cannot be hidden."""
        if any(each.id == "side" for each in pane.ancestors):
            return SIDE
        return CODE if pane is self._code else ""

    def reveal(self, pane: Widget) -> None:
        """Show a pane again that is hidden."""
        if (name := self._part_of(pane)) in self.hidden:
            self._toggle(name)

    def _widen(self, pane: Widget, steps: int) -> None:
        """Give the column of a pane more cells, or fewer where steps is below 0."""
        columns = self._visible()
        at = sum(each.region.x <= pane.region.x for each in columns) - 1
        border = min(at, len(columns) - 2)
        self._move_border(border, steps * COLUMN_STEP * (1 if border == at else -1))

    def keep_zoom(self, *, zoomed: Pane | None) -> None:
        """Keep for the next start whether the page's first pane is zoomed."""
        self._has_zoomed = True
        self._panes.on_laid_out()
        is_on = zoomed is not None and self._first == zoomed.NUMBER
        if is_on != (self._kept.get("zoom") is True):
            self._kept["zoom"] = is_on
            self._state.on_change()

    def reset(self) -> None:
        """Lay the page out as it was before any change."""
        self._kept.clear()
        self._changed()

    def _changed(self) -> None:
        self.apply()
        self._state.on_change()

    def _visible(self) -> list[Widget]:
        found = (find_part(self._page, name) for name in self._columns)
        return [each for each in found if each is not None and each.display and each.region.area]

    def _move_border(self, border: int, by: int) -> None:
        """Move the border at the right of a column by so many cells."""
        columns = self._visible()
        widths = [each.region.width for each in columns]
        left, right = widths[border], widths[border + 1]
        by = clamp(by, min(0, LEAST_COLUMN - left), max(0, right - LEAST_COLUMN))
        widths[border], widths[border + 1] = left + by, right - by
        before, shown = self._shares, [self._name_of(each) for each in columns]
        away = {name: before.get(name, HIDDEN_SHARE) for name in self._columns if name not in shown}
        cell = (1 - sum(away.values())) / sum(widths)
        shares = {name: width * cell for name, width in zip(shown, widths, strict=True)}
        self._kept["columns"] = {name: round(share, 4) for name, share in (away | shares).items()}
        self._changed()

    def _name_of(self, column: Widget) -> str:
        return next(name for name in self._columns if fits(column, name))

    def _set_code_height(self, rows: int) -> None:
        most = self._page.query_one("#page").region.height - LEAST_ABOVE_CODE
        rows = clamp(rows, LEAST_CODE, max(LEAST_CODE, most))
        self._kept["code"] = round(rows / self._page.app.size.height, 4)
        self._changed()

    # By the mouse.

    def take_border(self, x: int, y: int) -> None:
        """Let the mouse move the border at this place of the screen, if there is one."""
        border = None if self._is_fixed else self._border_at(x, y)
        if border is not None:
            self._page.mount(DraggedBorder(lambda x, y: self._drag(border, x, y)))

    def _drag(self, border: int | str, x: int, y: int) -> None:
        """Move a border to a place; border: the number of the column at its left, or CODE."""
        if not isinstance(border, str):
            if by := x - self._visible()[border].region.right:
                self._move_border(border, by)
        elif self._code is not None:
            self._set_code_height(self._code.region.bottom - y - 1)

    def _border_at(self, x: int, y: int) -> int | str | None:
        body, code = self._page.query_one("#page").region, self._code
        if not body.y <= y < body.bottom:
            return None
        for at, (left, right) in enumerate(pairwise(self._visible())):
            if left.region.right <= x < right.region.x:
                return at
        if code is None or x not in code.region.column_range:
            return None
        return CODE if y == code.region.y - 1 else None  # the blank row above it


def _share(value: Any) -> float:
    """Return a share as it was kept; 0 for what is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0.01 < value < 1 else 0.0
