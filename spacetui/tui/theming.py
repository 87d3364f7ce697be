"""Themes: what is made of a theme file (settings/theme_files.py), and colours that can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.color import Color
from textual.theme import Theme

if TYPE_CHECKING:
    from spacetui.errors import UsageError

# Background and foreground where a theme has none.
DARK = ("#14151d", "#dcdae4")
LIGHT = ("#f8f5ee", "#2a2833")
# WCAG 2, level AA.
READABLE = 4.5
# Our variables in a theme that leaves the colours to the terminal.
ANSI_VARIABLES = {
    "muted": "ansi_bright_black",
    "rule": "ansi_bright_black",
    "syntax-keyword": "ansi_blue",
    "syntax-string": "ansi_green",
    "syntax-number": "ansi_magenta",
    "syntax-comment": "ansi_bright_black",
}
# Names in code, such as those of functions; by default as all text.
NAMES = "syntax-name"


def default_theme() -> Theme:
    """Return the theme that the app begins with, which is read from no file."""
    from spacetui.tui.default_theme import FIELDS

    return Theme(**FIELDS)


def load_theme(path: Path) -> Theme:
    """Read a theme. Raises UsageError with the name of the file if it is not a theme."""
    import tomllib

    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        theme = Theme(**fields)
        for name in ("background", "surface", "panel", "foreground", "primary", "accent"):
            Color.parse(str(fields[name]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _not_usable(f"not a theme: {error}", path) from error
    if theme.name != path.stem:
        raise _not_usable(f"its name is {theme.name!r}, its file's is {path.stem!r}", path)
    return theme


def _not_usable(reason: str, path: Path) -> UsageError:
    from spacetui.errors import UsageError  # the first frame needs none

    return UsageError(reason, where=str(path))


def offered_themes(available: Mapping[str, Theme]) -> list[str]:
    """Return the names of the themes that the palette offers: all that have colours of their own.

    In a theme that leaves the colours to the terminal, all backgrounds are the same.
    """
    return sorted(name for name, theme in available.items() if not theme.ansi)


def variable_defaults(theme: Theme) -> dict[str, str]:
    """Return our variables for a theme without them: made from its colours, or of its palette.

    Textual's own themes have no colours for code, and their `$text-success` and the like are black
    or white.
    """
    if theme.ansi:
        return {**ANSI_VARIABLES, NAMES: "ansi_cyan"}
    if theme.variables.keys() >= ANSI_VARIABLES.keys():
        return {NAMES: theme.foreground or (DARK if theme.dark else LIGHT)[1]}
    default_background, default_foreground = DARK if theme.dark else LIGHT
    back = Color.parse(theme.background or default_background)
    text = Color.parse(theme.foreground or default_foreground)
    grounds = [back, *(Color.parse(each) for each in (theme.surface, theme.panel) if each)]
    muted = readable_color(back.blend(text, 0.62), grounds).hex
    colors = _code_colors(theme) or {
        "syntax-keyword": theme.secondary or theme.primary,
        "syntax-string": theme.success or theme.primary,
        "syntax-number": theme.warning or theme.accent or theme.primary,
        "syntax-comment": muted,
        NAMES: text.hex,
    }
    syntax = {
        name: readable_color(Color.parse(color), [back]).hex for name, color in colors.items()
    }
    return {"muted": muted, "rule": back.blend(text, 0.2).hex, **syntax}


def _code_colors(theme: Theme) -> dict[str, str] | None:
    """Return the colours of code in one of Textual's own themes, None for another one."""
    from spacetui.tui.code_palettes import PALETTES  # not for the theme of the first frame

    palette = PALETTES.get(theme.name)
    if palette is None:
        return None
    return {
        "syntax-keyword": palette.keyword,
        "syntax-string": palette.string,
        "syntax-number": palette.number,
        "syntax-comment": palette.comment,
        NAMES: palette.name,
    }


def readable_color(color: Color, grounds: Sequence[Color], least: float = READABLE) -> Color:
    """Return a colour as it is or, where it is too close to a ground, nearer to black or white.

    grounds: what it stands on, the background first. least: the contrast to each of them.
    """
    contrast_text = grounds[0].get_contrast_text(alpha=1)
    for step in range(21):
        shade = Color.parse(color.blend(contrast_text, step / 20).hex)
        if all(contrast(shade, each) >= least for each in grounds):
            return shade
    return contrast_text


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours by WCAG 2, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Color) -> float:
    linear = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in color.normalized
    )
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
