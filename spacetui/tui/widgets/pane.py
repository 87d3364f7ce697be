"""A pane: a heading over a body; the rule of the heading is lit while focus is inside."""

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spacetui.tui.widgets.pane_heading import PaneHeading


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
