"""ChoiceMarks: which choices of a list are chosen, and how a choice is drawn with its mark."""

from collections.abc import Sequence

from textual.content import Content

from spacetui.model.schema import Choice
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line_content


class ChoiceMarks:
    """The chosen ones of some choices.

    chosen: indices in the order in which they were chosen; at most one unless `is_multiple`.
    are_drawn: whether a choice is drawn with a mark before it.
    """

    def __init__(
        self, choices: Sequence[Choice], *, is_multiple: bool, are_drawn: bool = True
    ) -> None:
        self.choices = choices
        self.is_multiple = is_multiple
        self.are_drawn = are_drawn
        self.chosen: list[int] = []

    def choose(self, index: int) -> None:
        """Choose one; one of several that is chosen already is chosen no longer."""
        if not self.is_multiple:
            self.chosen = [index]
        elif index in self.chosen:
            self.chosen.remove(index)
        else:
            self.chosen.append(index)

    def draw(self, row: int | str, width: int, is_current: bool) -> list[Content]:
        """Return the line of a choice, by its index, or of a text that the user typed."""
        if isinstance(row, str):
            content = Content.assemble(("use ", "$muted"), line_content(row))
        else:
            content = self._draw_choice(row, width, is_current)
        return [content.truncate(width, ellipsis=True)]

    def _draw_choice(self, index: int, width: int, is_current: bool) -> Content:
        label = line_content(self.choices[index].label, max(8, width))
        if not self.are_drawn:
            return label
        is_chosen = index in self.chosen
        mark = glyphs().done if is_chosen else glyphs().idle
        if is_current:
            return Content.assemble((f"{mark} ", "$accent"), label)
        if is_chosen:
            return Content.assemble((f"{mark} ", "$foreground"), label)
        return Content.assemble(f"{mark} ", label).stylize("$muted")
