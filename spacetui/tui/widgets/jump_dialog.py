"""Jump: a letter in the margin of every field and pane; pressing it goes there."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.pane import Pane

# The home row first, then the rows above and below it.
LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class JumpDialog(ModalScreen[None]):
    """Laid over a page for one key."""

    DEFAULT_CSS = """
    JumpDialog { background: $background 55%; }
    JumpDialog Static {
        position: absolute; width: 2; height: 1; background: $accent; color: $background; text-style: bold;
    }
    JumpDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._targets: dict[str, tuple[Widget, Region]] = {}
        for letter, place in zip(LETTERS, self._places(page), strict=False):
            self._targets[letter] = place

    @staticmethod
    def _places(page: Page) -> list[tuple[Widget, Region]]:
        """List panes and fields with the part of each that is seen: what is scrolled away gets no letter."""
        places: list[tuple[Widget, Region]] = []
        for pane in page.panes():
            for widget in (pane, *pane.query("InputField")):
                try:
                    seen = page.find_widget(widget).visible_region
                except NoWidget:
                    continue
                if seen.area:
                    places.append((widget, seen))
        return places

    def compose(self) -> ComposeResult:
        for letter, (_, seen) in self._targets.items():
            label = Static(Content(letter))
            label.styles.offset = (seen.x, seen.y)
            yield label
        yield PageFooter(((("a letter", "goes there"), ("esc", "stays here")),), is_page=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if not self.is_current:
            return  # a second key that came before the first had closed this
        target, _ = self._targets.get(event.key, (None, None))
        self.dismiss()
        if isinstance(target, Pane):
            target.focus_first()
        elif target is not None:
            focus = getattr(target, "focus_editor", target.focus)
            focus()
