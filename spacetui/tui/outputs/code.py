"""Code, coloured when it is whole."""

from spacetui.model.schema import Json
from spacetui.tui.outputs.textbox import TextView
from spacetui.tui.widgets.code_highlighting import highlight_code, wrap_code

# Characters. Longer code is shown as text, which is virtual.
MOST_COLOURED = 20_000
# Lexers by Gradio's names of languages, where Pygments has another.
_LEXERS = {"js": "javascript", "jinja2": "html+jinja", "typescript": "typescript", "shell": "bash"}


class CodeView(TextView):
    """Code while it streams is text; finished it gets its colours."""

    def draw(self, value: Json, final: bool) -> None:
        super().draw(value, final)
        language = self.return_.props.get("language")
        if (
            final
            and isinstance(value, str)
            and isinstance(language, str)
            and len(value) <= MOST_COLOURED
        ):
            lines = highlight_code(value, lexer_of(language))
            self.body.fill(lambda width: wrap_code(lines, width))


def lexer_of(language: str) -> str:
    """Give a Pygments lexer for a language named by a stranger; plain text for one that is not known."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    name = _LEXERS.get(language, language)
    try:
        get_lexer_by_name(name)
    except ClassNotFound:
        return "text"
    return name
