"""Code, coloured when it is complete."""

from spacetui.model.schema import Json
from spacetui.tui.outputs.textbox import TextView
from spacetui.tui.widgets.code_highlighting import highlight_code
from spacetui.tui.widgets.code_lines import wrap_code

# Characters. Longer code is shown as plain text, of which only the visible lines are drawn.
MAX_COLOURED = 20_000
# Pygments' names for lexers that Gradio names differently.
_LEXERS = {"js": "javascript", "jinja2": "html+jinja", "typescript": "typescript", "shell": "bash"}


class CodeView(TextView):
    """Code: plain text while it streams, coloured when it is final."""

    def draw(self, value: Json, final: bool) -> None:
        super().draw(value, final)
        language = self.return_.props.get("language")
        if not final or not isinstance(value, str) or not isinstance(language, str):
            return
        if len(value) <= MAX_COLOURED:
            lines = highlight_code(value, lexer_of(language))
            self.body.show_lines(lambda width: wrap_code(lines, width))


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
