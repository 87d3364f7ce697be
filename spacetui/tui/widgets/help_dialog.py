"""The help dialog: what has focus in words, its keys, then every key. It is a pane like others."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from spacetui.text.terminal_escapes import visible_line
from spacetui.text.zero_gpu import ABOUT_QUOTA
from spacetui.tui.help_rows import HELP
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.help_keys import KeyRow, KeySection, sections_of
from spacetui.tui.widgets.help_topic import HelpTopic, topics_of
from spacetui.tui.widgets.overlay import Overlay
from spacetui.tui.widgets.pane import Pane

# Cells: of the pane, of its padding and scroll bar, and of the names of keys.
PANE_WIDTH, AROUND_TEXT, KEYS_WIDTH = 78, 6, 17
MAX_NAME = 60
_SCROLL = hint("list.up list.down", "scroll")
_KEYS = ((hint("help.close"), _SCROLL, hint("search")),)
_SEARCH = hint("search_next search_before", "next, previous hit", between=" ")
_SEARCH_KEYS = ((hint("help.close", "close the search"), _SEARCH),)


def _column_rows(name: str, text: Content, style: str, width: int) -> Iterator[Content]:
    """Yield the rows of a text beside its name; a name without room stands above."""
    head = f"{name:<{KEYS_WIDTH}}"
    lines = text.wrap(max(10, width - KEYS_WIDTH))
    if len(name) >= KEYS_WIDTH:
        yield Content.styled(name, style)
        head = " " * KEYS_WIDTH
    for line in lines:
        yield Content.styled(head, style) + line
        head = " " * KEYS_WIDTH


def _topic_rows(topic: HelpTopic, width: int) -> Iterator[Content]:
    name = visible_line(topic.name, MAX_NAME)
    yield Content.assemble((f"{topic.kind}  ", "$muted"), (name, "bold $accent"))
    if topic.words:
        yield from Content(topic.words).wrap(width)
    for fact in topic.facts:
        yield from _column_rows(fact.name, fact.text, "$muted", width)


def _section_rows(section: KeySection, width: int) -> Iterator[Content]:
    yield Content.styled(section.title, "$muted")
    for row in section.rows:
        yield from _column_rows(
            row.keys, Content.styled(row.words, "$muted"), "bold $foreground", width
        )


def _every_key() -> Iterable[KeySection]:
    for title, rows in HELP.items():
        yield KeySection(title, tuple(KeyRow(each.keys_text, each.text) for each in rows))


class HelpPane(Pane):
    """The text of help. topics, sections: on what has focus, and its keys."""

    TITLE = "help"
    DEFAULT_CSS = """
    HelpPane {
        width: 78; max-width: 100%; height: 90%; max-height: 66; background: $surface;
        padding: 1 2;
    }
    HelpPane VerticalScroll { height: 1fr; background: $surface; }
    HelpPane Static { height: auto; }
    """

    def __init__(self, topics: Sequence[HelpTopic], sections: Sequence[KeySection]) -> None:
        super().__init__()
        self._topics = topics
        self._sections = [*sections, *_every_key()]
        self._text = Static()
        self._width = 0

    def compose_body(self) -> ComposeResult:
        self._write()
        with VerticalScroll():
            yield self._text

    def on_resize(self, event: events.Resize) -> None:
        self._write()

    def _write(self) -> None:
        """Wrap the text for the window, with what is beside a key in a column of its own."""
        width = min(PANE_WIDTH, self.app.size.width) - AROUND_TEXT
        if width == self._width:
            return
        self._width = width
        blocks = [
            *(_topic_rows(each, width) for each in self._topics),
            *(_section_rows(each, width) for each in self._sections),
            [Content.styled("ZeroGPU quota", "$muted"), *Content(ABOUT_QUOTA).wrap(width)],
        ]
        self._text.update(Content("\n\n").join(Content("\n").join(each) for each in blocks))

    async def action_search(self) -> None:
        await super().action_search()
        self.screen.refresh_bindings()


class HelpDialog(Overlay[None]):
    """Help on what has focus on the screen below."""

    DEFAULT_CSS = """
    HelpDialog { align: center middle; background: $background 55%; }
    HelpDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"help.close": "step_back", "help.leave": "dismiss"}
    )

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._pane = HelpPane(topics_of(below), sections_of(below))
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
