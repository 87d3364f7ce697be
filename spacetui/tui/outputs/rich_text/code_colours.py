"""CodeColours: code in the colours of its language, once the lexer of that is loaded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.content import Content
from textual.widget import Widget

from spacetui.tui.outputs.rich_text.block_rows import plain_code
from spacetui.tui.widgets.exclusive_worker import run_exclusive


class CodeColours:
    """Highlights code for one widget, which is told when code can be laid out in colours."""

    def __init__(self, widget: Widget, on_loaded: Callable[[], None]) -> None:
        self._widget = widget
        self._on_loaded = on_loaded
        self._lexers: dict[str, str] = {}  # by the names of languages
        self._missing: list[str] = []

    def highlight(self, text: str, language: str) -> list[Content]:
        """Return the lines of code; in one colour while the lexer is loaded in a thread."""
        if not language:
            return plain_code(text, language)
        lexer = self._lexers.get(language)
        if lexer is None:
            self._load(language)
            return plain_code(text, language)
        from spacetui.tui.widgets.code_highlighting import highlight_code

        return highlight_code(text.replace("\t", "    "), lexer)

    def _load(self, language: str) -> None:
        if not self._widget.is_attached:
            return
        if not self._missing:
            self._missing.append(language)
            run_exclusive(self._widget, "colours", self._load_missing)
        elif language not in self._missing:
            self._missing.append(language)

    async def _load_missing(self) -> None:
        for language in self._missing:  # which may grow
            self._lexers[language] = await asyncio.to_thread(_loaded_lexer, language)
        self._missing.clear()
        self._on_loaded()


def _loaded_lexer(language: str) -> str:
    """Load the lexer of a language, of which the name is a stranger's, and return its name."""
    from spacetui.tui.outputs.code import lexer_of
    from spacetui.tui.widgets.code_highlighting import load_lexer

    lexer = lexer_of(language.lower())
    load_lexer(lexer)
    return lexer
