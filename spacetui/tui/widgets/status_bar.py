"""The status bar: a line across the window on what the call does, with a bar that fills."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.text.format import bar_parts
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import ruled_row


class StatusLine(NamedTuple):
    """What the status bar shows.

    sign, head and rest stand at the left, tail and tail_rest at the right, the bar between them.
    fill: how much of the bar is filled, 0 to 1; None is 0. Styles are theme variables.
    """

    sign: str
    sign_style: str
    head: str
    rest: str = ""
    fill: float | None = None
    fill_style: str = "$accent"
    tail: str = ""
    tail_rest: str = ""


def join_parts(parts: Iterable[str]) -> str:
    """Return the parts of a line with a dot between them, without those that are empty."""
    return f" {glyphs().dot} ".join(each for each in parts if each)


class StatusBar(Widget):
    """The one-row status bar."""

    DEFAULT_CSS = "StatusBar { height: 1; width: 1fr; }"

    line: reactive[StatusLine] = reactive(StatusLine("○", "$muted", "ready"))

    def render(self) -> Content:
        width, right = self.content_size.width, _right_part(self.line)
        room = width - right.cell_length - 4
        left = _left_part(self.line).truncate(max(1, room), ellipsis=True)
        return ruled_row(left, right, width, self._bar)

    def _bar(self, length: int) -> Content:
        filled, empty = bar_parts(self.line.fill, length, glyphs().lit, glyphs().rule)
        return Content.assemble((filled, self.line.fill_style), (empty, "$rule"))


def _left_part(line: StatusLine) -> Content:
    left = Content.assemble((line.sign, line.sign_style), " ", (line.head, "$foreground"))
    if line.head and line.rest:
        return left + Content.styled(f" {glyphs().dot} {line.rest}", "$muted")
    return left + Content.styled(line.rest, "$muted")


def _right_part(line: StatusLine) -> Content:
    right = Content.styled(line.tail, "$foreground")
    if not line.tail or not line.tail_rest:
        return right
    between = " " if line.tail_rest.startswith(("to ", "in ")) else f" {glyphs().dot} "
    return right + Content.styled(f"{between}{line.tail_rest}", "$muted")
