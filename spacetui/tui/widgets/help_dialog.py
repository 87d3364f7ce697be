"""The help dialog: every key and what it does."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from spacetui.text.zero_gpu import ABOUT_QUOTA
from spacetui.tui.keys import HELP, HelpRow, bindings, hint
from spacetui.tui.widgets.footer import PageFooter

KEYS_WIDTH = 17


def _section(title: str, rows: Iterable[HelpRow]) -> Content:
    lines = [
        Content.assemble(
            (f"{row.keys_text:<{KEYS_WIDTH}}", "bold $foreground"), (row.text, "$muted")
        )
        for row in rows
    ]
    return Content("\n").join([Content.styled(title, "$muted"), *lines])


class HelpDialog(ModalScreen[None]):
    """The keys, over the page."""

    DEFAULT_CSS = """
    HelpDialog { align: center middle; background: $background 55%; }
    HelpDialog VerticalScroll {
        width: 78; max-width: 100%; height: auto; max-height: 90%;
        background: $surface; padding: 1 2;
    }
    HelpDialog Static { height: auto; }
    HelpDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "help.close": "dismiss",
            "move.up": "scroll_rows(-1)",
            "move.down": "scroll_rows(1)",
            "move.page_up": "scroll_pages(-1)",
            "move.page_down": "scroll_pages(1)",
            "move.first": "scroll_to(False)",
            "move.last": "scroll_to(True)",
        }
    )

    def compose(self) -> ComposeResult:
        scroll = hint("list.up list.down", "scroll")
        yield PageFooter(((hint("help.close"), scroll),), is_page=False)
        with VerticalScroll():
            sections = [_section(*each) for each in HELP.items()]
            about = Content.assemble(("ZeroGPU quota\n", "$muted"), ABOUT_QUOTA)
            yield Static(Content("\n\n").join([*sections, about]))

    @property
    def _scroller(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_scroll_rows(self, by: int) -> None:
        self._scroller.scroll_relative(y=by, animate=False)

    def action_scroll_pages(self, by: int) -> None:
        height = self._scroller.scrollable_content_region.height
        self._scroller.scroll_relative(y=by * height, animate=False)

    def action_scroll_to(self, is_end: bool) -> None:
        self._scroller.scroll_to(y=is_end * self._scroller.max_scroll_y, animate=False)

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss(result)
