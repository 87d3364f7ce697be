"""A pane: a heading over a body; the rule of the heading is lit while focus is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane_heading import PaneHeading
from spacetui.tui.widgets.pane_search import SearchLine, TextSearch
from spacetui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from spacetui.system.clipboard import CopyResult

# Seconds for which the heading says what was done with a copy.
COPIED_SECONDS, NOT_COPIED_SECONDS = 2.0, 6.0


class Pane(Widget):
    """Base of all panes. Subclasses set NUMBER and TITLE and compose their body.

    Where the body scrolls, the keys that move in any list scroll it.
    """

    class Requested(Message):
        """The pane with this number is to be shown and focused."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    DEFAULT_CSS = "Pane { layout: vertical; height: 1fr; width: 1fr; }"
    NUMBER = ""
    TITLE = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "move.up": "scroll_rows(-1)",
            "move.down": "scroll_rows(1)",
            "move.page_up": "scroll_pages(-1)",
            "move.page_down": "scroll_pages(1)",
            "move.first": "scroll_to(False)",
            "move.last": "scroll_to(True)",
            "search": "search",
            "search_next": "next_hit(1)",
            "search_before": "next_hit(-1)",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.heading = PaneHeading(self.NUMBER, self.TITLE)
        # The line of a search, its hits in a text, and what had focus before.
        self._line: SearchLine | None = None
        self._search: TextSearch | None = None
        self._before_search: Widget | None = None
        self._notice_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self.heading
        yield from self.compose_body()

    def compose_body(self) -> ComposeResult:
        """Yield what stands under the heading."""
        yield from ()

    def show_detail(self, detail: Content | str) -> None:
        """Show a text at the right of the heading; a str is muted."""
        if isinstance(detail, str):
            detail = Content.styled(detail, "$muted")
        self.heading.detail = detail

    @on(PaneHeading.Clicked)
    def _heading_clicked(self, event: PaneHeading.Clicked) -> None:
        event.stop()
        self.heading_clicked(event.kind, event.value)

    def heading_clicked(self, kind: str, value: str) -> None:
        """Do what a click on the heading means; kind, value: see PaneHeading.Clicked."""
        if kind == "pane":
            self.post_message(self.Requested(int(value)))
        elif not self.has_focus_within:
            self.focus_first()

    def show_copied(self, result: CopyResult) -> None:
        """Say in the heading for a moment what was done with a copy, or why it was not made.

        Where a file was written is worth a notification: the heading has no room for a path.
        """
        sign, style = (glyphs().verified, "$success")
        if not result.is_copied:
            sign, style = (glyphs().failed, "$error")
        outcome = f"{sign} {visible_line(result.outcome, 100)}"
        self.heading.notice = Content.styled(outcome, style)
        if self._notice_timer is not None:
            self._notice_timer.stop()
        seconds = COPIED_SECONDS if result.is_copied else NOT_COPIED_SECONDS
        self._notice_timer = self.set_timer(seconds, self.clear_notice)
        if not self.region.area:
            self.app.notify(result.message)
        elif result.place:
            self.app.notify(result.place)

    def clear_notice(self) -> None:
        self.heading.notice = Content("")

    def focus_first(self) -> None:
        """Focus the first child that can have focus."""
        for child in self.query("*"):
            if child.focusable:
                child.focus()
                return

    def focus_chosen(self) -> None:
        """Focus the pane by a key of the page: no text is typed into yet."""
        self.focus_first()

    def take_focus_at(self, widget: Widget) -> None:
        """Focus a widget of this pane that tab has come to."""
        self.screen.set_focus(widget)

    def take_focus(self) -> None:
        """Focus the pane itself until focus moves on, so that letters are keys.

        At other times tab does not stop at the pane.
        """
        self.can_focus = True
        self.screen.set_focus(self)

    def leave_text(self) -> None:
        """Leave the text that is typed into, so that letters are keys."""
        self.take_focus()

    # Moving in the body.

    @property
    def scroller(self) -> VerticalScroll | None:
        """What the body scrolls in."""
        return next(iter(self.query(VerticalScroll)), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "search":
            return self.searched is not None
        if action == "next_hit":
            return self._search is not None and self._search.hit is not None
        if action in ("scroll_rows", "scroll_pages", "scroll_to"):
            return self.scroller is not None and self.scroller.max_scroll_y > 0
        return super().check_action(action, parameters)

    def action_scroll_rows(self, by: int) -> None:
        if self.scroller is not None:
            self.scroller.scroll_relative(y=by, animate=False)

    def action_scroll_pages(self, by: int) -> None:
        if self.scroller is not None:
            height = self.scroller.scrollable_content_region.height
            self.scroller.scroll_relative(y=by * height, animate=False)

    def action_scroll_to(self, is_end: bool) -> None:
        if self.scroller is not None:
            self.scroller.scroll_to(y=is_end * self.scroller.max_scroll_y, animate=False)

    # Searching the body, in place.

    @property
    def searched(self) -> RowList | VerticalScroll | None:
        """What `/` filters, a list, or searches, a text."""
        return self.scroller or next(iter(self.query(RowList)), None)

    @property
    def is_searched(self) -> bool:
        return self._line is not None

    async def action_search(self) -> None:
        """Open the line for what is looked for, or go back to it."""
        if self._line is None:
            self._before_search = self.screen.focused
            self._line = SearchLine()
            await self.mount(self._line, after=self.heading)
        self.screen.set_focus(self._line.box)
        self._line.box.select_all()

    @on(SearchLine.Changed)
    def _look_for(self, event: SearchLine.Changed) -> None:
        event.stop()
        body = self.searched
        if isinstance(body, RowList):
            body.filter_rows(event.query_text)
            event.line.show_count(body.filtered_text)
        elif body is not None:
            self._search = self._search or TextSearch(body)
            self._search.find(event.query_text)
            event.line.show_count(self._search.count_text)

    @on(SearchLine.Entered)
    def _go_on(self, event: SearchLine.Entered) -> None:
        event.stop()
        self.leave_search()

    def leave_search(self) -> None:
        """Go on in the body, with what was found on show."""
        body, before = self.searched, self._before_search
        if isinstance(body, RowList):
            self.screen.set_focus(body)
        elif before is not None and before.is_attached and self in before.ancestors_with_self:
            self.screen.set_focus(before)
        else:
            self.focus_chosen()

    def close_search(self) -> None:
        """Show the whole body again, without what was found."""
        line, self._line, self._search = self._line, None, None
        if line is None:
            return
        self.leave_search()
        line.remove()
        self.screen.clear_selection()
        body = self.searched
        if isinstance(body, RowList):
            body.filter_rows("")

    def action_next_hit(self, by: int) -> None:
        if self._search is not None and self._line is not None:
            self._search.go(by)
            self._line.show_count(self._search.count_text)

    # The heading cannot ask for :focus-within in render: it is not drawn again when focus moves.
    def on_descendant_focus(self) -> None:
        self.heading.lit = True

    def on_descendant_blur(self) -> None:
        focused = self.screen.focused
        self.heading.lit = focused is not None and self in focused.ancestors_with_self

    def on_focus(self) -> None:
        self.heading.lit = True

    def on_blur(self) -> None:
        self.heading.lit = False
        self.can_focus = False
