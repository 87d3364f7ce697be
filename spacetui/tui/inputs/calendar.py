"""Calendar: a dialog with the days of a month, for one of them. Imported when it is opened."""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from spacetui.text.format import month_text, today
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.footer import PageFooter

# Days that a key moves by.
_DAYS = {"left": -1, "right": 1, "up": -7, "down": 7, "h": -1, "l": 1, "k": -7, "j": 7}
_MONTHS = {"pageup": -1, "pagedown": 1}
# Cells of a day, and rows: the month, the weekdays, at most six weeks.
CELL, ROWS = 4, 8
WEEKDAYS = "Mo  Tu  We  Th  Fr  Sa  Su"


class Days(Widget, can_focus=True):
    """The days of the month that holds `day`, the cursor on it."""

    DEFAULT_CSS = "Days { width: 1fr; height: auto; }"

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day

    def move(self, days: int) -> None:
        """Go to another day, as far as dates reach."""
        try:
            self.day += timedelta(days)
        except OverflowError:
            return
        self.refresh()

    def move_months(self, months: int) -> None:
        """Go to the same day of another month, or to its last one."""
        number = self.day.year * 12 + self.day.month - 1 + months
        year, month = number // 12, number % 12 + 1
        if MINYEAR <= year <= MAXYEAR:
            last = calendar.monthrange(year, month)[1]
            self.day = date(year, month, min(self.day.day, last))
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return ROWS

    def render(self) -> Content:
        lines = [Content.styled(month_text(self.day), "bold"), Content.styled(WEEKDAYS, "$muted")]
        weeks = calendar.monthcalendar(self.day.year, self.day.month)
        lines += [Content("").join(self._cell(number) for number in week) for week in weeks]
        return Content("\n").join(lines)

    def _cell(self, number: int) -> Content:
        if not number:
            return Content(" " * CELL)
        style = "$foreground"
        if number == self.day.day:
            style = "bold $accent on $panel"
        elif self.day.replace(day=number) == today():
            style = "bold $foreground"
        return Content.assemble((f"{number:2}", style), " " * (CELL - 2))

    def day_at(self, x: int, y: int) -> date | None:
        """Return the day in a cell, or None."""
        weeks = calendar.monthcalendar(self.day.year, self.day.month)
        week, column = y - (ROWS - 6), x // CELL
        if not (0 <= week < len(weeks) and 0 <= column < 7 and weeks[week][column]):
            return None
        return self.day.replace(day=weeks[week][column])


class Calendar(Dialog["date | None"]):
    """The result is the day that was taken, or None."""

    DEFAULT_CSS = "Calendar #dialog { width: 34; padding: 1 3; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings({"pick.close": "leave", "day.today": "today"})

    def __init__(self, day: date) -> None:
        super().__init__()
        self.days = Days(day)

    def compose(self) -> ComposeResult:
        keys = (
            hint("list.choose", "take it"),
            hint("cell.left cell.up cell.down cell.right", "day"),
            hint("move.page_up move.page_down", "month", between=" "),
            hint("day.today"),
            hint("pick.close"),
        )
        yield PageFooter((keys,), is_page=False)
        with Vertical(id="dialog"):
            yield self.days

    def on_mount(self) -> None:
        self.days.focus()

    def on_key(self, event: events.Key) -> None:
        if event.key in _DAYS:
            self.days.move(_DAYS[event.key])
        elif event.key in _MONTHS:
            self.days.move_months(_MONTHS[event.key])
        elif event.key == "enter":
            self.dismiss(self.days.day)
        else:
            return
        event.stop()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self.days)
        day = None if at is None else self.days.day_at(at.x, at.y)
        if day is not None:
            self.dismiss(day)

    def action_today(self) -> None:
        self.days.day = today()
        self.days.refresh()

    def action_leave(self) -> None:
        self.dismiss(None)
