"""The swatch of a colour."""

from textual.color import Color, ColorParseError
from textual.content import Content

# Characters. A colour has fewer.
MAX_COLOR = 40


def swatch_before(text: str, content: Content) -> Content:
    """Return a content after the swatch of the colour that a text names; as it is for none.

    The swatch stands in brackets, to be seen on a ground of the same colour.
    """
    shade = shade_of(text)
    if not shade:
        return content
    return Content.assemble(("[", "$muted"), ("    ", f"on {shade}"), ("] ", "$muted"), content)


def shade_of(text: str) -> str:
    """Return a colour as `#rrggbb`, without how far it lets the ground through; empty for none."""
    text = text.strip()
    if not text or len(text) > MAX_COLOR:
        return ""
    try:
        return Color.parse(text).hex6
    except ColorParseError:
        return ""
