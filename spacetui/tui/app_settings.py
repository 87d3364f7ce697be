"""AppSettings: what the settings of the user are in the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from spacetui.settings.settings import Settings
from spacetui.settings.settings_file import FileContent
from spacetui.settings.table import ANIMATION, LANGUAGES_AT_HAND, THEME
from spacetui.tui.key import name_languages
from spacetui.tui.language_choice import LanguageChoice
from spacetui.tui.theme_choice import ThemeChoice

if TYPE_CHECKING:
    from textual.app import App
    from textual.types import AnimationLevel


class AppSettings:
    """The theme, the languages and the animation of the app, and what is wrong with settings.

    mistakes: a line each.
    """

    def __init__(
        self, settings: Settings | None = None, keep_theme: Callable[[str], str] = lambda name: ""
    ) -> None:
        """settings: without them, the defaults. keep_theme: as in ThemeChoice."""
        settings = settings or Settings(FileContent(""), {}, {})
        self.themes = ThemeChoice(settings.get(THEME), keep_theme)
        self.animation_level = cast("AnimationLevel", settings.get(ANIMATION))
        self.languages = LanguageChoice(settings.get(LANGUAGES_AT_HAND))
        name_languages(self.languages.first)
        self.mistakes = [*(each.text for each in settings.mistakes), *self.themes.mistakes]
        self._place = settings.file.place

    def tell_mistakes(self, app: App[Any]) -> None:
        """Show the first thing that is wrong, and how many there are.

        Of the path of the file it has the name alone, since what is wrong must be on the line too.
        """
        if not self.mistakes:
            return
        line = self.mistakes[0].replace(self._place, self._place.rpartition("/")[2], 1)
        if len(self.mistakes) > 1:
            line = f"{len(self.mistakes)} mistakes (spacetui config check): {line}"
        app.notify(line, severity="warning")
