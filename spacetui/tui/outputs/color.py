"""A colour, with its swatch before it."""

from textual.content import Content

from spacetui.tui.outputs.short_value import ShortView
from spacetui.tui.widgets.color_swatch import swatch_before


class ColorView(ShortView):
    """A colour as the app gave it, which may be any text."""

    def summary_content(self) -> Content:
        return swatch_before(self.summary, super().summary_content())
