"""Lines of code in one colour, cut where they are very long, and wrapped under their own indent."""

from textual.content import Content

from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import end_of_row

# Characters, lines, and characters of a line. Longer code is shown in one colour and cut. Zoom
# shows all of it, and a copy has all of it.
MAX_HIGHLIGHTED = 20_000
MAX_LINES = 400
MAX_COLUMNS = 4_000
# Cells. In a narrower place lines are not wrapped.
MIN_WRAPPED = 12


def is_cut(source: str) -> bool:
    """Return whether code is too long to be shown in colours and whole."""
    text = make_visible(source)
    lines = text.split("\n")
    longest = max(len(each) for each in lines)
    return len(lines) > MAX_LINES or len(text) > MAX_HIGHLIGHTED or longest > MAX_COLUMNS


def whole_lines(source: str) -> list[Content]:
    """Return all lines of `source` in one colour."""
    return [Content(line) for line in make_visible(source).split("\n")]


def plain_lines(source: str) -> list[Content]:
    """Return the lines of `source` in one colour, cut if it is very long."""
    return cut_lines(source) if is_cut(source) else whole_lines(source)


def cut_lines(source: str) -> list[Content]:
    """Return the first lines of `source` in one colour, and how many there are more."""
    lines = make_visible(source).split("\n")
    shown = [Content(_cut_line(each)) for each in lines[:MAX_LINES]]
    hidden = len(lines) - len(shown)
    if hidden:
        shown.append(Content.styled(f"{hidden} more lines; zoom shows all", "$muted"))
    return shown


def _cut_line(line: str) -> str:
    if len(line) <= MAX_COLUMNS:
        return line
    return line[:MAX_COLUMNS] + glyphs().cut


def wrap_code(lines: list[Content], width: int) -> list[Content]:
    """Wrap lines to `width` cells; what continues a line stands under its indent, after a sign."""
    return [row for line in lines for row in _wrap_line(line, width)]


def _wrap_line(line: Content, width: int) -> list[Content]:
    if line.cell_length <= width or width < MIN_WRAPPED:
        return [line]
    if len(line) > MAX_COLUMNS:
        return _wrap_long_line(line.plain, width)
    indent = min(_indent_of(line), width // 2)
    sign = Content.assemble(" " * indent, (f"{glyphs().wrap} ", "$muted"))
    first, rest = _split_line(line, width)
    rows = [first]
    while rest:
        row, rest = _split_line(rest, width - indent - 2)
        rows.append(sign + row)
    return rows


def _wrap_long_line(line: str, width: int) -> list[Content]:
    """Wrap a line of one colour anywhere, in a time that its length is in proportion to."""
    sign = Content.styled(f"{glyphs().wrap} ", "$muted")
    end = end_of_row(line, width)
    rows = [Content(line[:end])]
    while end < len(line):
        start, end = end, max(end + 1, end_of_row(line, width - 2, end))
        rows.append(sign + Content(line[start:end]))
    return rows


def _indent_of(line: Content) -> int:
    return len(line.plain) - len(line.plain.lstrip(" "))


def _split_line(line: Content, width: int) -> tuple[Content, Content]:
    """Return the first `width` cells of a line, or up to a blank near their end, and the rest."""
    if line.cell_length <= width:
        return line, Content("")
    end = end_of_row(line.plain, width)
    # A blank after the last cell is left out: the next row does not begin with it.
    blank = line.plain.rfind(" ", max(end - width // 3, _indent_of(line) + 1), end + 1)
    if blank < 0:
        first, rest = line.divide([max(1, end)])[:2]
        return first, rest
    first, rest = line.divide([blank + 1])[:2]
    return first[:end], rest
