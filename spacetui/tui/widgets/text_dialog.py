"""TextDialog: a dialog with lines of text to fill in; its base and its look."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

Result = TypeVar("Result")


class TextDialog(ModalScreen[Result]):
    """The base of dialogs with boxes of one line, each under a label, in `#dialog`."""

    DEFAULT_CSS = """
    TextDialog { align: center middle; background: $background 55%; }
    TextDialog #dialog {
        width: 70; max-width: 100%; height: auto; background: $surface; padding: 1 2;
    }
    TextDialog Static { width: 1fr; height: auto; padding-left: 2; }
    TextDialog .label { color: $muted; margin-top: 1; }
    TextDialog Input, TextDialog Input:focus {
        height: 1; border: none; border-left: outer $panel; padding: 0 1; background: $panel;
        background-tint: $foreground 0%;
    }
    TextDialog Input:focus { border-left: outer $accent; }
    TextDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """
