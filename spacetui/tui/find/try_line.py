"""TryLine: searches to try, to be clicked; where the start list has no tasks of its own."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spacetui.tui.widgets.clickable import clickable, clicked
from spacetui.tui.widgets.glyphs import glyphs

TRY = ("make a photo softer", "play a chord", "count the words of a text")


class TryLine(Static):
    """A line of searches. A click on one asks for it."""

    DEFAULT_CSS = "TryLine { height: 1; padding-left: 2; margin-bottom: 1; }"

    @dataclass
    class Picked(Message):
        """A search was clicked."""

        query: str

    def __init__(self) -> None:
        dot = Content.styled(f" {glyphs().dot} ", "$muted")
        suggestions = (clickable(Content.styled(each, "$foreground"), "try", each) for each in TRY)
        super().__init__(Content.styled("try  ", "$muted") + dot.join(suggestions), id="try")

    def on_click(self, event: events.Click) -> None:
        if query := clicked(event, "try"):
            event.stop()
            self.post_message(self.Picked(query))
