"""What was saved, and where: the notification after outputs or files were written."""

from collections.abc import Sequence
from pathlib import Path

from spacetui.system.paths import path_text
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line


def saved_text(paths: Sequence[Path], noun: str = "file") -> str:
    """Return `saved NAME in FOLDER`, or `saved 3 files in FOLDER`. noun: what several are."""
    what = visible_line(paths[0].name, 200) if len(paths) == 1 else count_text(len(paths), noun)
    return f"saved {what} in {path_text(paths[0].parent)}"
