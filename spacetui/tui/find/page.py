"""The find page: search, look at a Space, open it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content

from spacetui.errors import SpacetuiError
from spacetui.tui.app_state import AppState
from spacetui.tui.find.search_pane import FilterRow, SearchPane
from spacetui.tui.find.space_pane import SpacePane
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.safe_content import plain
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard
    from spacetui.session.opened_app import OpenedApp
    from spacetui.tui.find.open_app import AppOpener
    from spacetui.tui.find.search import HubSearch

# Seconds between the last letter and the question to the Hub.
TYPING_PAUSE = 0.2
# Seconds from the first frame to the first question.
FIRST_PAUSE = 0.05


class FindPage(Page):
    """Search box and results, the card of the Space in hand beside them."""

    # Not by on_mount: letters typed before the first frame must find the box.
    AUTO_FOCUS = "#query"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"run": "run", "search": "focus_search", "browse": "browse"}
    )

    def __init__(self, desk: AppState, *, src: str = "") -> None:
        super().__init__(desk)
        self._src = src
        # Held, as their parts are: see Page.
        self.find, self.card_pane = SearchPane(here=desk.is_demo), SpacePane(here=desk.is_demo)
        self._finding: HubSearch | None = None
        self._opener: AppOpener | None = None
        # Trouble with the Hub stays on the horizon until the person does something.
        self._in_trouble = False

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            yield self.find
            yield self.card_pane

    def on_mount(self) -> None:
        self.find.say("")
        self.refresh_frame()
        self.say(StatusLine(glyphs().idle, "$muted", "", self.greeting()))
        # Nothing of the Hub, the wire or the demo is loaded before the first frame is out and what was typed
        # meanwhile stands in it.
        self.call_after_refresh(self.set_timer, FIRST_PAUSE, self._begin)

    @property
    def finding(self) -> HubSearch:
        """What asks the Hub; loaded when it first does."""
        if self._finding is None:
            from spacetui.tui.find.search import HubSearch

            self._finding = HubSearch(self)
        return self._finding

    @property
    def opener(self) -> AppOpener:
        """What opens an app; loaded when it is first asked about one."""
        if self._opener is None:
            from spacetui.tui.find.open_app import AppOpener

            self._opener = AppOpener(self, self._go_to)
        return self._opener

    @property
    def is_busy(self) -> bool:
        """Whether the horizon says what must stay there."""
        return self._in_trouble or bool(self.opener.src)

    def greeting(self) -> str:
        """Give what the horizon says when there is nothing to say."""
        return "no token found, none needed here" if self.desk.is_demo else "ready when you are"

    def keys(self) -> KeyGroups:
        search, moves = hint("search"), (hint("next_pane"), hint("jump"))
        open_row, choose = hint("list.choose"), hint("list.up list.down", "choose")
        if self._opener is not None and self._opener.is_going:
            return ((hint("back", "stop"),), moves)
        match self.focused:
            case ActionList():
                return ((hint("list.choose", "do it"), choose), (search, hint("back")))
            case FilterRow():
                filters = (hint("filter.change"), hint("filter.left filter.right", "choose"))
                return ((*filters, hint("field_after", "results")), (hint("next_pane"),))
            case RowList():
                return ((open_row, choose, search), moves)
        results = hint("list.down", "results" if self.find.query_text else "apps")
        return ((open_row, results, hint("field_after", "filters")), moves)

    # Start.

    async def _begin(self) -> None:
        await self.card_pane.fill()
        if self._src:
            self.opener.start(self._src)
        self.load_start()

    @work(group="start", exclusive=True)
    async def load_start(self) -> None:
        """Show what one may start with."""
        await self.finding.start()

    # Search.

    @on(SearchPane.Asked)
    def _asked(self, event: SearchPane.Asked) -> None:
        event.stop()
        if not event.query:
            self.workers.cancel_group(self, "search")
            self.find.show_start(self.finding.home)
            self.find.say(self.finding.words)
            if self.find.card is not None:
                self.say_row(self.find.card)
                self.look_at(self.find.card)
            return
        if event.query.lower().startswith(("http:", "https:")):
            # An address is nobody's business but its own server's.
            self.workers.cancel_group(self, "search")
            self.find.show_results(
                "", [], Content.assemble(("enter", "bold $foreground"), " opens this address.")
            )
            self.find.say("")
            return
        self.search(event.query, 0.0 if event.now else TYPING_PAUSE)

    @work(group="search", exclusive=True)
    async def search(self, query: str, pause: float) -> None:
        """Ask the Hub; a newer question cancels this one, its answer is dropped."""
        await asyncio.sleep(pause)
        await self.finding.search(query)

    # The card of the Space in hand.

    @on(SearchPane.Moved)
    def _moved(self, event: SearchPane.Moved) -> None:
        event.stop()
        self.say_row(event.card)
        self.look_at(event.card)

    def say_row(self, card: SpaceCard) -> None:
        """Name the Space in hand on the horizon, unless an app is just being opened."""
        if self.opener.is_going:
            return
        self._in_trouble = False
        self.opener.forget()
        at = f"{self.find.rows.current + 1} of {len(self.find.rows.rows)}"
        self.say(StatusLine(glyphs().idle, "$muted", "", one_line(card.id, 60), tail=at))

    @work(group="card", exclusive=True)
    async def look_at(self, card: SpaceCard) -> None:
        """Fill the card pane: at once what is known, then endpoints and readme as they come."""
        await self.card_pane.fill()
        if not self.opener.src:  # else the card is of what is being opened, or did not open
            await self.finding.look_at(card)

    # Opening.

    @on(SearchPane.Opened)
    def _opened(self, event: SearchPane.Opened) -> None:
        event.stop()
        self.opener.start(event.src)

    def _go_to(self, opened: OpenedApp) -> None:
        self.desk.add(opened)
        if isinstance(self.panes.focused, SpacePane):  # what it said is settled
            self.remove_class("-card")
            self.find.focus_first()
        self.say(StatusLine(glyphs().done, "$success", "", f"{one_line(opened.src, 60)} is open"))
        self.app.switch_mode("use")

    @on(ActionList.Taken)
    def _taken(self, event: ActionList.Taken) -> None:
        event.stop()
        if self.opener.take(event.key):
            return
        if event.key == "s":
            from spacetui.tui.wording.signature import similar_query

            self.find.ask_for(similar_query(self.card_pane.card))
        elif event.key == "o":
            self.browse(self.card_pane.card)

    def show_failure(self, words: str, kind: str) -> None:
        """Say in a line what went wrong, and of what kind it is."""
        self.find.say(
            Content.styled(f"{glyphs().failed} {kind.lower().replace('_', ' ')}", "$error")
        )
        self.say(StatusLine(glyphs().failed, "$error", words, tail=kind.lower().replace("_", " ")))

    def show_error(self, error: SpacetuiError) -> None:
        """Say an error of the Hub where it arose: on the horizon, whole under the rows."""
        self._in_trouble = True
        where = (
            f"{error.failure.where}: "
            if error.failure.where and error.failure.where not in error.failure.message
            else ""
        )
        self.show_failure(one_line(f"{where}{error.failure.message}", 200), error.kind)
        again = Content.assemble((" ctrl+r", "bold $foreground"), " asks again.")
        self.find.show_hint(plain(f"{one_line(str(error), 500).rstrip('.')}.") + again)

    def cancel_call(self) -> bool:
        return self.opener.stop()

    # Keys.

    def action_run(self) -> None:
        query = self.find.query_text
        if self.opener.has_failed:
            self.opener.start(self.opener.src)
        elif "://" in query:
            self.opener.start(query)
        elif query:
            self.search(query, 0.0)
        else:
            self.load_start()

    def action_focus_search(self) -> None:
        self.find.focus_first()

    def action_browse(self) -> None:
        self.browse(self.find.card)

    @work(group="browse")
    async def browse(self, card: SpaceCard | None) -> None:
        """Open a Space's own page, or the address of an app, in the browser."""
        if card is None:
            return
        session = await self.desk.session()
        page = card.id if "://" in card.id else f"{session.hub.endpoint}/spaces/{card.id}"
        self.app.open_url(card.host or page)

    def action_next_pane(self, by: int) -> None:
        if self.has_class("-narrow"):
            self.toggle_class("-card")
            pane: Pane = self.card_pane if self.has_class("-card") else self.find
            pane.focus_first()
            return
        super().action_next_pane(by)

    def show_pane(self, pane: Pane) -> None:
        self.set_class(isinstance(pane, SpacePane), "-card")

    def leave_field(self, pane: Pane) -> bool:
        # In the search box esc empties it (go_back); letters belong to the box here.
        return False

    def go_back(self) -> None:
        if self.has_class("-card"):
            self.remove_class("-card")
            self.find.focus_first()
            return
        box = self.find.box
        if box.has_focus and box.value:
            box.value = ""
        else:
            self.find.focus_first()
