"""Read what an app shows, as text, and note what of it is drawn.

Textual offers the whole screen as an SVG image only; its compositor is private, and used here
alone.
"""

from typing import Any

import pytest
from textual.app import App
from textual.strip import Strip

from spacetui.text.terminal_escapes import is_safe
from spacetui.tui.outputs.view_body import ViewBody


def screen_strips(app: App[Any]) -> list[Strip]:
    """Return the rows of the screen with their styles."""
    return app.screen._compositor.render_strips()


def screen_text(app: App[Any]) -> str:
    """Return every cell on the screen as it would go to the terminal, a line for each row."""
    return "\n".join(strip.text for strip in screen_strips(app))


def unsafe_rows(app: App[Any]) -> list[str]:
    """List the rows in which a control, a bidi control or a surrogate would reach the terminal."""
    return [row for row in screen_text(app).split("\n") if not is_safe(row)]


def note_drawn_lines(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets each line of a ViewBody as it is drawn; a test may empty it."""
    drawn: list[int] = []
    render_line = ViewBody.render_line

    def drawing(body: ViewBody, y: int) -> Strip:
        drawn.append(y)
        return render_line(body, y)

    monkeypatch.setattr(ViewBody, "render_line", drawing)
    return drawn
