"""The value of a setting in use, as it is listed for the user."""

from __future__ import annotations

from typing import Any

from spacetui.settings.settings import Settings
from spacetui.settings.table import CONFIG_FOLDER, DATA_FOLDER, Setting
from spacetui.system import paths


def used_value(settings: Settings, row: Setting[Any]) -> Any:
    """Return what is used: of a folder that is not set, where it is. A tuple becomes a list."""
    value = settings.get(row)
    if row is DATA_FOLDER and not value:
        return str(paths.data_path())
    if row is CONFIG_FOLDER and not value:
        return str(paths.config_dir())
    return list(value) if isinstance(value, tuple) else value


def value_text(value: Any) -> str:
    """Return a value as one text; `-` where there is none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(value) or "-"
    return str(value) or "-"
