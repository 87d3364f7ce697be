"""The layout of one row: a left and a right part, with blanks or a rule between them; key hints.

All functions measure in cells, not in characters.
"""

from collections.abc import Callable

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from spacetui.tui.widgets.glyphs import glyphs

# The chosen cell of a table.
CHOSEN_STYLE = "bold $background on $accent"


def name_style(*, is_current: bool) -> str:
    """Return the style of what a row is about."""
    return "bold $foreground" if is_current else "$foreground"


def text_style(*, is_lit: bool) -> str:
    """Return the style of a text: lit where it is meant, as under the cursor, else quiet."""
    return "$foreground" if is_lit else "$muted"


def line_strip(content: Content, width: int, style: Style) -> Strip:
    """Return a line as a widget draws it: `width` cells on the ground of `style`."""
    # The style of each segment stands on `style` already: it is not applied once more.
    strip = Strip(content.render_segments(style), content.cell_length)
    return strip.adjust_cell_length(width, style.rich_style)


def cut_text(text: str, width: int) -> str:
    """Return a text in at most `width` cells, cut with an ellipsis."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1) + glyphs().cut if width > 0 else ""


def column_text(text: str, width: int) -> str:
    """Return a text in exactly `width` cells: with blanks after it, or cut with an ellipsis."""
    cut = cut_text(text, width)
    return cut + " " * (width - cell_len(cut))


def left_right(
    left: Content, right: Content, width: int, *, gap: int = 1, min_left: int = 0
) -> Content:
    """Return one row of `width` cells: `left` at the left edge, `right` at the right edge.

    gap: blanks between them at least. min_left: cells that are kept for the left part and the gap.
    The left part is cut with an ellipsis where there is no room for both, and the right part where
    it does not leave `min_left` cells.
    """
    if width <= 0:
        return Content("")
    right = right.truncate(max(0, width - min_left), ellipsis=True)
    blanks = gap if right else 0
    left = left.truncate(max(0, width - right.cell_length - blanks), ellipsis=True)
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)


def rule(length: int) -> Content:
    """Return a plain rule of `length` cells."""
    return Content.styled(glyphs().rule * length, "$rule")


def ruled_row(
    left: Content,
    right: Content,
    width: int,
    make_rule: Callable[[int], Content] = rule,
) -> Content:
    """Return one row of `width` cells: `left`, a rule, and `right`, which may be empty.

    make_rule: makes a rule of so many cells. A blank separates it from each part. Nothing is cut.
    """
    if right:
        right = Content(" ") + right
    length = width - left.cell_length - 1 - right.cell_length
    return Content.assemble(left, " ", make_rule(max(0, length)), right)


def end_of_row(text: str, width: int, start: int = 0) -> int:
    """Return the index after the characters of a text that fit into `width` cells.

    start: the index of the first of them.
    """
    cells = 0
    for at in range(start, len(text)):
        cells += get_character_cell_size(text[at])
        if cells > width:
            return at
    return len(text)


def key_hints(pairs: list[tuple[str, str]]) -> Content:
    """Return key names in bold, each with its muted label: `ctrl+r run  f3 example`."""
    hints = [
        Content.assemble((key, "bold $foreground"), (f" {label}", "$muted")) for key, label in pairs
    ]
    return Content("  ").join(hints)
