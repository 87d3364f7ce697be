"""Code, coloured when it is complete."""

import asyncio
from functools import partial

from textual.content import Content

from spacetui.model.schema import Json
from spacetui.tui.outputs.textbox import TextView
from spacetui.tui.widgets.code_highlighting import highlight_code
from spacetui.tui.widgets.code_lines import wrap_code
from spacetui.tui.widgets.exclusive_worker import run_exclusive

# Characters. Longer code is shown as plain text, of which only the visible lines are drawn; of
# code that is coloured, that which no key could wait for is coloured in a thread.
MAX_COLOURED, AT_ONCE = 20_000, 2_000
# Pygments' names for lexers that Gradio names differently.
_LEXERS = {"js": "javascript", "jinja2": "html+jinja", "typescript": "typescript", "shell": "bash"}


class CodeView(TextView):
    """Code: plain text while it streams, coloured when it is final."""

    def draw(self, value: Json, final: bool) -> None:
        super().draw(value, final)
        language = self.return_.props.get("language")
        if not final or not isinstance(value, str) or not isinstance(language, str):
            return
        # The first lexer takes 50 ms to import, and code that is not coloured needs none.
        if len(value) <= AT_ONCE:
            self._show_coloured(_coloured(value, language))
        elif len(value) <= MAX_COLOURED:
            run_exclusive(self, "colours", partial(self._colour_later, value, language))

    async def _colour_later(self, value: str, language: str) -> None:
        lines = await asyncio.to_thread(_coloured, value, language)
        if self.is_attached and self.is_final and self.value is value:
            self._show_coloured(lines)

    def _show_coloured(self, lines: list[Content]) -> None:
        self.body.show_lines(lambda width: wrap_code(lines, width))


def _coloured(code: str, language: str) -> list[Content]:
    return highlight_code(code, lexer_of(language))


def lexer_of(language: str) -> str:
    """Return the Pygments lexer for a language that the app names, or the one for plain text."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    name = _LEXERS.get(language, language)
    try:
        get_lexer_by_name(name)
    except ClassNotFound:
        return "text"
    return name
