"""What the app shows over any page: the help, the menu of what has focus, and the log."""

from __future__ import annotations

from typing import Any

from textual.app import App

from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.page import Page


def show_over_page(app: App[Any], state: AppState, what: str) -> None:
    """Show one of them. what: help, which explains a dialog too, menu or log."""
    screen = app.screen
    if what == "help":
        from spacetui.tui.widgets.help_dialog import HelpDialog

        if not isinstance(screen, HelpDialog):
            app.push_screen(HelpDialog(screen))
    elif what == "menu" and isinstance(screen, Page):
        from spacetui.tui.widgets.item_menu import show_menu

        show_menu(app, screen)
    elif what == "log" and isinstance(screen, Page):
        from spacetui.tui.command_log.dialog import LogDialog

        app.push_screen(LogDialog(state))
