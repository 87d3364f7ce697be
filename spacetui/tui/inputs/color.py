"""A colour as text, `#rrggbb` or another form that the app reads; the note shows it."""

from textual.color import Color, ColorParseError
from textual.content import Content

from spacetui.tui.inputs.text_fields import TypedField
from spacetui.tui.widgets.safe_content import line_content

# Characters. A colour has fewer.
MAX_COLOR = 40


class ColorField(TypedField):
    """A colour; its swatch stands in brackets, to be seen on a ground of the same colour."""

    def type_note(self) -> str:
        return "colour"

    def placeholder(self) -> str:
        return self.parameter.placeholder or "#rrggbb"

    def note_content(self) -> Content:
        note = line_content(self.note, style="$muted")
        shade = shade_of(self.text.strip())
        if not shade:
            return note
        return Content.assemble(("[", "$muted"), ("    ", f"on {shade}"), ("] ", "$muted"), note)


def shade_of(text: str) -> str:
    """Return a colour as `#rrggbb`, without how far it lets the ground through; empty for none."""
    if not text or len(text) > MAX_COLOR:
        return ""
    try:
        return Color.parse(text).hex6
    except ColorParseError:
        return ""
