"""CodeActions: a page's code in the chosen language; shown, copied, and the next language."""

from __future__ import annotations

from collections.abc import Callable

from spacetui.snippets import LANGUAGES, next_language
from spacetui.tui.app_state import AppState
from spacetui.tui.widgets.code_pane import CodePane


class CodeActions:
    """Keeps a code pane in step with what the page renders.

    render: returns the code of what is in hand, in the chosen language; empty where there is none.
    """

    def __init__(self, state: AppState, pane: CodePane, render: Callable[[], str]) -> None:
        self._state = state
        self._pane = pane
        self._render = render

    def show(self) -> None:
        """Show the code as it stands, of a half filled form too."""
        self._pane.show_code(self._render(), self._state.language)

    def show_next_language(self) -> None:
        """Choose the next language, for every page."""
        self.show_in(next_language(self._state.language))

    def show_in(self, language: str) -> None:
        """Choose a language by its name, for every page."""
        self._state.language = language
        self._state.on_change()
        self.show()

    def copy(self) -> None:
        """Copy the code; the pane says what was done with it."""
        self.show()
        if self._pane.source:
            self._pane.copy(LANGUAGES[self._state.language].suffix)
