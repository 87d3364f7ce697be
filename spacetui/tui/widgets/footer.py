"""The footer: the keys that the user may want next at the left, help and palette at the right.

The first key is in the accent colour. Where the row is too short, keys are left out from the end;
help and palette stay.
"""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spacetui.tui.keys import hint
from spacetui.tui.widgets.row_layout import left_right

# (name of a key, what it does); groups stand further apart than the keys of one group.
KeyGroups = tuple[tuple[tuple[str, str], ...], ...]


class PageFooter(Widget):
    """The one-row footer."""

    DEFAULT_CSS = "PageFooter { height: 1; width: 1fr; }"

    groups: reactive[KeyGroups] = reactive(())
    typing: reactive[bool] = reactive(True)

    def __init__(self, groups: KeyGroups = (), *, is_page: bool = True) -> None:
        """is_page: show the keys of help and palette, which a dialog does not have."""
        super().__init__()
        self._is_page = is_page
        self.set_reactive(PageFooter.groups, groups)

    def render(self) -> Content:
        width, right = self.content_size.width, self._page_keys()
        left = Content("")
        for piece in self._pieces():
            if left.cell_length + piece.cell_length + right.cell_length + 2 > width:
                break
            left = left + piece
        return left_right(left, right, width)

    def _page_keys(self) -> Content:
        if not self._is_page:
            return Content("")
        help_key = hint("help") if self.typing else hint("help_letter")
        return _key_content(*help_key) + Content("  ") + _key_content(*hint("palette"))

    def _pieces(self) -> list[Content]:
        """Return the keys one by one, each with the gap before it."""
        pieces: list[Content] = []
        for group in self.groups:
            between_groups = "    " if pieces else ""
            for number, (key, label) in enumerate(group):
                gap = "  " if number else between_groups
                style = "bold $foreground" if pieces else "bold $accent"
                pieces.append(Content(gap) + _key_content(key, label, style))
        return pieces


def _key_content(key: str, label: str, key_style: str = "bold $foreground") -> Content:
    return Content.assemble((key, key_style), (f" {label}", "$muted"))
