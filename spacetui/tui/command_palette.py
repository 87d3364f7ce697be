"""The entries of the command palette: the commands of the keys, and what has no key.

Each stands there once, the likeliest first: what the footer offers, in its order, then the table of
keys, then what has no key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hits
from textual.screen import Screen
from textual.system_commands import SystemCommandsProvider

from spacetui.tui.keys import KEYS, key_name
from spacetui.tui.recorder.open_recording import open_recording
from spacetui.tui.widgets.item_actions import (
    bound_actions,
    dialog_actions,
    offers_command,
)
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.pane import Pane


class CommandsInOrder(SystemCommandsProvider):
    """The commands in the order in which they are given, where Textual sorts them by the letter."""

    async def discover(self) -> Hits:
        for name, help_text, callback, _ in self.app.get_system_commands(self.screen):
            yield DiscoveryHit(name, callback, help=help_text)


def palette_commands(
    app: App[Any], screen: Screen[Any], choose_theme: Callable[[str], Awaitable[None]]
) -> Iterable[SystemCommand]:
    """Yield the commands that `screen`, its panes and the app offer now."""
    if isinstance(screen, Page):
        yield from _key_commands(app, screen)
        if screen.esc.cancel() is not None:
            yield SystemCommand("cancel the call", key_name("back"), screen.esc.stop)
        yield from screen.extra_commands()
        opens = partial(open_recording, app, screen.app_state)
        yield SystemCommand("open a recording…", "a TOML file, as steps of the recorder", opens)
    else:
        yield from _dialog_commands(app, screen)
    choose = partial(_choose_theme, app, choose_theme)
    yield SystemCommand("theme…", "the colours, seen while you choose", choose)
    yield SystemCommand(
        "settings…", "what you can set, and where it is set", partial(_choose_setting, app)
    )


def _choose_setting(app: App[Any]) -> None:
    from spacetui.tui.settings_dialog import choose_setting

    choose_setting(app)


def _choose_theme(app: App[Any], choose_theme: Callable[[str], Awaitable[None]]) -> None:
    from spacetui.tui.theme_dialog import ThemeDialog, theme_names

    names = theme_names(app)

    def take(index: int | None) -> None:
        if index is not None:
            app.run_worker(partial(choose_theme, names[index]))

    app.push_screen(ThemeDialog(app, names), take)


def _key_commands(app: App[Any], page: Page) -> Iterable[SystemCommand]:
    actions = bound_actions([app, page, *page.query(Pane)])
    groups = page.keys()
    in_footer = (id for group in groups for each in group for id in each.ids)
    for id in dict.fromkeys((*in_footer, *KEYS)):
        key = KEYS[id]
        if key.command and id in actions and offers_command(page.app_state, id):
            node, action = actions[id]
            help_text = f"{key_name(id)} {key.place}".strip()
            yield SystemCommand(key.title, help_text, partial(app.run_action, action, node))


def _dialog_commands(app: App[Any], dialog: Screen[Any]) -> Iterable[SystemCommand]:
    """Yield what the keys of a dialog do, and those of what has focus in it."""
    for each in dialog_actions(dialog):
        command = partial(app.run_action, each.action, each.node)
        yield SystemCommand(each.label, each.key, command)
