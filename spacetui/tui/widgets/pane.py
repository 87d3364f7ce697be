"""A pane: a heading, what hangs under it, and a rule that lights while focus is inside."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from spacetui.tui.widgets.pane_heading import PaneHeading


class Pane(Widget):
    """Base of all panes. Subclasses give NUMBER and TITLE and compose their body."""

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
        """Give what stands under the heading."""
        yield from ()

    def say(self, state: Content | str) -> None:
        """Put the pane's state at the right of its heading."""
        self.heading.state = (
            state if isinstance(state, Content) else Content.styled(state, "$muted")
        )

    def focus_first(self) -> None:
        """Take focus: the first child that can have it."""
        for child in self.query("*"):
            if child.focusable:
                child.focus()
                return

    def take_focus(self) -> None:
        """Hold focus itself for a while, so that single letters are keys; tab does not stop here."""
        self.can_focus = True
        self.focus()

    # A heading that asks for :focus-within in render is not redrawn when focus moves, so it is told.
    def on_descendant_focus(self) -> None:
        self.heading.lit = True

    def on_descendant_blur(self) -> None:
        self.heading.lit = (
            self.screen.focused is not None and self in self.screen.focused.ancestors_with_self
        )

    def on_focus(self) -> None:
        self.heading.lit = True

    def on_blur(self) -> None:
        self.heading.lit = False
        self.can_focus = False
