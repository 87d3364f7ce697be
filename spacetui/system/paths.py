"""The folders of spacetui.

SPACETUI_DATA_DIR moves all that it stores to another folder, SPACETUI_CONFIG_DIR what the user
sets.
"""

import os
from pathlib import Path


def data_dir() -> Path:
    """Return the folder of stored data; create it, for the user alone, if it is missing.

    Our own folder is made private where it is not. One that the user chose may hold other things,
    and keeps its mode. Raises OSError if it cannot be created.
    """
    folder = data_path()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.environ.get("SPACETUI_DATA_DIR") and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def data_path() -> Path:
    """Return the folder of stored data; it may not be there."""
    chosen = os.environ.get("SPACETUI_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("spacetui", appauthor=False)


def config_dir() -> Path:
    """Return the folder of what the user sets; it may not be there.

    SPACETUI_CONFIG_DIR moves it.
    """
    chosen = os.environ.get("SPACETUI_CONFIG_DIR")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path("spacetui", appauthor=False)


def settings_file() -> Path:
    """Return the file of the settings; it may not be there."""
    return config_dir() / "config.toml"


def templates_dir() -> Path:
    """Return the folder of the user's own templates of languages; it may not be there."""
    return config_dir() / "templates"


def themes_dir() -> Path:
    """Return the folder of the user's own themes; it may not be there."""
    return config_dir() / "themes"


def store_path() -> Path:
    """Return the file of the store, which holds recordings and visited Spaces."""
    return data_dir() / "spacetui.sqlite3"


def copies_dir() -> Path:
    """Return the folder for copied text on a machine without a clipboard."""
    folder = data_dir() / "copied"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def path_text(path: Path) -> str:
    """Return a path as users write it, with `~` for the home folder."""
    try:
        below = path.relative_to(Path.home())
    except (ValueError, RuntimeError):
        return str(path)
    return "/".join(("~", *below.parts))
