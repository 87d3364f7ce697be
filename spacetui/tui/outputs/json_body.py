"""JsonBody: a JSON value as a tree of rows, of which one is chosen while its view has focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.selection import Selection

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json
from spacetui.tui.outputs.json_rows import JsonRows
from spacetui.tui.outputs.json_search import Indices, find_nodes
from spacetui.tui.outputs.json_tree import Kind, Place, is_container
from spacetui.tui.outputs.view_body import Layout, ViewBody
from spacetui.tui.widgets.row_layout import CHOSEN_STYLE
from spacetui.tui.widgets.scroll_steps import show_lines
from spacetui.tui.widgets.text_search import Hit

# Rows that are copied at once where they are selected with the mouse.
MAX_SELECTED = 10_000
ROOT = Place(None, 0)


class JsonBody(ViewBody):
    """Draws the rows that are seen of a tree; other lines as any body.

    on_choice: called when another node was chosen.
    """

    def __init__(self, on_choice: Callable[[], None]) -> None:
        super().__init__()
        self._on_choice = on_choice
        self._rows: JsonRows | None = None
        self._below: Sequence[Content] = ()
        self._chosen = ROOT
        self._has_focus = False

    # What is shown.

    def show_lines(self, layout: Layout) -> None:
        if self._rows is not None:
            self._rows = self._laid_out = None
        super().show_lines(layout)

    def show_tree(self, value: Json, below: Sequence[Content]) -> None:
        """Show a list or an object; the same one stays as it is open. below: lines under it."""
        if self._rows is not None and self._rows.tree.root.value is value:
            return
        self._rows, self._below, self._chosen = JsonRows(value), below, ROOT
        self.refresh(layout=True)

    def line_count(self, width: int) -> int:
        if self._rows is None:
            return super().line_count(width)
        self._rows.fit(width)
        return self._rows.tree.count + len(self._below)

    def line_at(self, y: int, width: int) -> Content:
        if self._rows is None:
            return super().line_at(y, width)
        tree = self._rows.tree
        if y >= tree.count:
            return self._below[y - tree.count]
        row = tree.row_at(y)
        is_chosen = self._has_focus and row.place == self._chosen and row.kind is not Kind.MORE
        return self._rows.content(row, CHOSEN_STYLE if is_chosen else "")

    # The node that is chosen.

    @property
    def has_node(self) -> bool:
        """Whether a node is chosen that keys act on."""
        return self._rows is not None and self._has_focus

    @property
    def path(self) -> OutputPath:
        """The keys that lead to the chosen node."""
        return self._rows.tree.path_to(self._chosen) if self._rows is not None else ()

    @property
    def chosen_value(self) -> Json:
        return self._rows.tree.value_at(self._chosen) if self._rows is not None else None

    def focus_node(self, has_focus: bool) -> None:
        """Mark the chosen node while the view has focus."""
        self._has_focus = has_focus
        self.refresh()

    def can_move(self, by: int) -> bool:
        return self._beside(by) is not None

    def move(self, by: int) -> None:
        """Choose the node `by` places on: 1 or -1."""
        if (place := self._beside(by)) is not None:
            self._choose(place)

    def to_end(self, *, is_last: bool) -> None:
        """Choose the first node, or the last one that has a row."""
        if self._rows is not None:
            tree = self._rows.tree
            self._choose(self._node_from(tree.count - 1, -1) or ROOT if is_last else ROOT)

    def _beside(self, by: int) -> Place | None:
        if self._rows is None:
            return None
        return self._node_from(self._rows.tree.row_of(self._chosen) + by, by)

    def _node_from(self, y: int, by: int) -> Place | None:
        """Return the first node that begins at row `y` or before or after it."""
        tree = self._rows.tree if self._rows is not None else None
        while tree is not None and 0 <= y < tree.count:
            row = tree.row_at(y)
            if row.kind in (Kind.WHOLE, Kind.HEAD):
                return row.place
            y += by
        return None

    def can_open(self) -> bool:
        """Return whether the chosen node can be opened, or has a first child to go to."""
        if self._rows is None or not self._rows.tree.can_open(self._chosen):
            return False
        return not self._is_open or is_container(self.chosen_value)

    def can_close(self) -> bool:
        """Return whether the chosen node can be closed, or left for the one that it lies in."""
        return self._rows is not None and self._chosen.parent is not None

    @property
    def _is_open(self) -> bool:
        return self._rows is not None and self._rows.tree.is_open(self._chosen)

    def open_chosen(self) -> None:
        """Open the chosen node; one that is open: go to the first in it."""
        if self._rows is None or not self.can_open():
            return
        if self._is_open:
            self._choose(Place(self._rows.tree.open(self._chosen), 0))
            return
        self._rows.tree.open(self._chosen)
        self._laid_out_again()

    def close_chosen(self) -> None:
        """Close the chosen node; one that is closed: go to the one that it lies in."""
        parent = self._chosen.parent
        if self._rows is None or parent is None:
            return
        if not self._is_open:
            self._choose(parent.place)
            return
        self._rows.tree.close(self._chosen)
        self._laid_out_again()

    def toggle_chosen(self) -> None:
        """Open the chosen node, or close it."""
        if self._is_open:
            self.close_chosen()
        else:
            self.open_chosen()

    def node_clicked(self, event: events.Click) -> None:
        """Choose the node under the mouse; if it is chosen, open or close it."""
        offset = event.get_content_offset(self)
        if offset is None or self._rows is None or offset.y >= self._rows.tree.count:
            return
        place = self._rows.tree.row_at(offset.y).place
        if place == self._chosen:
            self.toggle_chosen()
        self._choose(place)

    def _choose(self, place: Place) -> None:
        if self._rows is None:
            return
        self._chosen = place
        self.refresh()
        self._on_choice()
        y = self._rows.tree.row_of(place)
        show_lines(self, y, y)

    def _laid_out_again(self) -> None:
        if self._rows is not None:
            self._rows.lay_out()
            self.refresh(layout=True)
            self._on_choice()

    # Selecting and searching.

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        if self._rows is None:
            return super().get_selection(selection)
        width = max(2, self.content_size.width)
        start = selection.start or Offset(0, 0)
        end = selection.end or Offset(0, self.line_count(width))
        last = min(end.y + 1, self.line_count(width), start.y + MAX_SELECTED)
        lines = [self.line_at(y, width).plain for y in range(start.y, last)]
        shown = Selection(Offset(start.x, 0), selection.end and Offset(end.x, end.y - start.y))
        return shown.extract("\n".join(lines)), "\n"

    @property
    def has_hidden_text(self) -> bool:
        return self._rows is not None

    def find_own(self, query: str, is_over: Callable[[], bool]) -> Iterator[Callable[[], Hit]]:
        """Yield for each node that has `query` in it a function that opens the way to it."""
        if self._rows is not None:
            for indices in find_nodes(self._rows.tree.root.value, query, is_over):
                yield partial(self._show_hit, self._rows, indices, query)

    def _show_hit(self, rows: JsonRows, indices: Indices, query: str) -> Hit:
        if rows is not self._rows:  # another value has come
            return Hit(self, Offset(0, 0), Offset(0, 0))
        self._chosen = rows.tree.open_way(indices)
        rows.lay_out()
        self.refresh(layout=True)
        self._on_choice()
        y, width = rows.tree.row_of(self._chosen), max(2, self.content_size.width)
        line = rows.content(rows.tree.row_at(y)).truncate(width).plain
        at = line.casefold().find(query.casefold())
        if at < 0:  # it is in what is cut
            return Hit(self, Offset(len(line) - len(line.lstrip()), y), Offset(len(line), y))
        return Hit(self, Offset(at, y), Offset(at + len(query), y))
