"""A number, typed; up and down go by the step."""

import math
from dataclasses import replace

from textual import events

from spacetui.errors import BadValue
from spacetui.model.schema import MISSING, Json, Missing, Parameter
from spacetui.model.text_values import coerce
from spacetui.text.format import number_text, range_text
from spacetui.tui.inputs.textbox import TypedField
from spacetui.tui.widgets.glyphs import glyphs


def read_number(text: str, parameter: Parameter) -> int | float:
    """Read a typed number. Raises BadValue."""
    kind = "integer" if parameter.is_integer else "number"
    number: int | float = coerce(text, replace(parameter, schema={"type": kind}, choices=None))
    return number


def limits(parameter: Parameter) -> str:
    """Give the limits in words: `1–10, step 0.1`, `at least 0`; empty when there are none."""
    step = parameter.step
    if step is not None and (step in (0, 1) or not math.isfinite(step)):
        step = None
    return range_text(
        parameter.minimum,
        parameter.maximum,
        step,
        between=glyphs().dash,
        number=number_text,
    )


class NumberField(TypedField):
    """A number typed into a line; empty means the default, or nothing where there is none."""

    def type_note(self) -> str:
        kind = "whole number" if self.parameter.is_integer else "number"
        return limits(self.parameter) or kind

    def placeholder(self) -> str:
        default = self.parameter.default
        if isinstance(default, (int, float)) and not isinstance(default, bool):
            return f"{number_text(default)} by default"
        return "null by default" if default is None else self.parameter.placeholder

    def read(self, text: str) -> Json | Missing:
        return self.parameter.default if not text.strip() else read_number(text, self.parameter)

    def write(self, value: Json) -> str:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return number_text(value) if is_number else str(value)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            self._step(1 if event.key == "up" else -1)

    def _step(self, direction: int) -> None:
        step = self.parameter.step or 1
        try:
            value = self.value()
        except BadValue:
            return
        start = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        low, high = self.parameter.minimum, self.parameter.maximum
        stepped = (
            (low or 0)
            if start is None or value is MISSING
            else _rounded(start + direction * step, step)
        )
        if low is not None:
            stepped = max(low, stepped)
        if high is not None:
            stepped = min(high, stepped)
        whole = self.parameter.is_integer or (isinstance(stepped, float) and stepped.is_integer())
        self.set_value(int(stepped) if whole and math.isfinite(stepped) else stepped)


def decimals_of(step: float) -> int:
    """Give how many decimals a grid of `step` needs, at most 10."""
    text = f"{step:.10f}".rstrip("0")
    return len(text.partition(".")[2])


def _rounded(number: float, step: float) -> float:
    return round(number, decimals_of(step) + 6)
