"""ActionList: what the user can do about something, an action a row.

The key of an action, or enter on its row, takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from spacetui.tui.keys import ACTIONS, bindings, key_name
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from spacetui.tui.wording.recovery import Action


class ActionList(RowList):
    """A list of actions. It takes their keys only while it has focus."""

    DEFAULT_CSS = """
    ActionList { height: auto; display: none; }
    ActionList.-any { display: block; }
    """

    # ctrl+r, which some actions have too, is the page's.
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {id: f"take({id!r})" for id in (*ACTIONS, "duplicate")}
    )

    @dataclass
    class Taken(Message):
        """The user chose an action; key: the action's."""

        key: str

    CLICKS_TO_CHOOSE = 1  # a row is a button

    def __init__(self) -> None:
        super().__init__(self._draw)

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Show other actions, with the cursor on the first; without any the list is hidden."""
        if tuple(self.rows) != tuple(actions):
            self.set_rows(tuple(actions), current=0)
            self.set_class(bool(actions), "-any")

    def _draw(self, action: Action, width: int, is_current: bool) -> list[Content]:
        key = action.key.ljust(max(len(each.key) for each in self.rows) + 2)
        return [_action_row(action, key, width - 1, is_current=is_current)]

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Taken(self.rows[event.index].key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "take", (str(id),):
                return any(each.key == key_name(id) for each in self.rows)
        return super().check_action(action, parameters)

    def action_take(self, id: str) -> None:
        """Take the action with the key of this id."""
        self.post_message(self.Taken(key_name(id)))


def _action_row(action: Action, key: str, width: int, *, is_current: bool) -> Content:
    style = "bold $accent" if is_current else "bold $foreground"
    left = Content.assemble((key, style), (action.words, "$foreground"))
    return left_right(left, Content.styled(action.note, "$muted"), width)
