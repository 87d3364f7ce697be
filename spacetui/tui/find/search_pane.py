"""The find pane: say what it should do, see which Spaces do it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard

_SPACE_ID = re.compile(r"[\w.-]+/[\w.-]+")

TRY = ("make a photo softer", "play a chord", "count the words of a text")


def _is_address(text: str) -> bool:
    """Say whether what was typed names one app: a URL, or owner/name."""
    return "://" in text or _SPACE_ID.fullmatch(text) is not None


def _start_hint(count: int) -> Content:
    """Say how to begin with so many apps at hand."""
    if not count:
        return Content.assemble(
            ("enter", "bold $foreground"),
            " opens a row; or type ",
            ("owner/name", "bold $foreground"),
            " or the address of any Gradio app.",
        )
    return Content.assemble(
        ("enter", "bold $foreground"),
        " opens the first; then fill, ",
        ("ctrl+r", "bold $foreground"),
        " runs, ",
        ("ctrl+y", "bold $foreground"),
        " copies the code.",
    )


class FilterRow(Widget, can_focus=True):
    """The line under the search box: which Spaces, in which order. Left and right choose, space changes."""

    DEFAULT_CSS = """
    FilterRow { height: 1; width: 1fr; padding-left: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"filter.left": "part(-1)", "filter.right": "part(1)", "filter.change": "change"}
    )
    RUNNING = ("running only", "all stages")
    SDK = ("gradio", "any sdk")
    ORDER = ("by match", "by likes")

    picked: reactive[tuple[int, int, int]] = reactive((0, 0, 0))
    part: reactive[int] = reactive(0)

    class Changed(Message):
        """Another filter or order was chosen."""

    def render(self) -> Content:
        names = [
            options[at]
            for options, at in zip((self.RUNNING, self.SDK, self.ORDER), self.picked, strict=True)
        ]
        styled = [
            Content.styled(name, "bold $accent" if self.has_focus and at == self.part else "$muted")
            for at, name in enumerate(names)
        ]
        left = styled[0] + Content.styled(f" {glyphs().dot} ", "$muted") + styled[1]
        return left_right(left, styled[2], self.content_size.width - 1)

    def action_part(self, by: int) -> None:
        self.part = (self.part + by) % 3

    def action_change(self) -> None:
        picked = list(self.picked)
        picked[self.part] = 1 - picked[self.part]
        self.picked = (picked[0], picked[1], picked[2])
        self.post_message(self.Changed())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class SearchPane(Pane):
    """Search box, filters, results."""

    NUMBER = "1"
    TITLE = "find"
    DEFAULT_CSS = """
    SearchPane #ask { height: 1; background: $panel; }
    SearchPane #sign { width: 4; color: $accent; padding-left: 2; }
    SearchPane Input, SearchPane Input:focus {
        width: 1fr; height: 1; padding: 0; border: none; background: $panel; background-tint: $foreground 0%;
    }
    SearchPane Input > .input--placeholder { color: $muted; }
    SearchPane #try { height: 1; padding-left: 2; margin-bottom: 1; }
    SearchPane FilterRow { margin-bottom: 1; }
    SearchPane #hint { height: auto; padding: 0 0 0 2; color: $muted; }
    SearchPane RowList { height: auto; max-height: 1fr; }
    SearchPane #hint { margin-top: 1; }
    """

    class Asked(Message):
        """The words in the box changed; `now` when enter or ctrl+r asks at once."""

        def __init__(self, query: str, *, now: bool = False) -> None:
            super().__init__()
            self.query, self.now = query, now

    class Opened(Message):
        """A Space or an address is to be opened."""

        def __init__(self, src: str) -> None:
            super().__init__()
            self.src = src

    class Moved(Message):
        """Another Space is in hand."""

        def __init__(self, card: SpaceCard) -> None:
            super().__init__()
            self.card = card

    def __init__(self, *, here: bool = False) -> None:
        super().__init__()
        self._here = here
        self.answered: str | None = None
        self._open_first = False
        # Held, not asked for: a worker may still have something to say while the page is taken down.
        self.box = Input(
            placeholder="say what it should do, or: image → text", id="query", select_on_focus=False
        )
        self.filters = FilterRow()
        self.rows = RowList(self._draw, gap=True, id="results")
        self._try, self._hint = Static(self._try_line(), id="try"), Static("", id="hint")

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="ask"):
            yield Static(glyphs().query, id="sign")
            yield self.box
        yield self._try
        self.filters.display = False
        yield self.filters
        yield self.rows
        yield self._hint

    def _try_line(self) -> Content:
        dot = Content.styled(f" {glyphs().dot} ", "$muted")
        return Content.styled("try  ", "$muted") + dot.join(
            Content.styled(each, "$foreground") for each in TRY
        )

    def _draw(self, card: SpaceCard, width: int, is_current: bool) -> list[Content]:
        from spacetui.tui.find.space_row import draw_space  # the first frame has no rows

        return draw_space(card, width, is_current, here=self._here)

    @property
    def query_text(self) -> str:
        return self.box.value.strip()

    @property
    def card(self) -> SpaceCard | None:
        return self.rows.current_row

    def on_mount(self) -> None:
        self.rows.lit = True

    def show_start(self, cards: list[SpaceCard]) -> None:
        """Show the Spaces one may start with."""
        self.answered = ""
        self.rows.set_rows(cards)
        self.show_hint(_start_hint(len(cards)))
        self._after_answer()

    def show_results(self, query: str, cards: list[SpaceCard], hint: Content) -> None:
        """Show what answers `query`; an enter pressed before it came opens the first now."""
        self.answered = query
        self.rows.set_rows(cards, current=0)
        self._hint.update(hint)
        self._after_answer()

    def show_hint(self, hint: Content) -> None:
        """Say something under the rows, which stay."""
        self._hint.update(hint)

    def update_cards(self, cards: list[SpaceCard]) -> None:
        """Show the same Spaces with newer facts; the cursor stays."""
        self.rows.set_rows(cards)

    def _after_answer(self) -> None:
        if self._open_first:
            self._open_first = False
            self._open()

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._open_first = False
        if self.filters.display != bool(event.value.strip()):
            # The letter first, what moves by it after: a layout takes as long as five letters.
            self.call_after_refresh(self._change_line)
        self.post_message(self.Asked(event.value.strip()))

    def _change_line(self) -> None:
        """Show the filters while something is asked for, and what one could try otherwise."""
        self.filters.display = bool(self.query_text)
        self._try.display = not self.query_text

    @on(Input.Submitted, "#query")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        query = event.value.strip()
        if _is_address(query):
            self.post_message(self.Opened(query))
        elif self.answered == query:
            self._open()
        else:
            self._open_first = True
            self.post_message(self.Asked(query, now=True))

    @on(FilterRow.Changed)
    def _filtered(self, event: FilterRow.Changed) -> None:
        event.stop()
        self.answered = None
        self.post_message(self.Asked(self.query_text, now=True))

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if self.card is not None:
            self.post_message(self.Moved(self.card))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._open()

    @on(RowList.LeftTop)
    def _left_top(self, event: RowList.LeftTop) -> None:
        event.stop()
        self.box.focus()

    def ask_for(self, words: str) -> None:
        """Put other words into the box, and ask for them."""
        box = self.box
        box.value = words
        box.cursor_position = len(words)
        box.focus()

    def _open(self) -> None:
        if self.card is not None:
            self.post_message(self.Opened(self.card.id))

    def on_key(self, event: events.Key) -> None:
        if event.key == "down" and self.box.has_focus and self.rows.rows:
            self.rows.focus()

    def focus_first(self) -> None:
        self.box.focus()
