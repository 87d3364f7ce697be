"""ChoiceList: a list of choices with marks; for radios, checkbox groups and opened dropdowns."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message

from spacetui.tui.inputs.chosen_choices import ChoiceMarks
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.row_list import RowList

# Rows. Further than any list is long.
TO_END = 10**9


class ChoiceList(RowList, inherit_bindings=False):
    """A list of choices. A row is the index of a choice, or, of a `str`, text that the user typed.

    marks: which choices are chosen.
    is_active: the cursor is drawn although the list has no focus.
    """

    SCOPED_CSS = False  # the screen's classes decide
    DEFAULT_CSS = """
    ChoiceList { height: auto; max-height: 7; width: 1fr; }
    ChoiceList > .rows--current, ChoiceList:focus > .rows--current {
        background: $panel; color: $foreground; text-style: bold;
    }
    .-short ChoiceList { max-height: 6; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "choice.up": "walk(-1)",
            "choice.down": "walk(1)",
            "choice.page_up": "walk(-6)",
            "choice.page_down": "walk(6)",
            "choice.first": f"step({-TO_END})",
            "choice.last": f"step({TO_END})",
            "choice.choose": "choose",
        }
    )
    MARGIN = 0

    class Picked(Message):
        """Something else is chosen now, or the choice was confirmed."""

    def __init__(self, marks: ChoiceMarks, *, classes: str = "editor -bare") -> None:
        super().__init__(marks.draw, one_line_rows=True, classes=classes)
        self.marks = marks
        self.is_active = False
        self.set_rows(range(len(marks.choices)))

    @property
    def shows_cursor(self) -> bool:
        return self.is_active or self.has_focus

    def show_rows(self, rows: Sequence[int | str], current: int = 0) -> None:
        """Show these choices, the current one at the top if there are enough below it."""
        self.set_rows(rows, current=current)
        self.scroll_to(y=current, animate=False, immediate=True)

    def choose(self, chosen: Iterable[int]) -> None:
        """Mark these as chosen, and put the cursor on the first of them."""
        self.marks.chosen = list(chosen)
        if self.marks.chosen and self.marks.chosen[0] in self.rows:
            self._move_to(self.rows.index(self.marks.chosen[0]))
            self.show_current()
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, super().get_content_height(container, viewport, width))

    def action_walk(self, by: int) -> None:
        """Move the cursor; past the ends the key is the form's, which goes to another field."""
        if not 0 <= self.current + (by > 0) - (by < 0) < len(self.rows):
            raise SkipAction
        self.action_step(by)

    def action_step(self, by: int) -> None:
        """Move the cursor; what is chosen stays, so that one can walk through a form."""
        if not self.rows:
            return
        self._move_to(self.current + by)

    def action_choose(self) -> None:
        """Choose the current row; one of several that is chosen already is chosen no longer."""
        index = self.current_row
        if not isinstance(index, int):
            return
        self.marks.choose(index)
        self.redraw()
        self.post_message(self.Picked())

    def _move_to(self, row: int) -> None:
        with self.prevent(RowList.Moved):
            self.current = row

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()  # RowList chooses on the second click only
        row = self.row_at(event)
        if row is not None and isinstance(self.rows[row], int):
            self._move_to(row)
            self.action_choose()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
