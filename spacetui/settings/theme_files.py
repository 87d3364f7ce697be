"""Where the themes are: a TOML file each, ours and the user's own.

A wheel has ours in spacetui/themes, an editable install at the top level of the repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacetui.system.paths import themes_dir

_PACKAGE = Path(__file__).resolve().parent.parent
THEME_FOLDERS = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
# Those of Textual that have colours of their own; a test compares them with the library's.
TEXTUAL_THEMES = (
    "atom-one-dark",
    "atom-one-light",
    "catppuccin-frappe",
    "catppuccin-latte",
    "catppuccin-macchiato",
    "catppuccin-mocha",
    "dracula",
    "flexoki",
    "gruvbox",
    "monokai",
    "nord",
    "rose-pine",
    "rose-pine-dawn",
    "rose-pine-moon",
    "solarized-dark",
    "solarized-light",
    "textual-dark",
    "textual-light",
    "tokyo-night",
)


def theme_files() -> Iterator[Path]:
    """Yield our theme files: those of the first folder that has any."""
    for folder in THEME_FOLDERS:
        files = sorted(folder.glob("*.toml"))
        if files:
            yield from files
            return


def own_theme_file(name: str) -> Path:
    """Return the file of a theme of the user; it may not be there."""
    return themes_dir() / f"{name}.toml"


def own_theme_files() -> list[Path]:
    """List the theme files of the user."""
    return sorted(themes_dir().glob("*.toml"))


def theme_names() -> list[str]:
    """List the names of all themes."""
    ours = (path.stem for path in (*theme_files(), *own_theme_files()))
    return sorted({*ours, *TEXTUAL_THEMES})
