"""Jump: a letter in the margin of every field and pane; pressing it goes there."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from spacetui.tui.chrome.pane import Pane
from spacetui.tui.screens.page import Page

# The home row first, then the rows above and below it.
LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class JumpScreen(ModalScreen[None]):
    """Laid over a page for one key."""

    DEFAULT_CSS = """
    JumpScreen { background: $background 55%; }
    JumpScreen Static {
        position: absolute; width: 2; height: 1; background: $accent; color: $background; text-style: bold;
    }
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._targets: dict[str, Widget] = {}
        letters = iter(LETTERS)
        for widget in self._places(page):
            letter = next(letters, None)
            if letter is None:
                break
            self._targets[letter] = widget

    @staticmethod
    def _places(page: Page) -> list[Widget]:
        places: list[Widget] = []
        for pane in page.panes():
            places.append(pane)
            places += [
                each for each in pane.query("InputField") if each.region.area and page.region.overlaps(each.region)
            ]
        return places

    def compose(self) -> ComposeResult:
        for letter, widget in self._targets.items():
            label = Static(Content(letter))
            label.styles.offset = (widget.region.x, widget.region.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        event.stop()
        target = self._targets.get(event.key)
        self.dismiss()
        if isinstance(target, Pane):
            target.focus_first()
        elif target is not None:
            focus = getattr(target, "focus_editor", target.focus)
            focus()
