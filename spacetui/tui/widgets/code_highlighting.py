"""Code on show: calm colours, long lines hung under their own indent."""

from pygments.token import Token
from textual.content import Content
from textual.highlight import HighlightTheme, highlight

from spacetui.text.terminal import make_visible
from spacetui.tui.widgets.glyphs import glyphs

# Past this the code is shown plain and cut; the copy is whole.
MOST_HIGHLIGHTED = 20_000
MOST_LINES = 400
MOST_COLUMNS = 4_000


class CalmTheme(HighlightTheme):
    """Four tones, no bold; theme variables, so a theme switch needs no code."""

    STYLES = {
        Token: "$foreground",
        Token.Comment: "italic $syntax-comment",
        Token.Keyword: "$syntax-keyword",
        Token.Keyword.Constant: "$syntax-number",
        Token.Operator.Word: "$syntax-keyword",
        Token.Literal.String: "$syntax-string",
        Token.Literal.Number: "$syntax-number",
        Token.String: "$syntax-string",
        Token.Number: "$syntax-number",
        Token.Generic: "$foreground",
    }


def highlight_code(source: str, lexer: str) -> list[Content]:
    """Give the lines of `source` in colour; cut when it is very long."""
    text = make_visible(source)
    lines = text.split("\n")
    if (
        len(lines) > MOST_LINES
        or len(text) > MOST_HIGHLIGHTED
        or any(len(each) > MOST_COLUMNS for each in lines)
    ):
        shown = [
            Content(each[:MOST_COLUMNS] + (glyphs().cut if len(each) > MOST_COLUMNS else ""))
            for each in lines[:MOST_LINES]
        ]
        if len(lines) > MOST_LINES:
            shown.append(
                Content.styled(f"{len(lines) - MOST_LINES} more lines; the copy is whole", "$muted")
            )
        return shown
    content = highlight(text, language=lexer, theme=CalmTheme)
    return list(content.split("\n", allow_blank=True)) if content else [Content("")]


def wrap_code(lines: list[Content], width: int) -> list[Content]:
    """Fold lines to `width` cells; what is folded hangs under its line's own indent after a sign."""
    out: list[Content] = []
    for line in lines:
        if line.cell_length <= width or width < 12:
            out.append(line)
            continue
        indent = min(len(line.plain) - len(line.plain.lstrip(" ")), width // 2)
        room = width - indent - 2
        first, *rest = _cut_at(line, width)
        out.append(first)
        left = rest[0] if rest else Content("")
        while left:
            head, *tail = _cut_at(left, room)
            out.append(Content.assemble(" " * indent, (f"{glyphs().wrap} ", "$muted"), head))
            left = tail[0] if tail else Content("")
    return out


def _cut_at(line: Content, width: int) -> list[Content]:
    """Cut once, at a blank near the end where there is one, never inside a wide character."""
    if line.cell_length <= width:
        return [line]
    cells = at = 0
    from rich.cells import get_character_cell_size

    for at, character in enumerate(line.plain):  # noqa: B007  # the index after the loop is the cut
        size = get_character_cell_size(character)
        if cells + size > width:
            break
        cells += size
    blank = line.plain.rfind(
        " ", max(at - width // 3, len(line.plain) - len(line.plain.lstrip(" ")) + 1), at
    )
    at = blank + 1 if blank > 0 else max(1, at)
    head, tail = line.divide([at])[:2]
    return [head, tail]
