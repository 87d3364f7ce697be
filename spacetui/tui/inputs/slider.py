"""A slider of one row: a track, a knob, the number; digits typed on it are the number."""

import math
from collections.abc import Iterable

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spacetui.model.schema import Json, Missing, Parameter
from spacetui.text.format import number_text
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.number import decimals_of, limits, read_number
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line

# Cells at the right for the number; more when it is longer.
NUMBER_ROOM = 6
# What is larger, or a step that is smaller against the range, is no scale to move on; floats end near there too.
LARGEST, MOST_STEPS = 1e300, 1e12


class Scale:
    """The grid a slider moves on: low, high and step made sound, whatever the app's config says."""

    def __init__(self, parameter: Parameter) -> None:
        self.low = _sound(parameter.minimum, 0.0)
        self.high = max(self.low, _sound(parameter.maximum, 100.0))
        span = self.high - self.low
        step = _sound(parameter.step, 0.0)
        self.step = step if step > span / MOST_STEPS else _step_of(span)
        self.decimals = max(decimals_of(self.step), decimals_of(self.low))
        self.is_whole = parameter.is_integer or self.decimals == 0

    def clamped(self, number: float) -> float:
        return min(self.high, max(self.low, number))

    def moved(self, number: float, steps: int) -> int | float:
        """Give the grid number `steps` away from `number`."""
        at = round((self.clamped(number) - self.low) / self.step) + steps
        return self.exact(self.low + at * self.step)

    def exact(self, number: float) -> int | float:
        """Give a number on the scale without the dust of floats, an int where the grid is whole."""
        near = self.clamped(round(self.clamped(number), self.decimals))
        return int(near) if self.is_whole and float(near).is_integer() else near

    def share(self, number: float) -> float:
        """Give where `number` lies between low and high, 0 to 1."""
        span = self.high - self.low
        return (self.clamped(number) - self.low) / span if span > 0 else 0.0

    def shown(self, number: float) -> str:
        """Give a number with the decimals of the grid."""
        if abs(number) >= 1e15:
            return f"{number:g}"
        exact = f"{number:.{self.decimals}f}"
        return exact if float(exact) == number else number_text(number)


class Track(Widget, can_focus=True):
    """The row itself: draws, takes keys and clicks, and says `Moved`."""

    DEFAULT_CSS = """
    Track { height: 1; width: 1fr; }
    """
    BINDINGS = [
        Binding("left", "move(-1)", "less", show=False, id="slider.less", tooltip="One step less"),
        Binding("right", "move(1)", "more", show=False, id="slider.more", tooltip="One step more"),
        Binding(
            "shift+left,pagedown",
            "move(-10)",
            "ten less",
            show=False,
            id="slider.ten_less",
            tooltip="Ten steps less",
        ),
        Binding(
            "shift+right,pageup",
            "move(10)",
            "ten more",
            show=False,
            id="slider.ten_more",
            tooltip="Ten steps more",
        ),
        Binding(
            "home", "to_end(False)", "least", show=False, id="slider.least", tooltip="The least"
        ),
        Binding("end", "to_end(True)", "most", show=False, id="slider.most", tooltip="The most"),
        Binding(
            "enter",
            "submit",
            "next field",
            show=False,
            id="slider.submit",
            tooltip="Go to the next field",
        ),
    ]

    class Moved(Message):
        """The number is another one."""

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, scale: Scale, value: Json | Missing) -> None:
        super().__init__(classes="editor -bare")
        self.scale = scale
        self.value = value
        self.typed = ""

    @property
    def number(self) -> float | None:
        """What the knob stands at, or None where there is no number."""
        value = self.value
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return value
        return None

    def render(self) -> Content:
        signs, width = glyphs(), self.content_size.width
        number = self.number
        if self.typed:
            words = Content.assemble(line(self.typed, 20), (signs.caret, "$accent"))
        elif number is None:
            words = Content.styled("null" if self.value is None else signs.cut, "$muted")
        else:
            words = Content(self.scale.shown(number))
        room = max(NUMBER_ROOM, words.cell_length + 2)
        length = max(4, width - room)
        lit = "$accent" if self.has_focus else "$muted"
        if number is None:
            track = Content.styled(signs.rule * length, "$rule")
        else:
            at = round(self.scale.share(number) * (length - 1))
            knob = "$accent" if self.has_focus else "$foreground"
            track = Content.assemble(
                (signs.lit * at, lit), (signs.knob, knob), (signs.rule * (length - 1 - at), "$rule")
            )
        return left_right(track, words, width)

    def action_move(self, steps: int) -> None:
        number = self.number
        self._set(
            self.scale.exact(self.scale.low) if number is None else self.scale.moved(number, steps)
        )

    def action_to_end(self, is_most: bool) -> None:
        self._set(self.scale.exact(self.scale.high if is_most else self.scale.low))

    def action_submit(self) -> None:
        self.typed = ""
        self.refresh()
        self.post_message(self.Entered())

    def _set(self, number: float) -> None:
        self.typed = ""
        self.value = number
        self.refresh()
        self.post_message(self.Moved())

    def on_key(self, event: events.Key) -> None:
        """Take digits and what goes with them; every other key is somebody else's."""
        typed = self.typed
        if event.key == "backspace" and typed:
            typed = typed[:-1]
        elif event.character is not None and event.character in "0123456789.-" and len(typed) < 20:
            typed += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self.typed = typed
        self.refresh()
        self.post_message(self.Moved())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.typed = ""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        length = max(4, self.content_size.width - NUMBER_ROOM)
        at = event.get_content_offset(self)
        if at is not None and at.x < length:
            span = self.scale.high - self.scale.low
            self._set(self.scale.moved(self.scale.low + at.x / max(1, length - 1) * span, 0))


class SliderField(InputField):
    """A number between limits."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.track = Track(Scale(parameter), parameter.default)

    def editors(self) -> Iterable[Widget]:
        yield self.track

    def type_note(self) -> str:
        return limits(self.parameter) or "number"

    def value(self) -> Json | Missing:
        if self.track.typed:
            return read_number(self.track.typed, self.parameter)
        return self.track.value

    def set_value(self, value: Json | Missing) -> None:
        self.track.typed = ""
        self.track.value = value
        self.track.refresh()
        self.changed()

    def on_track_moved(self, event: Track.Moved) -> None:
        event.stop()
        typed = self.track.typed
        if typed and (number := _readable(typed, self.parameter)) is not None:
            self.track.value = number
            self.track.refresh()
        self.changed()

    def on_track_entered(self, event: Track.Entered) -> None:
        event.stop()
        self.post_message(self.Submitted(self))


def _readable(text: str, parameter: Parameter) -> int | float | None:
    from spacetui.errors import BadValue

    try:
        return read_number(text, parameter)
    except BadValue:
        return None


def _sound(number: float | None, otherwise: float) -> float:
    return float(number) if number is not None and abs(number) <= LARGEST else otherwise


def _step_of(span: float) -> float:
    """Give the step of a scale that names none: of its range a thousandth or so (gradio slider.py, get_step)."""
    if span <= 0:
        return 1.0
    return 10.0 ** math.floor(math.log10(span) - 2) or span
