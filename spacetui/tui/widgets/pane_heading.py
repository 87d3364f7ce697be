"""A pane's heading: number, name, a rule that is lit while the pane has focus, the pane's state.

One row, one widget. Short of room, the rule goes first, then the state's tail, never the name.
"""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.tui.widgets.glyphs import glyphs


class PaneHeading(Widget):
    """The one-row title of a pane."""

    DEFAULT_CSS = """
    PaneHeading { height: 1; width: 1fr; margin-bottom: 1; }
    """

    lit: reactive[bool] = reactive(False)
    state: reactive[Content] = reactive(Content(""), always_update=True)
    also: reactive[Content] = reactive(Content(""))

    def __init__(self, number: str, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.number = number
        self.title = title

    def render(self) -> Content:
        width = self.content_size.width
        name_style = "bold $accent" if self.lit else "bold $foreground"
        head = Content.assemble(
            (f"{self.number} " if self.number else "", "$accent" if self.lit else "$muted"),
            (self.title, name_style),
        )
        if self.also:
            head = head + Content("   ") + self.also
        state = self.state
        room = width - head.cell_length - 1
        if state.cell_length > max(0, room - 1):
            state = state.truncate(max(0, room - 1), ellipsis=True)
        rule = room - (state.cell_length + 1 if state else 0)
        signs = glyphs()
        line = (signs.lit if self.lit else signs.rule) * max(0, rule)
        parts: list[Content] = [head, Content(" ")]
        if line:
            parts.append(Content.styled(line, "$accent" if self.lit else "$rule"))
        if state:
            used = head.cell_length + 1 + len(line)
            parts.append(Content(" " * max(1, width - used - state.cell_length)))
            parts.append(state)
        return Content("").join(parts)
