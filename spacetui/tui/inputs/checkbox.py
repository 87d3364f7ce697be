"""A checkbox: `● on` or `○ off`."""

from collections.abc import Iterable

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spacetui.model.schema import MISSING, Json, Missing, Parameter
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.widgets.glyphs import glyphs


class Switch(Widget, can_focus=True):
    """The row itself; says `Toggled`."""

    DEFAULT_CSS = """
    Switch { height: 1; width: 1fr; }
    """
    BINDINGS = [
        Binding(
            "space,enter",
            "flip",
            "on, off",
            show=False,
            id="checkbox.toggle",
            tooltip="Turn on or off",
        ),
    ]

    class Toggled(Message):
        """On became off, or off on."""

    def __init__(self, value: Json | Missing) -> None:
        super().__init__(classes="editor -bare")
        self.value = value

    def render(self) -> Content:
        is_on = bool(self.value)
        sign = glyphs().done if is_on else glyphs().idle
        style = "$accent" if self.has_focus else "$foreground" if is_on else "$muted"
        words = "null" if self.value is None else "off" if not is_on else "on"
        known = isinstance(self.value, bool)
        return Content.assemble((f"{sign} ", style), (words, "$foreground" if known else "$muted"))

    def action_flip(self) -> None:
        self.value = not self.value
        self.refresh()
        self.post_message(self.Toggled())

    def on_click(self, event: events.Click) -> None:
        self.action_flip()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class CheckboxField(InputField):
    """On or off. Without a default it starts as off and unset: two presses send false."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.switch = Switch(parameter.default)

    def editors(self) -> Iterable[Widget]:
        yield self.switch

    def type_note(self) -> str:
        return ""

    @property
    def note(self) -> str:
        value = self.switch.value
        return "wanted" if value is MISSING else "null" if value is None else ""

    def value(self) -> Json | Missing:
        return self.switch.value

    def set_value(self, value: Json | Missing) -> None:
        self.switch.value = value
        self.switch.refresh()
        self.changed()

    def on_switch_toggled(self, event: Switch.Toggled) -> None:
        event.stop()
        self.changed()
