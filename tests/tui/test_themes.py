"""Themes: each file of themes/ loads, has the name of its file, and is readable."""

import re
import tomllib
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from spacetui.errors import UsageError
from spacetui.settings.table import THEME
from spacetui.settings.theme_files import TEXTUAL_THEMES, theme_files
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.code_palettes import PALETTES
from spacetui.tui.default_theme import FIELDS
from spacetui.tui.theme_choice import ThemeChoice
from spacetui.tui.theming import load_theme, offered_themes, variable_defaults
from spacetui.tui.widgets.code_highlighting import highlight_code
from tests.tui.fake_session import FakeSession, an_app

FILES = list(theme_files())
CODE = ("keyword", "string", "number", "comment", "name")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2."""

    def light(colour: str) -> float:
        parts = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
                 for each in Color.parse(colour).normalized]  # fmt: skip
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_theme_of_the_first_frame_is_that_of_its_file() -> None:
    file = next(path for path in FILES if path.stem == THEME.default)
    assert tomllib.loads(file.read_text(encoding="utf-8")) == FIELDS, "run tools/default_theme.py"


def test_the_two_default_themes_are_found() -> None:
    assert {"dusk", "dawn"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_colour_of_a_theme_is_readable_on_each_background(path: Path) -> None:
    theme = load_theme(path)
    words = [theme.foreground, theme.accent, theme.secondary, theme.success, theme.warning]
    words += [theme.error, theme.variables["muted"]]
    for ground in (theme.background, theme.surface, theme.panel):
        for word in words:
            assert word and ground
            assert contrast(word, ground) >= 4.5, (word, ground)


@pytest.mark.parametrize("name", TEXTUAL_THEMES)
def test_every_text_colour_of_a_theme_of_textual_is_made_readable(name: str) -> None:
    theme = ThemeChoice(name, lambda line: "").find(name)
    assert theme is not None
    colors = {**theme.to_color_system().generate(), **variable_defaults(theme)}
    words = ("foreground", "muted", "accent", "secondary", "success", "warning", "error")
    for ground in ("background", "surface", "panel"):
        for word in words:
            assert contrast(colors[word], colors[ground]) >= 4.5, (word, ground)
    assert contrast(colors["foreground"], colors["background"]) > contrast(
        colors["muted"], colors["background"]
    )


def test_code_in_a_theme_of_textual_has_a_palette_of_its_own_that_can_be_read() -> None:
    assert PALETTES.keys() == {*TEXTUAL_THEMES}
    shown = {}
    for name in TEXTUAL_THEMES:
        theme = BUILTIN_THEMES[name]
        ground = theme.to_color_system().generate()["background"]
        colors = variable_defaults(theme)
        shown[name] = [colors[f"syntax-{each}"] for each in CODE]
        for color in shown[name]:
            assert contrast(color, ground) >= 4.5, (name, color, ground)
        # Made readable, a colour stays what it is: no two become one.
        assert len({*shown[name]}) == len(shown[name]), name
    assert len({tuple(each) for each in shown.values()}) == len(shown)
    assert shown["nord"][:2] == ["#81A1C1", "#A3BE8C"]
    (line,) = highlight_code('{"key": 1, "text": null}', "json")
    used = {str(span.style) for span in line.spans}
    assert {"$syntax-name", "$syntax-number"} <= used


def test_there_are_dark_and_light_ones_two_of_high_contrast_and_one_without_colour() -> None:
    themes = {path.stem: load_theme(path) for path in FILES}
    assert len(themes) >= 8
    assert sum(not each.dark for each in themes.values()) >= 3
    for name, least in (("contrast", 7), ("contrast-light", 7)):
        theme = themes[name]
        words = [theme.foreground, theme.accent, theme.secondary, theme.success, theme.warning]
        for word in (*words, theme.error, theme.variables["muted"]):
            for ground in (theme.background, theme.surface, theme.panel):
                assert word and ground and contrast(word, ground) >= least, (name, word, ground)
    colours = re.findall("#[0-9a-f]{6}", (FILES[0].parent / "mono.toml").read_text("utf-8"))
    assert all(len({each[1:3], each[3:5], each[5:7]}) == 1 for each in colours)


def test_an_invalid_theme_file_is_reported_in_one_clear_line(tmp_path: Path) -> None:
    for text, words in (("name = ", "not a theme"), ('name = "x"', "not a theme"),
                        (FILES[0].read_text(encoding="utf-8"), "its file's is")):  # fmt: skip
        path = tmp_path / "odd.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=words):
            load_theme(path)


def test_the_palette_offers_only_themes_with_colours_of_their_own() -> None:
    app = SpacetuiApp(FakeSession(an_app()).connect)
    offered = offered_themes(app.available_themes)
    assert {path.stem for path in FILES} <= set(offered)
    assert "nord" in offered and not any("ansi" in name for name in offered)


async def test_every_theme_can_be_switched_to() -> None:
    app = SpacetuiApp(FakeSession(an_app()).connect)
    async with app.run_test(size=(80, 24)) as pilot:
        for name in app.available_themes:
            app.theme = name
            await pilot.pause()
            assert app.theme == name
