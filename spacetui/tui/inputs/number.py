"""A number, typed; the keys up and down change it by the step."""

import math
from typing import TypeGuard

from textual import events

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.model.typed_text import coerce
from spacetui.text.format import number_text, range_text
from spacetui.tui.inputs.text_fields import TypedField
from spacetui.tui.widgets.glyphs import glyphs

# Beyond this, floats are too coarse to tell steps.
MAX_ON_STEPS = 1e9
_DIRECTIONS = {"up": 1, "down": -1}


def is_number(value: Json | Missing) -> TypeGuard[float]:
    """Return whether a value is a number; true and false are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def read_number(text: str, parameter: Parameter) -> int | float:
    """Read a typed number. Raises BadValue."""
    kind = "integer" if parameter.is_integer else "number"
    number: int | float = coerce(text, parameter._replace(schema={"type": kind}, choices=None))
    return number


def limits_text(parameter: Parameter) -> str:
    """Return the limits of a number, `1–10, step 0.1`, `at least 0`; empty if there are none."""
    step = parameter.step
    if step is not None and (step in (0, 1) or not abs(step) < math.inf):
        step = None
    return range_text(
        parameter.minimum,
        parameter.maximum,
        step,
        between=glyphs().dash,
        number=number_text,
    )


def step_note(value: Json | Missing, parameter: Parameter) -> str:
    """Return the limits of a number, and that a value is between two steps; the server takes it."""
    limits, step, low = limits_text(parameter), parameter.step, parameter.minimum or 0
    if not step or not is_number(value):
        return limits
    # What an app states may be of any size, and NaN is not comparable.
    if not all(abs(each) <= MAX_ON_STEPS for each in (value, step, low)):
        return limits
    steps = (value - low) / step
    if not abs(steps) <= MAX_ON_STEPS or abs(steps - round(steps)) < 1e-6:
        return limits
    return f"{limits} {glyphs().dot} between two steps".strip()


class NumberField(TypedField):
    """A number in one line; an empty line stands for the default, if there is one."""

    def type_note(self) -> str:
        kind = "whole number" if self.parameter.is_integer else "number"
        return step_note(self.reading().value, self.parameter) or kind

    def placeholder(self) -> str:
        default = self.parameter.default
        if default is None:
            return "null by default"
        if is_number(default):
            return f"{number_text(default)} by default"
        return self.parameter.placeholder

    def read(self, text: str) -> Json | Missing:
        if not text.strip():
            return self.parameter.default
        return read_number(text, self.parameter)

    def write(self, value: Json) -> str:
        return number_text(value) if is_number(value) else str(value)

    def on_key(self, event: events.Key) -> None:
        direction = _DIRECTIONS.get(event.key)
        if direction and self.editor.has_focus:  # else the keys move among the fields
            event.stop()
            event.prevent_default()
            self._step(direction)

    def _step(self, direction: int) -> None:
        """Change the number by one step; one that is not set starts at its minimum or at 0."""
        try:
            value = self.value()
        except BadValue:
            return
        number: float = self.parameter.minimum or 0
        if is_number(value):
            step = self.parameter.step or 1
            number = round(value + direction * step, decimals_of(step) + 6)
        self.set_value(self._allowed(number))

    def _allowed(self, number: float) -> float:
        """Return the number within the limits, as an int if it is whole."""
        low, high = self.parameter.minimum, self.parameter.maximum
        if low is not None:
            number = max(low, number)
        if high is not None:
            number = min(high, number)
        is_whole = isinstance(number, float) and number.is_integer()
        if (is_whole or self.parameter.is_integer) and math.isfinite(number):
            return int(number)
        return number


def decimals_of(step: float) -> int:
    """Return how many decimals a grid of `step` needs, at most 10."""
    text = f"{step:.10f}".rstrip("0")
    return len(text.partition(".")[2])
