"""QueryInput: the box above a list in which the user types what to search for."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.widgets import Input

from spacetui.tui.keys import bindings


class QueryInput(Input):
    """The search box; down leaves it for the rows below, where there are any."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"list.down": "leave", "earlier_search": "recall"}
    )

    DEFAULT_CSS = """
    QueryInput, QueryInput:focus {
        width: 1fr; height: 1; padding: 0; border: none;
        background: $panel; background-tint: $foreground 0%;
    }
    QueryInput > .input--placeholder { color: $muted; }
    """

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)  # see LineInput

    has_rows_below: reactive[bool] = reactive(False)

    # The earlier search that was put into the box last.
    recalled = ""

    class Recalled(Message):
        """The search before the one in the box is wanted."""

    class Left(Message):
        """The rows are to have focus."""

    def __init__(self, placeholder: str, *, has_earlier: bool = False) -> None:
        """has_earlier: whether earlier searches are offered."""
        self.has_earlier = has_earlier
        super().__init__(placeholder=placeholder, id="query", select_on_focus=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "recall":
            return self.has_earlier and self.value in ("", self.recalled)
        return self.has_rows_below if action == "leave" else True

    def action_recall(self) -> None:
        self.post_message(self.Recalled())

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def enter(self, query: str) -> None:
        """Put a query into the box, as if the user had typed it."""
        self.value = query
        self.cursor_position = len(query)
        self.focus()
