"""CodeActions: a page's code in the chosen language; shown, copied, and another language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from spacetui.errors import SpacetuiError
from spacetui.model.value_size import has_more_parts
from spacetui.snippets import LANGUAGES
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.exclusive_worker import run_exclusive

if TYPE_CHECKING:
    from spacetui.model.script import Script

# Parts of values, such as the cells of a table. Code for them takes 14 µs a part.
MAX_PARTS = 5_000
# Says so in the place of the code.
LATER = f"the values are too many to show as code; {key_name('copy')} makes it and copies it"
# Seconds without a change until the code is made anew: longer than between two letters of somebody
# who types, since it takes as long as three of them.
REST = 0.25


class CodeActions:
    """Keeps a code pane in step with the script that the page has in hand.

    script: returns that script, or None where there is none.
    """

    def __init__(
        self, state: AppState, pane: CodePane, script: Callable[[], Script | None]
    ) -> None:
        self._state = state
        self._pane = pane
        self._script = script
        self._resting: Timer | None = None
        pane.on_language = self.pick

    def code(self) -> str:
        """Return the code in the chosen language; empty where there is no script.

        Raises CannotWrite where the language cannot make the calls, and BadValue for a value that
        no language can write, nested without end.
        """
        script = self._script()
        language = LANGUAGES[self._state.languages.current]
        return language.render(script) if script is not None else ""

    def show(self) -> None:
        """Show the code as it stands, of a half filled form too, or why there can be none."""
        self._stop_resting()
        choice = self._state.languages
        if self._is_large:
            self._pane.show_refusal(LATER, choice)
            return
        try:
            code = self.code()
        except SpacetuiError as error:
            self._pane.show_refusal(error.failure.message, choice)
        else:
            self._pane.show_code(code, choice)

    @property
    def _is_large(self) -> bool:
        """Whether code cannot be made while the user types."""
        script = self._script()
        if script is None:
            return False
        return has_more_parts((each.values for each in script.steps), MAX_PARTS)

    def show_soon(self) -> None:
        """Show the code when nothing has changed for a moment, so that letters are shown first."""
        self._stop_resting()
        self._resting = self._pane.set_timer(REST, self.show)

    def _stop_resting(self) -> None:
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    def show_next_language(self) -> None:
        """Choose the next of the languages at hand, for every page."""
        self._state.languages.choose_next()
        self._changed()

    def show_in(self, language: str) -> None:
        """Choose a language by its name, for every page."""
        self._state.languages.choose(language)
        self._changed()

    def pick(self, language: str) -> None:
        """Do what a click in the heading asks for: a language, or with an empty name the list."""
        if language:
            self.show_in(language)
        else:
            self.choose_language()

    def _changed(self) -> None:
        self._state.on_change()
        self.show()

    def choose_language(self) -> None:
        """Let the user choose from all languages, after the templates of their own were read."""
        run_exclusive(self._pane, "languages", self._read_templates)

    async def _read_templates(self) -> None:
        for problem in await asyncio.to_thread(_load_own_languages):
            self._pane.app.notify(visible_line(problem, 300), severity="warning")
        self._show_list()

    def _show_list(self) -> None:
        """Show the list of languages, which says which cannot make these calls."""
        from spacetui.tui.widgets.pick_dialog import PickDialog, PickRow

        script = self._script()
        languages = list(LANGUAGES.values())

        def take(index: int | None) -> None:
            if index is not None:
                self.show_in(languages[index].name)

        def remark(refusal: str) -> str:
            return "not for this" if refusal else ""

        rows = [
            PickRow(each.name, each.about, remark=remark(each.refusal(script) if script else ""))
            for each in languages
        ]
        names = [each.name for each in languages]
        at = names.index(self._state.languages.current)
        dialog = PickDialog("language", "of the code", rows, "show this", at)
        self._pane.app.push_screen(dialog, take)

    def copy(self) -> None:
        """Copy the code; the pane says what was done with it."""
        self.show()
        suffix = LANGUAGES[self._state.languages.current].suffix
        if self._is_large:
            run_exclusive(self._pane, "copy", partial(self._copy_large, suffix))
        elif self._pane.source:
            self._pane.copy(self._pane.source, suffix)

    async def _copy_large(self, suffix: str) -> None:
        """Make the code in a thread, and copy it."""
        try:
            code = await asyncio.to_thread(self.code)
        except SpacetuiError as error:
            self._pane.show_refusal(error.failure.message, self._state.languages)
        else:
            self._pane.copy(code, suffix)


def _load_own_languages() -> tuple[str, ...]:
    """Add the user's own languages to the table; return what is wrong with a template."""
    from spacetui.snippets.own_templates import load_own_languages
    from spacetui.system.paths import templates_dir

    return load_own_languages(templates_dir())
