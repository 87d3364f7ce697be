"""Dialog: what stands over the page in a box; the base and the look of all of them."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import BindingType

from spacetui.tui.keys import bindings
from spacetui.tui.textual_private.covering_screen import PageCoveringScreen
from spacetui.tui.widgets.too_small_notice import cover_dialogs

Result = TypeVar("Result")


class Dialog(PageCoveringScreen[Result]):
    """The base of dialogs with their contents in `#dialog`, whose width they say themselves.

    A footer of its own has the keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"help": "app.over_page('help')", "help_letter": "app.over_page('help')"}
    )
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 55%; }
    Dialog #dialog { max-width: 100%; height: auto; background: $surface; padding: 1 2; }
    Dialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """

    def on_screen_resume(self) -> None:
        cover_dialogs(self.app)
