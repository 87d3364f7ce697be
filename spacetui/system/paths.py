"""The folders of spacetui. SPACETUI_DATA_DIR names another place for all that it keeps."""

import os
from pathlib import Path


def data_dir() -> Path:
    """Give the folder for what is kept (recordings, copied snippets); made, for the user alone, if missing.

    Raises OSError when it cannot be made.
    """
    chosen = os.environ.get("SPACETUI_DATA_DIR")
    if chosen:
        folder = Path(chosen)
    else:
        from platformdirs import user_data_path

        folder = user_data_path("spacetui", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def store_path() -> Path:
    """Give the file that keeps recordings and visited Spaces."""
    return data_dir() / "spacetui.sqlite3"


def copies_dir() -> Path:
    """Give the folder that a copy goes to where there is no clipboard to reach."""
    folder = data_dir() / "copied"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def shown_path(path: Path) -> str:
    """Give a path as people write it, `~` for their home."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
