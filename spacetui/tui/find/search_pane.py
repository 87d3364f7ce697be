"""The search pane: the search box, its filters, and the Spaces that fit.

The first frame has the box alone: what stands below it is imported and mounted after that. The
messages are no dataclasses, each of which takes 0.4 ms to make.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.query_input import QueryInput

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard
    from spacetui.tui.find.filter_row import FilterRow
    from spacetui.tui.find.found_spaces import FoundSpaces
    from spacetui.tui.find.try_line import TryLine
    from spacetui.tui.widgets.row_list import RowList


class SearchPane(Pane):
    """Search box, filters, results. found: what is listed.

    is_whole: whether all of it is mounted, and not the search box alone.
    """

    NUMBER = "1"
    TITLE = "find"

    class QueryChanged(Message):
        """The query or a filter was changed. is_entered: no more letters are to be expected."""

        def __init__(self, query: str, *, is_entered: bool = False) -> None:
            super().__init__()
            self.query, self.is_entered = query, is_entered

    class Opened(Message):
        """The user wants to open a Space or an address."""

        def __init__(self, src: str) -> None:
            super().__init__()
            self.src = src

    class Moved(Message):
        """The cursor is on another Space; on none where it is on a task."""

        def __init__(self, card: SpaceCard | None) -> None:
            super().__init__()
            self.card = card

    def __init__(self, make_found: Callable[[Callable[[], None]], FoundSpaces]) -> None:
        super().__init__()
        self._make_found = make_found
        self._open_first = self.is_whole = False
        # Attributes, not queries: see PageFrame.
        self.box = QueryInput("say what it should do, or: image → text", has_earlier=True)

    @cached_property
    def found(self) -> FoundSpaces:
        return self._make_found(self._after_answer)

    @cached_property
    def filters(self) -> FilterRow:
        from spacetui.tui.find.filter_row import FilterRow

        return FilterRow()

    @cached_property
    def _try(self) -> TryLine:
        from spacetui.tui.find.try_line import TryLine

        return TryLine()

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="ask"):
            yield Static(glyphs().query, id="sign")
            yield self.box

    async def fill(self) -> None:
        """Mount what stands below the box, with what was typed there meanwhile."""
        self.is_whole = True
        self._show_filters()
        await self.mount_all((self._try, self.filters, self.found.rows, self.found.hint))
        self.found.rows.lit = True
        if self.query_text:
            self.post_message(self.QueryChanged(self.query_text))
        elif self.found.tasks:
            self.found.show_start([])

    @property
    def query_text(self) -> str:
        return self.box.value.strip()

    def _after_answer(self) -> None:
        """Open the first row if enter was pressed before the rows came."""
        self.box.has_rows_below = bool(self.found.rows.rows)
        self.refresh_bindings()
        if self._open_first and self.found.answered == self.query_text:
            self._open_first = False
            self._open()

    # The search box and the filters.

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if not self.is_whole:
            return
        self._open_first = False
        if self.filters.display != bool(event.value.strip()):
            # After the letter is drawn: a layout takes as long as five letters.
            self.call_after_refresh(self._show_filters)
        self.refresh_bindings()
        self.post_message(self.QueryChanged(event.value.strip()))

    def _show_filters(self) -> None:
        """Show the filters if there is a query, else what to try, unless that stands in rows."""
        self.filters.display = bool(self.query_text)
        self._try.display = not self.query_text and not self.found.tasks

    @on(Input.Submitted, "#query")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        from spacetui.tui.find.found_spaces import names_app

        query = event.value.strip()
        if names_app(query):
            self.post_message(self.Opened(query))
        elif self.found.answered == query:
            self._open()
        else:
            self._open_first = True
            self.post_message(self.QueryChanged(query, is_entered=True))

    # By their names, not by @on: the classes of these messages come after the first frame.

    def on_filter_row_changed(self, event: FilterRow.Changed) -> None:
        event.stop()
        self.found.answered = None
        self.post_message(self.QueryChanged(self.query_text, is_entered=True))

    def on_try_line_picked(self, event: TryLine.Picked) -> None:
        event.stop()
        self.box.enter(event.query)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.refresh_bindings()
        self.post_message(self.Moved(self.found.card))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._open()

    def _open(self) -> None:
        """Open the Space under the cursor, or search for the task there."""
        card, task = self.found.card, self.found.task
        if task is not None:
            self.box.enter(task.query)
        elif card is not None:
            self.post_message(self.Opened(card.id))

    def on_row_list_left_top(self, event: RowList.LeftTop) -> None:
        event.stop()
        self.box.focus()

    @on(QueryInput.Left)
    def _left_box(self, event: QueryInput.Left) -> None:
        event.stop()
        self.found.rows.focus()

    def leave_text(self) -> None:
        if self.found.rows.rows:
            self.screen.set_focus(self.found.rows)
        else:
            self.take_focus()

    def focus_first(self) -> None:
        self.screen.set_focus(self.box)

    def focus_chosen(self) -> None:
        self.leave_text()

    async def action_search(self) -> None:
        """Ask the Hub: what is typed replaces the query."""
        self.focus_first()
        self.box.select_all()
