"""Code in five colours. Loaded in a thread, after the first frame."""

from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from textual.content import Content
from textual.highlight import HighlightTheme, highlight

from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.widgets.code_lines import cut_lines, is_cut

# The lexers whose tables are built, which takes 60 ms each.
_LOADED: set[str] = set()


class CodeTheme(HighlightTheme):
    """Five colours and no bold, as theme variables, so that they change with the theme."""

    STYLES = {
        Token: "$foreground",
        Token.Comment: "italic $syntax-comment",
        Token.Keyword: "$syntax-keyword",
        Token.Keyword.Constant: "$syntax-number",
        Token.Operator.Word: "$syntax-keyword",
        Token.Name.Attribute: "$syntax-name",
        Token.Name.Builtin: "$syntax-name",
        Token.Name.Class: "$syntax-name",
        Token.Name.Decorator: "$syntax-name",
        Token.Name.Function: "$syntax-name",
        Token.Name.Tag: "$syntax-name",
        Token.Literal.String: "$syntax-string",
        Token.Literal.Number: "$syntax-number",
        Token.String: "$syntax-string",
        Token.Number: "$syntax-number",
        Token.Generic: "$foreground",
    }


def load_lexer(lexer: str) -> None:
    """Build the tables of a lexer."""
    get_lexer_by_name(lexer)
    _LOADED.add(lexer)


def is_loaded(lexer: str) -> bool:
    """Return whether code of this lexer is highlighted at once."""
    return lexer in _LOADED


def highlight_code(source: str, lexer: str) -> list[Content]:
    """Return the lines of `source` in colours; cut and in one colour if it is very long."""
    text = make_visible(source)
    if is_cut(source):
        return cut_lines(source)
    content = highlight(text, language=lexer, theme=CodeTheme)
    if not content:
        return [Content("")]
    return list(content.split("\n", allow_blank=True))
