"""ChoiceList: a list of choices with marks; for radios, checkbox groups and opened dropdowns."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from spacetui.tui.inputs.chosen_choices import ChoiceMarks
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.row_view import RowView

# Rows. Further than any list is long.
TO_END = 10**9


class ChoiceRows(RowView, can_focus=False):
    """The rows of a ChoiceList, which has the focus and the keys."""

    SCOPED_CSS = False  # the screen's classes decide
    DEFAULT_CSS = """
    ChoiceRows { height: auto; min-height: 1; max-height: 7; width: 1fr; }
    ChoiceRows > .rows--current {
        background: $panel; color: $foreground; text-style: bold;
    }
    .-short ChoiceRows { max-height: 6; }
    """
    MARGIN = 0
    shows_cursor = False

    class Clicked(Message):
        """A choice was clicked, and the cursor is on it."""

    def on_click(self, event: events.Click) -> None:
        row = self.row_at(event)
        if row is not None and isinstance(self.rows[row], int):
            self.current = row
            self.post_message(self.Clicked())


class ChoiceList(Widget, can_focus=True):
    """A list of choices. A row is the index of a choice, or, of a `str`, text that the user typed.

    marks: which choices are chosen.
    """

    DEFAULT_CSS = """
    ChoiceList { height: auto; width: 1fr; }
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

    class Picked(Message):
        """Something else is chosen now, or the choice was confirmed."""

    def __init__(self, marks: ChoiceMarks, *, classes: str = "editor -bare") -> None:
        super().__init__(classes=classes)
        self.marks = marks
        self.rows = ChoiceRows(marks.draw, one_line_rows=True)
        self.rows.set_rows(range(len(marks.choices)))

    def compose(self) -> ComposeResult:
        yield self.rows

    def show_cursor(self, is_shown: bool) -> None:
        """Draw the cursor or not; it is drawn while the list has focus."""
        self.rows.shows_cursor = is_shown
        self.rows.refresh()

    def show_rows(self, rows: Sequence[int | str], current: int = 0) -> None:
        """Show these choices, the current one at the top if there are enough below it."""
        self.rows.set_rows(rows, current=current)
        self.rows.scroll_to(y=current, animate=False, immediate=True)

    def mark(self, chosen: Iterable[int]) -> None:
        """Mark these as chosen; the cursor stays."""
        self.marks.chosen = list(chosen)
        self.rows.redraw()

    def choose(self, chosen: Iterable[int]) -> None:
        """Mark these as chosen, and put the cursor on the first of them."""
        self.marks.chosen = list(chosen)
        if self.marks.chosen and self.marks.chosen[0] in self.rows.rows:
            self.rows.current = self.rows.rows.index(self.marks.chosen[0])
            self.rows.show_current()
        self.rows.redraw()

    def action_walk(self, by: int) -> None:
        """Move the cursor; past the ends the key is the form's, which goes to another field."""
        if not 0 <= self.rows.current + (by > 0) - (by < 0) < len(self.rows.rows):
            raise SkipAction
        self.action_step(by)

    def action_step(self, by: int) -> None:
        """Move the cursor; what is chosen stays, so that one can walk through a form."""
        if self.rows.rows:
            self.rows.current += by

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "choose":
            return bool(self.rows.rows)
        return super().check_action(action, parameters)

    def action_choose(self) -> None:
        """Choose the current row; one of several that is chosen already is chosen no longer."""
        index = self.rows.current_row
        if not isinstance(index, int):
            return
        self.marks.choose(index)
        self.rows.redraw()
        self.post_message(self.Picked())

    @on(ChoiceRows.Clicked)
    def _clicked(self, event: ChoiceRows.Clicked) -> None:
        event.stop()
        self.action_choose()

    def on_focus(self) -> None:
        self.show_cursor(True)

    def on_blur(self) -> None:
        self.show_cursor(False)
