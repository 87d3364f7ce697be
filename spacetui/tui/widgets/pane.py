"""A pane: a heading over a body; the rule of the heading is lit while focus is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane_heading import PaneHeading

if TYPE_CHECKING:
    from spacetui.system.clipboard import CopyResult

# Seconds for which the heading says what was done with a copy.
COPIED_SECONDS, NOT_COPIED_SECONDS = 2.0, 6.0


class Pane(Widget):
    """Base of all panes. Subclasses set NUMBER and TITLE and compose their body."""

    class Requested(Message):
        """The pane with this number is to be shown and focused."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    DEFAULT_CSS = "Pane { layout: vertical; height: 1fr; width: 1fr; }"
    NUMBER = ""
    TITLE = ""

    def __init__(self) -> None:
        super().__init__()
        self.heading = PaneHeading(self.NUMBER, self.TITLE)
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

    def take_focus(self) -> None:
        """Focus the pane itself until focus moves on, so that letters are keys.

        At other times tab does not stop at the pane.
        """
        self.can_focus = True
        self.focus()

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
