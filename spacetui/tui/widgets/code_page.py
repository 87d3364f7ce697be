"""A page that shows code: which language, the copy, and what was done with it."""

from __future__ import annotations

from typing import Any

from spacetui.snippets import LANGUAGES, next_language
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.text_entry import after_typing


class CodePage(Page):
    """Base of the use page (one call) and the recorder (a whole session). Subclasses give `snippet`."""

    @property
    def code(self) -> CodePane:
        return self.query_one(CodePane)

    def snippet(self) -> str:
        """Give the code of what is in hand, in the language in hand; empty where there is nothing."""
        raise NotImplementedError

    def write_code(self) -> None:
        """Write the code of what is in hand as it stands, half filled too."""
        self.code.show_code(self.snippet(), self.desk.language)

    def action_language(self) -> None:
        self.desk.language = next_language(self.desk.language)
        self.write_code()

    def action_copy_code(self) -> None:
        after_typing(self.focused, self.copy_code)

    def copy_code(self) -> None:
        """Copy the code of what is in hand, and say in the heading what was done."""
        self.write_code()
        text = self.snippet()
        if text:
            app: Any = self.app
            app.copy_text(text, LANGUAGES[self.desk.language].suffix, self._say_copied)

    def _say_copied(self, words: str) -> None:
        self.code.say_copied(f"{glyphs().verified} {one_line(words, 60)}")
        # Where the copy lies is worth a note: the heading has no room for a path.
        if not self.code.display or words != "copied":
            self.app.notify(one_line(words, 300), markup=False, timeout=4)
