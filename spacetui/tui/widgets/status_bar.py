"""The horizon: one line across the window that says what the call is doing, and fills as it goes."""

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.text.format import bar_parts
from spacetui.tui.widgets.glyphs import glyphs


class StatusLine(NamedTuple):
    """What the horizon shows. fill: 0..1 of the line, or None for an empty one."""

    sign: str
    sign_style: str
    head: str
    rest: str = ""
    fill: float | None = None
    fill_style: str = "$accent"
    tail: str = ""
    tail_rest: str = ""


class StatusBar(Widget):
    """The one-row live status."""

    DEFAULT_CSS = "StatusBar { height: 1; width: 1fr; }"

    line: reactive[StatusLine] = reactive(StatusLine("○", "$muted", "ready"))

    def render(self) -> Content:
        line, width, signs = self.line, self.content_size.width, glyphs()
        parts = [(line.sign, line.sign_style), (" ", ""), (line.head, "$foreground")]
        if line.rest:
            parts.append((f" {signs.dot} {line.rest}" if line.head else line.rest, "$muted"))
        left = Content.assemble(*parts)
        right = Content("")
        if line.tail:
            right = Content.styled(line.tail, "$foreground")
            if line.tail_rest:
                joint = " " if line.tail_rest.startswith(("to ", "in ")) else f" {signs.dot} "
                right = right + Content.styled(f"{joint}{line.tail_rest}", "$muted")
        room = width - right.cell_length - 4
        if left.cell_length > room:
            left = left.truncate(max(1, room), ellipsis=True)
        rule = max(0, width - left.cell_length - right.cell_length - 1 - (1 if right else 0))
        filled, rest = bar_parts(line.fill, rule, signs.lit, signs.rule)
        return Content.assemble(
            left,
            " ",
            (filled, line.fill_style),
            (rest, "$rule"),
            " " if right else "",
            right,
        )
