"""A slider of one row: a track with a knob, and the number, which can also be typed."""

import math
from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.text.format import number_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.number import decimals_of, is_number, read_number, step_note
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right, rule
from spacetui.tui.widgets.typing_focus import TypingChanged

# Cells at the right for the number, unless it is longer; and the least for the track.
NUMBER_WIDTH, MIN_TRACK = 6, 4
# Characters.
MAX_TYPED = 20
# The largest limit of a scale (floats end at 1.8e308), and the most steps on one.
MAX_LIMIT, MAX_STEPS = 1e300, 1e12


class Scale:
    """The grid that a slider moves on. Limits and step are usable, whatever the app states."""

    def __init__(self, parameter: Parameter) -> None:
        self.low = _usable(parameter.minimum, 0.0)
        self.high = max(self.low, _usable(parameter.maximum, 100.0))
        span = self.high - self.low
        self.step = _usable(parameter.step, 0.0)
        if self.step <= span / MAX_STEPS:
            self.step = _default_step(span)
        self.decimals = max(decimals_of(self.step), decimals_of(self.low))
        self.is_whole = parameter.is_integer or self.decimals == 0

    def clamp(self, number: float) -> float:
        return min(self.high, max(self.low, number))

    def move(self, number: float, steps: int) -> int | float:
        """Return the number of the grid that is `steps` away from `number`."""
        at = round((self.clamp(number) - self.low) / self.step) + steps
        return self.snap(self.low + at * self.step)

    def snap(self, number: float) -> int | float:
        """Return a number on the scale without rounding errors; an int if the grid is whole."""
        near = self.clamp(round(self.clamp(number), self.decimals))
        if self.is_whole and float(near).is_integer():
            return int(near)
        return near

    def fraction(self, number: float) -> float:
        """Return where `number` lies between low and high, from 0 to 1."""
        span = self.high - self.low
        if span <= 0:
            return 0.0
        return (self.clamp(number) - self.low) / span

    def text(self, number: float) -> str:
        """Return a number with the decimals of the grid."""
        if abs(number) >= 1e15:
            return f"{number:g}"
        text = f"{number:.{self.decimals}f}"
        if float(text) == number:
            return text
        return number_text(number)


class Track(Widget, can_focus=True):
    """The row with the knob; it takes keys and clicks.

    is_typing: a number is typed, from enter on; at other times digits are keys of the page.
    """

    DEFAULT_CSS = """
    Track { height: 1; width: 1fr; }
    """
    BINDINGS = bindings(
        {
            "slider.less": "move(-1)",
            "slider.more": "move(1)",
            "slider.ten_less": "move(-10)",
            "slider.ten_more": "move(10)",
            "slider.least": "to_end(False)",
            "slider.most": "to_end(True)",
            "slider.type": "type",
        }
    )

    class Moved(Message):
        """The number changed."""

    class Entered(Message):
        """Enter was pressed after a typed number."""

    def __init__(self, scale: Scale, value: Json | Missing) -> None:
        super().__init__(classes="editor -bare")
        self.scale = scale
        self.value = value
        self.typed = ""
        self.is_typing = False

    @property
    def number(self) -> float | None:
        """The number at the knob, or None if the value is not a number."""
        if is_number(self.value) and math.isfinite(self.value):
            return self.value
        return None

    def render(self) -> Content:
        width, label = self.content_size.width, self._label()
        length = max(MIN_TRACK, width - max(NUMBER_WIDTH, label.cell_length + 2))
        return left_right(self._track(length), label, width)

    def _label(self) -> Content:
        signs = glyphs()
        if self.is_typing:
            typed = visible_line(self.typed, MAX_TYPED)
            return Content.assemble(f" {typed}", (signs.caret, "$accent")).stylize("on $panel")
        if self.number is not None:
            return Content(self.scale.text(self.number))
        return Content.styled("null" if self.value is None else signs.cut, "$muted")

    def _track(self, length: int) -> Content:
        signs = glyphs()
        if self.number is None:
            return rule(length)
        before = round(self.scale.fraction(self.number) * (length - 1))
        lit_style, knob_style = "$muted", "$foreground"
        if self.has_focus:
            lit_style = knob_style = "$accent"
        return Content.assemble(
            (signs.lit * before, lit_style),
            (signs.knob, knob_style),
            rule(length - 1 - before),
        )

    def action_move(self, steps: int) -> None:
        if self.number is None:
            self._set(self.scale.snap(self.scale.low))
        else:
            self._set(self.scale.move(self.number, steps))

    def action_to_end(self, is_most: bool) -> None:
        self._set(self.scale.snap(self.scale.high if is_most else self.scale.low))

    def action_type(self) -> None:
        """Begin to type a number; while one is typed, take it and go on."""
        if self.is_typing:
            self.stop_typing()
            self.post_message(self.Entered())
        else:
            self.is_typing = True
            self.refresh()
            self.post_message(TypingChanged())

    def stop_typing(self) -> None:
        """Take digits as keys again; the number stays where the typed one has moved it."""
        self.typed = ""
        if self.is_typing:
            self.is_typing = False
            self.post_message(TypingChanged())
        self.refresh()

    def _set(self, number: float) -> None:
        self.stop_typing()
        self.value = number
        self.refresh()
        self.post_message(self.Moved())

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.is_typing and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Take letters while a number is typed; every other key belongs to the form or the app."""
        if not self.is_typing:
            return
        typed = self.typed
        if event.key == "backspace" and typed:
            typed = typed[:-1]
        elif event.character and event.character in "0123456789.-" and len(typed) < MAX_TYPED:
            typed += event.character
        elif not event.is_printable:
            return
        event.stop()
        event.prevent_default()
        self.typed = typed
        self.refresh()
        self.post_message(self.Moved())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.stop_typing()

    def on_click(self, event: events.Click) -> None:
        length = max(MIN_TRACK, self.content_size.width - NUMBER_WIDTH)
        at = event.get_content_offset(self)
        if at is not None and at.x < length:
            span = self.scale.high - self.scale.low
            clicked = self.scale.low + at.x / max(1, length - 1) * span
            self._set(self.scale.move(clicked, 0))


class SliderField(InputField):
    """A number between limits."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.track = Track(Scale(parameter), parameter.default)

    def editors(self) -> Iterable[Widget]:
        yield self.track

    @property
    def holds_text(self) -> bool:
        return False

    def leave_text(self) -> None:
        self.track.stop_typing()
        self.post_change()

    def type_note(self) -> str:
        return step_note(self.reading().value, self.parameter) or "number"

    def value(self) -> Json | Missing:
        if self.track.typed:
            return read_number(self.track.typed, self.parameter)
        return self.track.value

    def set_value(self, value: Json | Missing) -> None:
        self.track.stop_typing()
        self.track.value = value
        self.post_change()

    def on_track_moved(self, event: Track.Moved) -> None:
        event.stop()
        if self.track.typed:
            self._move_knob(self.track.typed)
        self.post_change()

    def _move_knob(self, typed: str) -> None:
        """Move the knob to a typed number as soon as it can be read."""
        try:
            self.track.value = read_number(typed, self.parameter)
        except BadValue:
            return
        self.track.refresh()

    def on_track_entered(self, event: Track.Entered) -> None:
        event.stop()
        self.post_message(self.Submitted(self))


def _usable(number: float | None, default: float) -> float:
    if number is None or not abs(number) <= MAX_LIMIT:  # NaN is not comparable
        return default
    return float(number)


def _default_step(span: float) -> float:
    """Return the step of a scale that states none: about a thousandth of its range.

    Source: gradio components/slider.py, get_step.
    """
    if span <= 0:
        return 1.0
    return 10.0 ** math.floor(math.log10(span) - 2) or span
