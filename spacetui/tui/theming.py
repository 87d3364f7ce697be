"""Themes: one TOML file each, in `themes/`; the file is named after the theme.

A wheel carries them in spacetui/themes, an editable install has them at the repository's top level.
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
    """List the theme files of the first folder that has any."""
    for folder in THEME_FOLDERS:
        files = sorted(folder.glob("*.toml"))
        if files:
            yield from files
            return


def load_theme(path: Path) -> Theme:
    """Read one theme. Raises UsageError naming the file when it is not one."""
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
    """Give our own variables for a theme that does not name them, blended from its ground and text."""
    ground, text = Color.parse(background), Color.parse(foreground)
    return {
        "muted": ground.blend(text, 0.62).hex,
        "rule": ground.blend(text, 0.2).hex,
        "syntax-string": "$text-success",
        "syntax-number": "$text-warning",
        "syntax-keyword": "$text-secondary",
        "syntax-comment": ground.blend(text, 0.62).hex,
    }
