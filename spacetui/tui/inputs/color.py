"""A colour as text, `#rrggbb` or another form that the app reads; the note shows it."""

from textual.content import Content

from spacetui.tui.inputs.text_fields import TypedField
from spacetui.tui.widgets.color_swatch import swatch_before


class ColorField(TypedField):
    """A colour, with its swatch in the note."""

    def type_note(self) -> str:
        return "colour"

    def placeholder(self) -> str:
        return self.parameter.placeholder or "#rrggbb"

    def note_content(self) -> Content:
        return swatch_before(self.text, super().note_content())
