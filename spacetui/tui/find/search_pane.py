"""The search pane: the search box, its filters, and the Spaces that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.find.start_rows import FoundRows, Suggestion, draw_suggestion, start_headings
from spacetui.tui.keys import bindings, key_name
from spacetui.tui.widgets.clickable import clickable, clicked
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.safe_content import text_content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacetui.errors import SpacetuiError
    from spacetui.model.space import SpaceCard

TRY = ("make a photo softer", "play a chord", "count the words of a text")


def _names_app(text: str) -> bool:
    from spacetui.model.space import names_app  # not needed for the first frame

    return names_app(text)


def _start_hint(count: int) -> Content:
    """Return how to begin, where `count` apps are listed."""
    enter, run, copy = (
        _strong(key_name("list.choose")),
        _strong(key_name("run")),
        _strong(key_name("copy")),
    )
    if not count:
        own = _strong("owner/name")
        return Content.assemble(
            enter, " asks the Hub; or type ", own, " or the address of any Gradio app."
        )
    return Content.assemble(
        enter, " opens the first; then fill, ", run, " runs, ", copy, " copies the code."
    )


def _strong(text: str) -> tuple[str, str]:
    return text, "bold $foreground"


class Filters(NamedTuple):
    """all_stages: Spaces that do not run too. any_sdk: apps of other SDKs than Gradio too."""

    all_stages: bool
    any_sdk: bool
    by_likes: bool


class FilterRow(Widget, can_focus=True):
    """The row of filters: left and right move among them, space changes the current one."""

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
        """A filter or the order was changed."""

    @property
    def selection(self) -> Filters:
        return Filters(*map(bool, self.picked))

    def render(self) -> Content:
        names = [
            options[at]
            for options, at in zip((self.RUNNING, self.SDK, self.ORDER), self.picked, strict=True)
        ]
        styled = [
            clickable(Content.styled(name, self._style_of(at)), "filter", str(at))
            for at, name in enumerate(names)
        ]
        left = styled[0] + Content.styled(f" {glyphs().dot} ", "$muted") + styled[1]
        return left_right(left, styled[2], self.content_size.width - 1)

    def _style_of(self, part: int) -> str:
        return "bold $accent" if self.has_focus and part == self.part else "$muted"

    def on_click(self, event: events.Click) -> None:
        if part := clicked(event, "filter"):
            event.stop()
            self.part = int(part)
            self.action_change()

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


class QueryInput(Input):
    """The search box; down leaves it for the rows below, where there are any."""

    BINDINGS: ClassVar[list[BindingType]] = bindings({"list.down": "leave"})

    has_rows_below: reactive[bool] = reactive(False)

    class Left(Message):
        """The rows are to have focus."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.has_rows_below if action == "leave" else True

    def action_leave(self) -> None:
        self.post_message(self.Left())


class SearchPane(Pane):
    """Search box, filters, results."""

    NUMBER = "1"
    TITLE = "find"
    DEFAULT_CSS = """
    SearchPane #ask { height: 1; background: $panel; }
    SearchPane #sign { width: 4; color: $accent; padding-left: 2; }
    SearchPane Input, SearchPane Input:focus {
        width: 1fr; height: 1; padding: 0; border: none;
        background: $panel; background-tint: $foreground 0%;
    }
    SearchPane Input > .input--placeholder { color: $muted; }
    SearchPane #try { height: 1; padding-left: 2; margin-bottom: 1; }
    SearchPane FilterRow { margin-bottom: 1; }
    SearchPane #hint { height: auto; padding: 0 0 0 2; color: $muted; }
    SearchPane RowList { height: auto; max-height: 1fr; }
    SearchPane #hint { margin-top: 1; }
    """

    class QueryChanged(Message):
        """The query or a filter was changed. is_entered: no more letters are to be expected."""

        def __init__(self, query: str, *, is_entered: bool = False) -> None:
            super().__init__()
            self.query, self.is_entered = query, is_entered

    class Opened(Message):
        """The user wants to open a Space or an address."""

        def __init__(self, src: str) -> None:
            super().__init__()
            self.src = src

    class Moved(Message):
        """The cursor is on another Space; on none where it is on a task."""

        def __init__(self, card: SpaceCard | None) -> None:
            super().__init__()
            self.card = card

    def __init__(self, *, is_local: bool = False, tasks: Sequence[Suggestion] = ()) -> None:
        """is_local: the Spaces run on this machine. tasks: what to try, below the start list."""
        super().__init__()
        self._is_local = is_local
        self._tasks = tasks
        # The query whose results are shown; None while those of other filters are awaited.
        self.answered: str | None = None
        self._open_first = False
        # Attributes, not queries: see PageFrame.
        placeholder = "say what it should do, or: image → text"
        self.box = QueryInput(placeholder=placeholder, id="query", select_on_focus=False)
        self.filters = FilterRow()
        self.rows = FoundRows(self._draw, gap=True, id="results")
        self._try, self._hint = Static(self._try_line(), id="try"), Static("", id="hint")

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="ask"):
            yield Static(glyphs().query, id="sign")
            yield self.box
        self._show_filters()
        yield self._try
        yield self.filters
        yield self.rows
        yield self._hint

    def _try_line(self) -> Content:
        dot = Content.styled(f" {glyphs().dot} ", "$muted")
        suggestions = (clickable(Content.styled(each, "$foreground"), "try", each) for each in TRY)
        return Content.styled("try  ", "$muted") + dot.join(suggestions)

    def on_click(self, event: events.Click) -> None:
        if query := clicked(event, "try"):
            event.stop()
            self.search_for(query)

    def _draw(self, row: SpaceCard | Suggestion, width: int, is_current: bool) -> list[Content]:
        if isinstance(row, Suggestion):
            return draw_suggestion(row, is_current)
        from spacetui.tui.find.space_row import draw_space  # the first frame has no Spaces

        return draw_space(row, width, is_current, is_local=self._is_local)

    @property
    def query_text(self) -> str:
        return self.box.value.strip()

    @property
    def card(self) -> SpaceCard | None:
        """The Space under the cursor; None where that is on a task, or there are no rows."""
        row = self.rows.current_row
        return None if isinstance(row, Suggestion) else row

    @property
    def cards(self) -> list[SpaceCard]:
        """The Spaces that are listed."""
        return [row for row in self.rows.rows if not isinstance(row, Suggestion)]

    @property
    def can_open(self) -> bool:
        """Whether enter in the search box opens something, now or when the results have come."""
        is_answered = self.answered == self.query_text
        return bool(self.rows.rows) or not is_answered or _names_app(self.query_text)

    @property
    def enter_label(self) -> str:
        """What enter does with the row under the cursor."""
        return "search" if isinstance(self.rows.current_row, Suggestion) else "open"

    def on_mount(self) -> None:
        self.rows.lit = True
        if self._tasks:
            self.show_start([])

    def show_start(self, cards: list[SpaceCard]) -> None:
        """Show the Spaces that the user may start with, and the tasks to try."""
        self.answered = ""
        rows: list[SpaceCard | Suggestion] = [*cards, *self._tasks]
        before = self.rows.current_row
        # A user who walks through the tasks stays there when the Spaces have been loaded.
        current = None
        if before is not None and before in rows and self.rows.has_focus:
            current = rows.index(before)
        headings = start_headings(rows) if self._tasks else {}
        self._show_rows(rows, current=current, headings=headings)
        self._hint.update(_start_hint(len(cards)))
        self._after_answer()

    def show_results(self, query: str, cards: list[SpaceCard], hint: Content) -> None:
        """Show the results of `query`; if enter was pressed before they came, open the first."""
        self.answered = query
        self._show_rows(cards, current=0)
        self._hint.update(hint)
        self._after_answer()

    def _show_rows(
        self,
        rows: Sequence[SpaceCard | Suggestion],
        *,
        current: int | None = None,
        headings: Mapping[int, Content] | None = None,
    ) -> None:
        self.rows.set_rows(rows, current=current, headings=headings)
        self.box.has_rows_below = bool(rows)
        self.refresh_bindings()

    def show_address_hint(self) -> None:
        """Show what enter does with the URL in the search box."""
        enter = _strong(key_name("list.choose"))
        self.show_results("", [], Content.assemble(enter, " opens this address."))
        self.show_detail("")

    def show_failure(self, word: str) -> None:
        """Show in the heading that something failed."""
        self.show_detail(Content.styled(f"{glyphs().failed} {word}", "$error"))

    def show_error(self, error: SpacetuiError) -> None:
        """Show an error under the rows, which stay."""
        again = Content.assemble(" ", _strong(key_name("run")), " asks again.")
        self._hint.update(text_content(f"{visible_line(str(error), 500).rstrip('.')}.") + again)

    def card_of(self, src: str) -> SpaceCard:
        """Return what the list knows of a Space."""
        from spacetui.model.space import SpaceCard

        listed = (card for card in self.cards if card.id == src)
        return next(listed, SpaceCard(src))

    def update_cards(self, cards: list[SpaceCard]) -> None:
        """Show newer facts of the same Spaces; the cursor stays."""
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
            # After the letter is drawn: a layout takes as long as five letters.
            self.call_after_refresh(self._show_filters)
        self.refresh_bindings()
        self.post_message(self.QueryChanged(event.value.strip()))

    def _show_filters(self) -> None:
        """Show the filters if there is a query, else what to try, unless that stands in rows."""
        self.filters.display = bool(self.query_text)
        self._try.display = not self.query_text and not self._tasks

    @on(Input.Submitted, "#query")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        query = event.value.strip()
        if _names_app(query):
            self.post_message(self.Opened(query))
        elif self.answered == query:
            self._open()
        else:
            self._open_first = True
            self.post_message(self.QueryChanged(query, is_entered=True))

    @on(FilterRow.Changed)
    def _filtered(self, event: FilterRow.Changed) -> None:
        event.stop()
        self.answered = None
        self.post_message(self.QueryChanged(self.query_text, is_entered=True))

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.refresh_bindings()
        self.post_message(self.Moved(self.card))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._open()

    @on(RowList.LeftTop)
    def _left_top(self, event: RowList.LeftTop) -> None:
        event.stop()
        self.box.focus()

    def search_similar(self, card: SpaceCard | None) -> None:
        """Search for Spaces that do what this one does."""
        from spacetui.tui.find.space_text import similar_query

        self.search_for(similar_query(card))

    def search_for(self, query: str) -> None:
        """Put a query into the search box, as if the user had typed it."""
        self.box.value = query
        self.box.cursor_position = len(query)
        self.box.focus()

    def clear(self) -> None:
        """Empty the search box, and show again what one may start with."""
        self.box.value = ""

    def leave_text(self) -> None:
        if self.rows.rows:
            self.screen.set_focus(self.rows)
        else:
            self.take_focus()

    def _open(self) -> None:
        """Open the Space under the cursor, or search for the task there."""
        row = self.rows.current_row
        if isinstance(row, Suggestion):
            self.search_for(row.query)
        elif row is not None:
            self.post_message(self.Opened(row.id))

    @on(QueryInput.Left)
    def _left_box(self, event: QueryInput.Left) -> None:
        event.stop()
        self.rows.focus()

    def focus_first(self) -> None:
        self.screen.set_focus(self.box)

    def focus_chosen(self) -> None:
        self.leave_text()

    async def action_search(self) -> None:
        """Ask the Hub: what is typed replaces the query."""
        self.focus_first()
        self.box.select_all()
