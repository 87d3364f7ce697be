"""The pane with the calls of the history: the search box, the calls by day, and a hint."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from spacetui.store.row_types import HistoryRow
from spacetui.tui.history.history_rows import Columns, columns_of, draw_call
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.query_input import QueryInput
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.text_update import update_text
from spacetui.tui.wording.call_days import day_headings

# Rows from the end at which more of them are loaded.
NEAR_END = 40


class CallRows(RowList):
    """The calls; up in the first row leads to the search box."""

    LEAVES_TOP = True


class HistoryPane(Pane):
    """The list of calls. It loads nothing: it asks the page for what it shows."""

    NUMBER = "7"
    TITLE = "history"
    DEFAULT_CSS = """
    HistoryPane #ask { height: 1; background: $panel; }
    HistoryPane #sign { width: 4; color: $accent; padding-left: 2; }
    /* As high as the page, not as its rows: then other rows do not lay out the page anew. */
    HistoryPane CallRows { height: 1fr; }
    HistoryPane CallRows.-empty { height: 0; }
    HistoryPane #hint { height: auto; padding: 0 0 0 2; color: $muted; display: none; }
    HistoryPane #hint.-any { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "run_again": "ask('run_again')",
            "to_recorder": "ask('to_recorder')",
            "compare": "ask('compare')",
            "forget": "ask('forget')",
            "undo": "ask('undo')",
        }
    )

    @dataclass
    class QueryChanged(Message):
        """The text in the search box was changed."""

        query: str

    @dataclass
    class Moved(Message):
        """The cursor is on another call, or on none."""

        row: HistoryRow | None

    @dataclass
    class Asked(Message):
        """Something is to be done with a call. what: the id of the key; `open` for enter."""

        what: str
        row: HistoryRow

    class EndNear(Message):
        """The end of the list may soon be seen."""

    def __init__(self) -> None:
        super().__init__()
        # Attributes, not queries: see PageFrame.
        self.box = QueryInput("words of an input, an output, a Space or an endpoint")
        self.rows = CallRows(self._draw, one_line_rows=True, id="calls")
        self._hint = Static("", id="hint")
        # The ids of the calls that are about to be forgotten; the call that is compared.
        self.forgotten: Collection[int] = ()
        self.compared: HistoryRow | None = None
        self._columns = Columns()

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="ask"):
            yield Static(glyphs().query, id="sign")
            yield self.box
        yield self.rows
        yield self._hint

    def on_mount(self) -> None:
        self.rows.lit = True
        self.watch(self.rows, "scroll_y", self._scrolled, init=False)

    def _draw(self, row: HistoryRow, width: int, is_current: bool) -> list[Content]:
        compared = self.compared is not None and self.compared.id == row.id
        forgotten = row.id in self.forgotten
        return draw_call(
            row, width, is_current, self._columns, is_forgotten=forgotten, is_compared=compared
        )

    @property
    def query_text(self) -> str:
        return self.box.value.strip()

    @property
    def row(self) -> HistoryRow | None:
        """The call under the cursor."""
        row: HistoryRow | None = self.rows.current_row
        return row

    def show_rows(self, rows: Sequence[HistoryRow], hint: Content, *, at: int | None) -> None:
        """Show calls; at: the index of the row under the cursor, None to leave it. hint: below."""
        before, self._columns = self.row, columns_of(rows)
        days = day_headings([row.made_at for row in rows])
        self.rows.set_rows(rows, current=at, headings=days)
        self.box.has_rows_below = bool(rows)
        update_text(self._hint, hint)
        self._hint.set_class(bool(hint), "-any")
        self.rows.set_class(not rows, "-empty")
        self.refresh_bindings()
        if self.row is not before:
            self.post_message(self.Moved(self.row))

    def redraw(self) -> None:
        """Draw the rows after `forgotten` or `compared` has changed."""
        self.rows.redraw()
        self.refresh_bindings()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.QueryChanged(event.value.strip()))

    @on(Input.Submitted)
    @on(QueryInput.Left)
    def _left_box(self, event: Message) -> None:
        event.stop()
        self.leave_text()

    @on(RowList.LeftTop)
    def _left_top(self, event: RowList.LeftTop) -> None:
        event.stop()
        self.screen.set_focus(self.box)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.post_message(self.Moved(self.row))
        if event.index + NEAR_END >= len(self.rows.rows):
            self.post_message(self.EndNear())

    def _scrolled(self) -> None:
        last = self.rows.scroll_offset.y + self.rows.size.height
        if last + NEAR_END >= self.rows.line_count:
            self.post_message(self.EndNear())

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_ask("open")

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "ask", ("undo",):
                return bool(self.forgotten)
            case "ask", _:
                return self.row is not None
            case "search", _:
                return True
        return super().check_action(action, parameters)

    def action_ask(self, what: str) -> None:
        if self.row is not None:
            self.post_message(self.Asked(what, self.row))

    async def action_search(self) -> None:
        """Search the history: what is typed replaces the query."""
        self.screen.set_focus(self.box)
        self.box.select_all()

    def leave_text(self) -> None:
        if self.rows.rows:
            self.screen.set_focus(self.rows)
        else:
            self.take_focus()

    def focus_first(self) -> None:
        self.leave_text()
