"""Overlay: a dialog that tells about the page below it. The command palette closes it first."""

from typing import TypeVar

from spacetui.tui.textual_private.covering_screen import PageCoveringScreen
from spacetui.tui.widgets.too_small_notice import cover_dialogs

Result = TypeVar("Result")


class Overlay(PageCoveringScreen[Result]):
    """Base of help and menu."""

    def on_screen_resume(self) -> None:
        cover_dialogs(self.app)
