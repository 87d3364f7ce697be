"""Read what an app shows, as text.

Textual offers the whole screen as an SVG image only; its compositor is private, and used here
alone.
"""

from typing import Any

from textual.app import App
from textual.strip import Strip

from spacetui.text.terminal_escapes import is_safe


def screen_strips(app: App[Any]) -> list[Strip]:
    """Return the rows of the screen with their styles."""
    return app.screen._compositor.render_strips()


def screen_text(app: App[Any]) -> str:
    """Return every cell on the screen as it would go to the terminal, a line for each row."""
    return "\n".join(strip.text for strip in screen_strips(app))


def unsafe_rows(app: App[Any]) -> list[str]:
    """List the rows in which a control, a bidi control or a surrogate would reach the terminal."""
    return [row for row in screen_text(app).split("\n") if not is_safe(row)]
