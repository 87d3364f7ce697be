"""Steps: what one can do about something, a row each; its letter, or enter on its row, does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.content import Content
from textual.message import Message

from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from spacetui.tui.wording.recovery import Action


class ActionList(RowList):
    """A list of steps. Letters are keys only while it has focus."""

    DEFAULT_CSS = """
    ActionList { height: auto; display: none; }
    ActionList.-any { display: block; }
    """

    class Taken(Message):
        """A step is to be done."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self) -> None:
        super().__init__(self._draw_step)

    def show_steps(self, steps: Sequence[Action]) -> None:
        """Show other steps, the first in hand; none hide the list."""
        if tuple(self.rows) != tuple(steps):
            self.set_rows(tuple(steps), current=0)
            self.set_class(bool(steps), "-any")

    def _draw_step(self, step: Action, width: int, is_current: bool) -> list[Content]:
        room = max(len(each.key) for each in self.rows) + 2
        left = Content.assemble(
            (f"{step.key:<{room}}", "bold $accent" if is_current else "bold $foreground"),
            (step.words, "$foreground"),
        )
        return [left_right(left, Content.styled(step.note, "$muted"), width - 1)]

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Taken(self.rows[event.index].key))

    def on_key(self, event: events.Key) -> None:
        if any(step.key == event.key for step in self.rows):
            event.stop()
            self.post_message(self.Taken(event.key))
