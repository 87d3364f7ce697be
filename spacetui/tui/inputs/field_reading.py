"""FieldReading: what a field holds at one moment, read from its editors once."""

from collections.abc import Callable
from typing import NamedTuple

from spacetui.errors import BadValue
from spacetui.model.schema import MISSING, Json, Missing, Parameter
from spacetui.tui.widgets.glyphs import glyphs


class FieldReading(NamedTuple):
    """A JSON value or MISSING; or, with `error`, text that cannot be read as a value."""

    value: Json | Missing
    error: str | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is a value, or text that should be one."""
        return self.error is not None or self.value is not MISSING

    def note(self, type_note: str, *, required: bool) -> str:
        """Return the note of a field: its type, and whether it is null or still wanted."""
        if self.error is not None:
            return type_note
        if self.value is None:
            return "null"
        if self.value is MISSING and required:
            return f"{type_note} {glyphs().dot} wanted"
        return type_note

    def problem(self, parameter: Parameter) -> str | None:
        """Return what is wrong with the value, or None. A required value may be missing."""
        if self.error is not None:
            return self.error
        from spacetui.model.validation import problem_with  # no field of the first frame asks

        if self.value is MISSING:
            return None
        return problem_with(self.value, parameter)


def read_field(read: Callable[[], Json | Missing]) -> FieldReading:
    """Return what `read` returns, or the message of the BadValue that it raises."""
    try:
        return FieldReading(read())
    except BadValue as error:
        return FieldReading(MISSING, error.failure.message)
