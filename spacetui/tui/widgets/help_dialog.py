"""The help dialog: every key and what it does. It is searched and scrolled as any pane."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from spacetui.text.zero_gpu import ABOUT_QUOTA
from spacetui.tui.help_rows import HELP, HelpRow
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.overlay import Overlay
from spacetui.tui.widgets.pane import Pane

KEYS_WIDTH = 17
_SCROLL = hint("list.up list.down", "scroll")
_KEYS = ((hint("help.close"), _SCROLL, hint("search")),)
_SEARCH = hint("search_next search_before", "next, previous hit", between=" ")
_SEARCH_KEYS = ((hint("help.close", "close the search"), _SEARCH),)


def _section(title: str, rows: Iterable[HelpRow]) -> Content:
    lines = [
        Content.assemble(
            (f"{row.keys_text:<{KEYS_WIDTH}}", "bold $foreground"), (row.text, "$muted")
        )
        for row in rows
    ]
    return Content("\n").join([Content.styled(title, "$muted"), *lines])


class HelpPane(Pane):
    """The text of help."""

    TITLE = "help"
    DEFAULT_CSS = """
    HelpPane {
        width: 78; max-width: 100%; height: 90%; max-height: 66; background: $surface;
        padding: 1 2;
    }
    HelpPane VerticalScroll { height: 1fr; background: $surface; }
    HelpPane Static { height: auto; }
    """

    def compose_body(self) -> ComposeResult:
        with VerticalScroll():
            sections = [_section(*each) for each in HELP.items()]
            about = Content.assemble(("ZeroGPU quota\n", "$muted"), ABOUT_QUOTA)
            yield Static(Content("\n\n").join([*sections, about]))

    async def action_search(self) -> None:
        await super().action_search()
        self.screen.refresh_bindings()


class HelpDialog(Overlay[None]):
    """The keys, over the page."""

    DEFAULT_CSS = """
    HelpDialog { align: center middle; background: $background 55%; }
    HelpDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"help.close": "step_back", "help.leave": "dismiss"}
    )

    def __init__(self) -> None:
        super().__init__()
        self._pane = HelpPane()
        self._footer = PageFooter(_KEYS, is_page=False)

    def compose(self) -> ComposeResult:
        yield self._footer
        yield self._pane

    def refresh_bindings(self) -> None:
        super().refresh_bindings()
        self._footer.groups = _SEARCH_KEYS if self._pane.search.is_open else _KEYS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "dismiss":  # its letters may be looked for
            return not self._pane.search.is_open
        return super().check_action(action, parameters)

    def action_step_back(self) -> None:
        """Close the search, else the help."""
        if not self._pane.search.is_open:
            self.dismiss()
            return
        self._pane.search.close()
        self.refresh_bindings()

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss(result)
