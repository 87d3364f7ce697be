"""A date and time as text, because an app reads `now - 1d` as well as a date."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.binding import BindingType

from spacetui.model.date_time import has_time
from spacetui.text.format import today, weekday_text
from spacetui.tui.inputs.input_field import PICK_KEYS
from spacetui.tui.inputs.text_fields import TypedField
from spacetui.tui.widgets.glyphs import glyphs

# Characters of `YYYY-MM-DD`.
DATE_LENGTH = 10


class TimeField(TypedField):
    """A date, perhaps with a time; the note names its weekday, and a calendar picks a day."""

    BINDINGS: ClassVar[list[BindingType]] = PICK_KEYS

    def type_note(self) -> str:
        kind = "date and time" if has_time(self.parameter) else "date"
        day = day_of(self.text)
        if day is None:
            return kind
        return f"{kind} {glyphs().dot} {weekday_text(day)}"

    def placeholder(self) -> str:
        form = "YYYY-MM-DD HH:MM:SS" if has_time(self.parameter) else "YYYY-MM-DD"
        return self.parameter.placeholder or form

    def action_pick(self) -> None:
        """Pick a day; the time of day stays."""
        from spacetui.tui.inputs.calendar import Calendar

        self.app.push_screen(Calendar(day_of(self.text) or today()), self._take_day)

    def _take_day(self, day: date | None) -> None:
        if day is None:
            return
        time_of_day = self.text.strip()[DATE_LENGTH:] or " 00:00:00"
        text = day.isoformat()
        self.set_value(f"{text}{time_of_day}" if has_time(self.parameter) else text)


def day_of(text: str) -> date | None:
    """Return the day that a text begins with, or None."""
    try:
        return date.fromisoformat(text.strip()[:DATE_LENGTH])
    except ValueError:
        return None
