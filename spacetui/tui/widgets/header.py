"""The header: where the user is at the left, recorded calls and account at the right."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right


class PageHeader(Widget):
    """The first row of the page."""

    DEFAULT_CSS = """
    PageHeader { height: 1; width: 1fr; margin-bottom: 1; }
    """

    place: reactive[Content] = reactive(Content.styled("spacetui", "bold"))
    right: reactive[Content] = reactive(Content(""))

    def render(self) -> Content:
        left = Content.styled(f"{glyphs().running} ", "$accent") + self.place
        return left_right(left, self.right, self.content_size.width)
