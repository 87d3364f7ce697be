"""The dialog before a page with a stranger's content opens in the browser."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.footer import PageFooter

WARNING = (
    "What a stranger wrote is shown in your browser, from a file on this machine. "
    "No script in it runs, and nothing is loaded from the network, "
    "so that pictures from other addresses are missing. A link that you click opens nothing."
)


class BrowserDialog(Dialog[bool]):
    """Asks whether an output is to be opened in the browser."""

    DEFAULT_CSS = """
    BrowserDialog #dialog { width: 70; }
    BrowserDialog Static { width: 1fr; height: auto; padding-left: 2; }
    BrowserDialog #warning { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"browser.close": "answer(False)", "browser.open": "answer(True)"}
    )

    def __init__(self, label: str) -> None:
        """label: of the output; untrusted."""
        super().__init__()
        self._label = visible_line(label, 50)

    def compose(self) -> ComposeResult:
        keys = tuple(map(hint, ("browser.open", "browser.close")))
        yield PageFooter((keys,), is_page=False)
        with Vertical(id="dialog"):
            yield Static(Content.styled(f"open {self._label} in the browser", "bold"))
            yield Static(Content(WARNING), id="warning")

    def action_answer(self, is_wanted: bool) -> None:
        self.dismiss(is_wanted)
