"""RowList: a list of rows to move and choose in; results, Spaces, endpoints, calls and actions."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from spacetui.tui.keys import bindings
from spacetui.tui.widgets.row_view import RowView


class RowMessage(Message):
    """A message about one row of a list; index: the row's place among `rows.rows`."""

    def __init__(self, rows: RowList, index: int) -> None:
        super().__init__()
        self.rows, self.index = rows, index

    @property
    def control(self) -> RowList:
        return self.rows


class RowList(RowView):
    """Rows with a cursor that keys and clicks move, and from which one is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "list.up": "cursor(-1)",
            "list.down": "cursor(1)",
            "list.page_up": "page(-1)",
            "list.page_down": "page(1)",
            "list.first": "to(0)",
            "list.last": "to(-1)",
            "list.choose": "choose",
        }
    )
    LEAVES_TOP: ClassVar[bool] = False  # whether up in the first row leads somewhere: LeftTop
    # The first click on a row moves the cursor there.
    CLICKS_TO_CHOOSE: ClassVar[int] = 2

    class Moved(RowMessage):
        """The cursor is on another row."""

    class Chosen(RowMessage):
        """Enter was pressed, or a row was clicked CLICKS_TO_CHOOSE times."""

    class LeftTop(RowMessage):
        """The cursor was moved up from the first row."""

    def watch_current(self, before: int, after: int) -> None:
        super().watch_current(before, after)
        if before != after and self.rows:
            self.post_message(self.Moved(self, after))
            if {before, after} & {0, len(self.rows) - 1}:  # there is no up, or no down
                self.refresh_bindings()

    def action_cursor(self, by: int) -> None:
        if by < 0 and self.current == 0:
            self.post_message(self.LeftTop(self, 0))
            return
        self.current += by

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "cursor", (int(by),):
                is_row = 0 <= self.current + by < len(self.rows)
                return is_row or (by < 0 and self.LEAVES_TOP)
            case "choose", _:
                return bool(self.rows)
        return super().check_action(action, parameters)

    def action_page(self, by: int) -> None:
        self.current += by * self._lines.rows_in(self.size.height)

    def action_to(self, index: int) -> None:
        """Move the cursor to a row; a negative index counts from the end."""
        self.current = index % max(1, len(self.rows))

    def action_choose(self) -> None:
        if self.rows:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        index = self.row_at(event)
        if index is None:
            return
        self.current = index
        # Once for the second of two clicks; a third would choose on the page that has opened.
        if event.chain == self.clicks_to_choose(self.current_row):
            self.action_choose()

    def clicks_to_choose(self, row: Any) -> int:
        """Return how many clicks on a row choose it."""
        return self.CLICKS_TO_CHOOSE
