"""Italics, which GNU screen shows in reverse video."""

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from spacetui.tui.italic_filter import ItalicFilter


def test_inside_of_screen_nothing_is_italic_and_all_else_stays() -> None:
    line = [Segment("# note", Style(italic=True, bold=True)), Segment("x", Style(dim=True))]
    comment, other, bare = ItalicFilter().apply([*line, Segment("y")], Color(0, 0, 0))
    assert comment.style is not None and (comment.style.italic, comment.style.bold) == (False, True)
    assert comment.text == "# note" and other is line[1] and bare.style is None
