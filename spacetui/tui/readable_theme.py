"""Textual's own themes, with each of their text colours readable on all grounds of the app.

As they come, some of their accents are as light as the ground: they are made for large fills.
"""

from dataclasses import replace

from textual.color import Color
from textual.theme import Theme

from spacetui.tui.theming import contrast, readable_color

# What is drawn as text, besides the foreground.
WORDS = ("accent", "secondary", "success", "warning", "error")
# The contrast of text on a fill that is worth moving the fill for, and the tenths it may go.
ON_FILL, MAX_STEPS = 5.5, 5
# Of a word: Textual turns each colour to Lab and back, which takes a little of 4.5. Of the
# foreground, which stands out from muted text.
LEAST_OF_WORD, LEAST_OF_TEXT = 4.7, 6.0


def readable_theme(theme: Theme) -> Theme:
    """Return a theme whose words can be read; one that leaves the colours to the terminal as it is.

    A fill that leaves the foreground too little contrast goes up to half the way to the background.
    A colour that is too close to one of the grounds goes towards black or white.
    """
    if theme.ansi:
        return theme
    colors = theme.to_color_system().generate()
    ground, text = Color.parse(colors["background"]), Color.parse(colors["foreground"])
    fills = [_nearer(Color.parse(colors[each]), ground, text) for each in ("surface", "panel")]
    grounds = [ground, *fills]
    accent, secondary, success, warning, error = (
        readable_color(Color.parse(colors[each]), grounds, LEAST_OF_WORD).hex for each in WORDS
    )
    return replace(
        theme,
        background=ground.hex,
        surface=fills[0].hex,
        panel=fills[1].hex,
        foreground=readable_color(text, grounds, LEAST_OF_TEXT).hex,
        accent=accent,
        secondary=secondary,
        success=success,
        warning=warning,
        error=error,
        variables={**theme.variables, **_scrollbars(ground, text, accent)},
    )


def _scrollbars(ground: Color, text: Color, accent: str) -> dict[str, str]:
    """Return quiet scroll bars, as in our themes: Textual's have the colour of its accents."""
    grounds = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
    return {
        "scrollbar": ground.blend(text, 0.2).hex,
        "scrollbar-hover": ground.blend(text, 0.62).hex,
        "scrollbar-active": accent,
        **dict.fromkeys((*grounds, "scrollbar-corner-color"), ground.hex),
    }


def _nearer(fill: Color, ground: Color, text: Color) -> Color:
    for step in range(MAX_STEPS + 1):
        shade = Color.parse(fill.blend(ground, step / 10).hex)
        if contrast(text, shade) >= ON_FILL:
            return shade
    return shade
