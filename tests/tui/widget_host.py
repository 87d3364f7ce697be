"""A small app that holds fields or views in the colours of the default theme."""

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.theme import Theme
from textual.widget import Widget

THEMES = Path(__file__).parents[2] / "themes"


def load_theme(name: str = "dusk") -> Theme:
    return Theme(**tomllib.loads((THEMES / f"{name}.toml").read_text(encoding="utf-8")))


class WidgetHost(App[None]):
    """An app of the given widgets, one below the other, with the breakpoints of the real app."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: $background; layers: page; }
    VerticalScroll { width: 1fr; }
    """

    def __init__(
        self, make: Callable[[], Iterable[Widget]], theme: str = "dusk", width: int | None = None
    ) -> None:
        super().__init__()
        self.make = make
        self.widgets: list[Widget] = []
        self.register_theme(load_theme(theme))
        self.theme = theme
        self.width = width

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": "#9a9bb0", "rule": "#3a3e50"}

    def compose(self) -> ComposeResult:
        # Textual's editors need a running app when they are made.
        self.widgets = list(self.make())
        page = VerticalScroll(*self.widgets)
        page.can_focus = False
        if self.width:
            page.styles.width = self.width
        yield page


# Untrusted text: markup that crashes or acts, a window title, a reversed word, C1, a lone
# surrogate, DEL.
HOSTILE = "[/x] [@click=app.quit]q[/] \x1b]0;x\x07 a\u202eb \x9b31m \ud800 \x7f"
