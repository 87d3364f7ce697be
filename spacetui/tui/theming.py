"""Themes: a TOML file each in `themes/`, named after the theme.

A wheel has them in spacetui/themes, an editable install at the top level of the repository.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from textual.color import Color
from textual.theme import Theme

from spacetui.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent.parent
THEME_FOLDERS = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
DEFAULT_THEME = "dusk"


def theme_files() -> Iterator[Path]:
    """Yield the theme files of the first folder that has any."""
    for folder in THEME_FOLDERS:
        files = sorted(folder.glob("*.toml"))
        if files:
            yield from files
            return


def load_theme(path: Path) -> Theme:
    """Read a theme. Raises UsageError with the name of the file if it is not a theme."""
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        theme = Theme(**fields)
        for name in ("background", "surface", "panel", "foreground", "primary", "accent"):
            Color.parse(str(fields[name]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"not a theme: {error}", where=str(path)) from error
    if theme.name != path.stem:
        raise UsageError(
            f"its name is {theme.name!r}, its file's is {path.stem!r}", where=str(path)
        )
    return theme


def variable_defaults(background: str, foreground: str) -> dict[str, str]:
    """Return our variables for a theme without them, blended from background and foreground."""
    back, text = Color.parse(background), Color.parse(foreground)
    muted = back.blend(text, 0.62).hex
    return {
        "muted": muted,
        "rule": back.blend(text, 0.2).hex,
        "syntax-string": "$text-success",
        "syntax-number": "$text-warning",
        "syntax-keyword": "$text-secondary",
        "syntax-comment": muted,
    }
