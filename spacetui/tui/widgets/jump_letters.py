"""Jump: a letter in the margin of every field and pane; pressing it goes there."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from spacetui.tui.keys import Hint, hint
from spacetui.tui.textual_private.covering_screen import PageCoveringScreen
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.pane import Pane

# The home row first, then the rows above and below it.
LETTERS = "asdfghjklqwertyuiopzxcvbnm"


def jump_targets(page: Screen[None], panes: Iterable[Pane]) -> list[tuple[Widget, Region]]:
    """Return the visible panes and fields, each with its visible region."""
    targets: list[tuple[Widget, Region]] = []
    for pane in panes:
        for widget in (pane, *pane.query("InputField")):
            try:
                visible = page.find_widget(widget).visible_region
            except NoWidget:
                continue
            if visible.area:
                targets.append((widget, visible))
    return targets


def show_jump_letters(page: Screen[None], panes: Iterable[Pane]) -> None:
    """Show a letter at every pane and field of a page; the next key goes to one of them."""
    page.app.push_screen(JumpDialog(jump_targets(page, panes)))


class JumpDialog(PageCoveringScreen[None]):
    """The letters over the page, until the next key."""

    DEFAULT_CSS = """
    JumpDialog { background: $background 55%; }
    JumpDialog Static {
        position: absolute; width: 2; height: 1; text-style: bold;
        background: $accent; color: $background;
    }
    JumpDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """

    def __init__(self, targets: list[tuple[Widget, Region]]) -> None:
        super().__init__()
        self._targets = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        for letter, (_, region) in self._targets.items():
            label = Static(Content(letter))
            label.styles.offset = (region.x, region.y)
            yield label
        keys = (Hint(("a letter",), "goes there"), hint("back", "stays here"))
        yield PageFooter((keys,), is_page=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if not self.is_current:
            return  # a second key that arrived before the first had closed the dialog
        target, _ = self._targets.get(event.key, (None, None))
        self.dismiss()
        if isinstance(target, Pane):
            target.focus_first()
        elif target is not None:
            focus = getattr(target, "focus_editor", target.focus)
            focus()
