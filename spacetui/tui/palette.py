"""The palette: everything that has a key, and what has none, by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from spacetui.snippets import list_languages
from spacetui.tui.widgets.page import Page

if TYPE_CHECKING:
    from spacetui.tui.app import SpacetuiApp

# title, help, action of the page; {languages} stands for the list of the snippet languages
_PAGE_COMMANDS = (
    ("run the form", "ctrl+r", "run"),
    ("copy the code", "ctrl+y", "copy_code"),
    ("next language: {languages}", "ctrl+l", "language"),
    ("jump to a field or pane", "ctrl+o", "jump"),
    ("next pane", "f6", "next_pane(1)"),
    ("previous pane", "shift+f6", "next_pane(-1)"),
    ("fill from an example", "f3", "example"),
    ("edit the form in $EDITOR", "f4", "editor"),
    ("zoom this pane", "f9", "zoom"),
    ("next open Space", "ctrl+t", "next_space"),
    ("cancel the call", "esc", "cancel"),
)


def palette_commands(app: SpacetuiApp, screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Give the commands that make sense on `screen`."""
    if isinstance(screen, Page):
        for title, key, action in _PAGE_COMMANDS:
            yield SystemCommand(
                title.format(languages=list_languages()),
                key,
                lambda action=action: screen.run_action(action),
            )
        yield SystemCommand("find a Space", "1", lambda: app.switch_mode("find"))
        if app.desk.space is not None:
            yield SystemCommand("go to the open Space", "3", lambda: app.switch_mode("use"))
        yield SystemCommand(
            "the recorder: every call as one script", "6", lambda: app.switch_mode("recorder")
        )
        yield from screen.extra_commands()
    for name in sorted(
        theme for theme in app.available_themes if not theme.startswith("textual-ansi")
    ):
        yield SystemCommand(
            f"theme: {name}", "change the colours", lambda name=name: setattr(app, "theme", name)
        )
    yield SystemCommand("help", "f1", app.action_help)
    yield SystemCommand("quit", "ctrl+q", app.action_quit)
