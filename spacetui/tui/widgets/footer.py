"""The footer: the next sensible keys at the left, help and palette at the right. One row.

The very first key is in accent. Short of room, keys drop from the end, one by one; help and palette stay.
"""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

# A group is a few (key, word) pairs; groups stand further apart than keys.
KeyGroups = tuple[tuple[tuple[str, str], ...], ...]


class PageFooter(Widget):
    """The one-row footer."""

    DEFAULT_CSS = "PageFooter { height: 1; width: 1fr; }"

    groups: reactive[KeyGroups] = reactive(())
    typing: reactive[bool] = reactive(True)

    def __init__(self, groups: KeyGroups = (), *, is_page: bool = True) -> None:
        """is_page: help and palette can be had; over a dialog they cannot."""
        super().__init__()
        self._is_page = is_page
        self.set_reactive(PageFooter.groups, groups)

    def render(self) -> Content:
        width = self.content_size.width
        right = (
            Content("")
            if not self._is_page
            else Content.assemble(
                ("f1" if self.typing else "?", "bold $foreground"),
                (" help  ", "$muted"),
                ("ctrl+p", "bold $foreground"),
                (" all", "$muted"),
            )
        )
        left = Content("")
        for at, group in enumerate(self.groups):
            for inner, (key, word) in enumerate(group):
                first = at == 0 and inner == 0
                gap = "" if first else "    " if inner == 0 else "  "
                piece = Content.assemble(
                    gap,
                    (key, "bold $accent" if first else "bold $foreground"),
                    (f" {word}", "$muted"),
                )
                if left.cell_length + piece.cell_length + right.cell_length + 2 > width:
                    return self._joined(left, right, width)
                left = left + piece
        return self._joined(left, right, width)

    @staticmethod
    def _joined(left: Content, right: Content, width: int) -> Content:
        return left + Content(" " * max(1, width - left.cell_length - right.cell_length)) + right
