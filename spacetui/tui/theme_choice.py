"""ThemeChoice: the themes of files, and the one in use."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES

from spacetui.settings.table import THEME
from spacetui.settings.theme_files import own_theme_file, own_theme_files, theme_files
from spacetui.tui.theming import default_theme, load_theme

if TYPE_CHECKING:
    from textual.app import App
    from textual.theme import Theme

    Tell = Callable[[str], None]


class ThemeChoice:
    """The themes of files. That of the first frame is read at once, others when they are asked for.

    A theme of the user wins over one of ours that has its name.
    """

    def __init__(self, name: str, keep: Callable[[str], str]) -> None:
        """Read the theme of this name; the default in its place, where its file is no theme.

        keep: keeps a theme that the user chose for the next start, and returns a line where it is
        not kept; it blocks.
        """
        self._keep = keep
        self.name = name
        self.loaded: dict[str, Theme] = {}
        # Themes of Textual that were asked for.
        self._textual: dict[str, Theme] = {}
        self.mistakes: list[str] = []
        self._has_all = False
        if name == THEME.default and not own_theme_file(name).is_file():
            self.loaded[name] = default_theme()
            return
        self._load(name)
        if self.mistakes:
            self.name = THEME.default
            self._load(self.name)

    def find(self, name: str) -> Theme | None:
        """Return a theme of a file that was read, or one of Textual's made readable."""
        return self.loaded.get(name) or self._textual.get(name) or self._of_textual(name)

    def _of_textual(self, name: str) -> Theme | None:
        theme = BUILTIN_THEMES.get(name)
        if theme is None or not (self._has_all or name == self.name):
            return theme  # Textual asks for its default before the app has its own theme
        from spacetui.tui.readable_theme import readable_theme  # not for the first frame

        self._textual[name] = readable_theme(theme)
        return self._textual[name]

    def load_all(self) -> dict[str, Theme]:
        """Return the themes of all files. A file that is no theme is left out."""
        if not self._has_all:
            self._has_all = True
            for name, path in self._files().items():
                if name not in self.loaded:
                    self._read(name, path)
        return self.loaded

    def _load(self, name: str) -> None:
        path = self._files().get(name)
        if path is not None:  # else it is one of Textual's
            self._read(name, path)

    def _read(self, name: str, path: Path) -> None:
        from spacetui.errors import UsageError

        try:
            self.loaded[name] = load_theme(path)
        except UsageError as error:
            self.mistakes.append(str(error))

    def _files(self) -> dict[str, Path]:
        return {path.stem: path for path in (*theme_files(), *own_theme_files())}

    async def choose(self, app: App[int], name: str) -> None:
        """Use a theme, now and at the next start."""
        app.theme = name
        if line := await asyncio.to_thread(self._keep, name):
            app.notify(line, severity="warning")
        else:
            app.notify(f"{name} is the theme now, and at the next start")
