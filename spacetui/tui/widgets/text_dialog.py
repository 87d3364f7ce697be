"""TextDialog: a dialog with lines of text to fill in; its base and its look."""

from __future__ import annotations

from spacetui.tui.widgets.dialog import Dialog, Result


class TextDialog(Dialog[Result]):
    """The base of dialogs with boxes of one line, each under a label, in `#dialog`."""

    DEFAULT_CSS = """
    TextDialog #dialog { width: 70; }
    TextDialog Static { width: 1fr; height: auto; padding-left: 2; }
    TextDialog .label { color: $muted; margin-top: 1; }
    TextDialog Input, TextDialog Input:focus {
        height: 1; border: none; border-left: outer $panel; padding: 0 1; background: $panel;
        background-tint: $foreground 0%;
    }
    TextDialog Input:focus { border-left: outer $accent; }
    """
