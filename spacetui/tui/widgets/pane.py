"""A pane: a heading over a body; the rule of the heading is lit while focus is inside."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spacetui.tui.keys import bindings
from spacetui.tui.widgets.pane_heading import PaneHeading
from spacetui.tui.widgets.scroll_steps import SCROLL_ACTIONS, scroll_by_step, scroller_in

if TYPE_CHECKING:
    from spacetui.tui.widgets.pane_search import PaneSearch


class Pane(Widget):
    """Base of all panes. Subclasses set NUMBER and TITLE and compose their body.

    Where the body scrolls, the keys that move in any list scroll it.
    """

    class Requested(Message):  # no dataclass, which takes 0.4 ms to make
        """The pane with this number is to be shown and focused."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    DEFAULT_CSS = "Pane { layout: vertical; height: 1fr; width: 1fr; }"
    NUMBER = ""
    TITLE = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            **SCROLL_ACTIONS,
            "search": "search",
            "search_next": "next_hit(1)",
            "search_before": "next_hit(-1)",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.heading = PaneHeading(self.NUMBER, self.TITLE)

    @cached_property
    def search(self) -> PaneSearch:
        from spacetui.tui.widgets.pane_search import PaneSearch

        return PaneSearch(self, self.heading, self.leave_search)

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
        self.heading.show_detail(detail)

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

    # Moving in the body, and searching it in place.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "search":
            return self.search.body is not None
        if action == "next_hit":
            return self.search.found is not None
        if action == "scroll":
            scroller = scroller_in(self)
            return scroller is not None and scroller.max_scroll_y > 0
        return super().check_action(action, parameters)

    def action_scroll(self, step: str) -> None:
        scroller = scroller_in(self)
        if scroller is not None:
            scroll_by_step(scroller, step)

    async def action_search(self) -> None:
        """Open the line for what is looked for, or go back to it."""
        await self.search.open()

    def action_next_hit(self, by: int) -> None:
        self.search.go(by)

    def leave_search(self, at: Widget | None) -> None:
        """Go on in the body, at a widget of it if there is one."""
        if at is None:
            self.focus_chosen()
        else:
            self.screen.set_focus(at)

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
