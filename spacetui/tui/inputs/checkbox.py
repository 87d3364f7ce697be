"""A checkbox: `● on` or `○ off`."""

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spacetui.model.schema import MISSING, Json, Missing, Parameter
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import text_style


class Switch(Widget, can_focus=True):
    """The row with the mark; it takes keys and clicks."""

    DEFAULT_CSS = """
    Switch { height: 1; width: 1fr; }
    """
    BINDINGS = bindings({"checkbox.toggle": "flip"})

    class Toggled(Message):
        """On became off, or off on."""

    def __init__(self, value: Json | Missing) -> None:
        super().__init__(classes="editor -bare")
        self.value = value

    def render(self) -> Content:
        mark, mark_style = glyphs().idle, "$muted"
        if self.value:
            mark, mark_style = glyphs().done, "$foreground"
        if self.has_focus:
            mark_style = "$accent"
        style = text_style(is_lit=isinstance(self.value, bool))
        return Content.assemble((f"{mark} ", mark_style), (self._text(), style))

    def _text(self) -> str:
        if self.value is None:
            return "null"
        return "on" if self.value else "off"

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
        if self.switch.value is None:
            return "null"
        if self.switch.value is MISSING:
            return "wanted"
        return ""

    def value(self) -> Json | Missing:
        return self.switch.value

    def set_value(self, value: Json | Missing) -> None:
        self.switch.value = value
        self.switch.refresh()
        self.post_change()

    def on_switch_toggled(self, event: Switch.Toggled) -> None:
        event.stop()
        self.post_change()
