"""The settings of this process, read again where the file, the environment or an option changed."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from spacetui.settings.settings import Settings
from spacetui.settings.settings_file import FileContent, read_file
from spacetui.settings.table import NO_COLOR, TABLE
from spacetui.system.paths import path_text, settings_file

_VARIABLES = (NO_COLOR, *(name for row in TABLE for name in row.variables))
# What the command line gave, by the option. One process has one command line.
_options: dict[str, str] = {}


def forget_options() -> None:
    """Forget what the command line gave, which has ended."""
    _options.clear()


def change_option(option: str, text: str) -> None:
    """Take what the command line gave. option: such as `--theme`."""
    _options[option] = text


def given_options() -> dict[str, str]:
    """Return what the command line gave, by the option."""
    return dict(_options)


def current_settings() -> Settings:
    """Return the settings as they are now. Without a file it takes microseconds."""
    path = settings_file()
    try:
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
    except OSError:
        stamp = None
    variables = tuple((name, os.environ[name]) for name in _VARIABLES if name in os.environ)
    return _read(path, stamp, variables, tuple(_options.items()))


@lru_cache(maxsize=4)
def _read(
    path: Path,
    stamp: tuple[int, int, int] | None,
    variables: tuple[tuple[str, str], ...],
    options: tuple[tuple[str, str], ...],
) -> Settings:
    place = path_text(path)
    content = FileContent(place) if stamp is None else read_file(path, place)
    return Settings(content, dict(variables), dict(options))
