"""SettingsDialog: each setting with its value and where it comes from; enter opens the file.

Loaded when it is first opened.
"""

from __future__ import annotations

from typing import Any

from textual.app import App

from spacetui.errors import SpacetuiError, UsageError
from spacetui.settings.current import current_settings
from spacetui.settings.shown_value import used_value, value_text
from spacetui.settings.table import TABLE
from spacetui.settings.write_settings import create_file
from spacetui.system.paths import settings_file
from spacetui.text.format import count_text
from spacetui.tui.use.external_editor import editor_command, run_editor
from spacetui.tui.widgets.pick_dialog import PickDialog, PickRow


class SettingsDialog(PickDialog):
    """The list of settings; the result is the index of one whose file is to be edited, or None."""

    DEFAULT_CSS = "SettingsDialog #dialog { width: 96; }"

    def __init__(self) -> None:
        settings = current_settings()
        path = settings_file()
        rows = [
            PickRow(
                row.name,
                value_text(used_value(settings, row)),
                # Of the path of the file its name: the value needs the room.
                remark=settings.origins[row.name].replace(settings.file.place, path.name),
            )
            for row in TABLE
        ]
        title = f"{count_text(len(rows), 'setting')}, in {settings.file.place}"
        super().__init__("settings", title, rows, "edit the file")


def choose_setting(app: App[Any]) -> None:
    """Show the settings, and open their file in the editor where the user wants that."""

    def take(index: int | None) -> None:
        if index is not None:
            _edit_file(app)

    app.push_screen(SettingsDialog(), take)


def _edit_file(app: App[Any]) -> None:
    """Edit the file of the settings, which is made where there is none, and say what is wrong."""
    path, editor = settings_file(), editor_command()
    try:
        if not editor:
            raise UsageError("no editor was found", hint="Set EDITOR, for instance EDITOR=nano.")
        if not path.exists():
            create_file(path)
        run_editor(app, editor, path)
    except (SpacetuiError, OSError) as error:
        app.notify(f"settings: {error}", severity="warning")
        return
    mistakes = current_settings().mistakes
    if mistakes:
        app.notify(f"settings: {mistakes[0].text}", severity="warning")
    else:
        app.notify("settings: nothing is wrong. How the app looks changes at the next start.")
