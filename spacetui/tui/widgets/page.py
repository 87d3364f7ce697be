"""The base of the pages: panes in a frame, and the keys that work everywhere, also while typing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from spacetui.tui.app_state import AppState
from spacetui.tui.keys import KEYS, bindings
from spacetui.tui.textual_private.page_screen import HeldBackScreen
from spacetui.tui.widgets.esc_steps import EscSteps
from spacetui.tui.widgets.frame_drawing import FrameDrawing
from spacetui.tui.widgets.page_fill import PageFill
from spacetui.tui.widgets.page_frame import PageFrame
from spacetui.tui.widgets.page_layout import PageLayout, size_classes
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.pane_navigation import PaneNavigation, focus_neighbour
from spacetui.tui.widgets.pane_numbers import PaneNumbers
from spacetui.tui.widgets.typing_focus import TypingChanged, takes_text

if TYPE_CHECKING:
    from spacetui.tui.widgets.footer import KeyGroups

# The keys of every page.
PAGE_KEYS = {
    "jump": "jump",
    "field_after": "next_field(1)",
    "field_before": "next_field(-1)",
    "next_pane": "next_pane(1)",
    "previous_pane": "next_pane(-1)",
    "back": "step_back",
    "zoom": "zoom",
    "zoom_letter": "zoom",
    "next_space": "next_space",
    "help": "app.over_page('help')",
    "help_letter": "app.over_page('help')",
    "narrower": "lay_out('narrower')",
    "wider": "lay_out('wider')",
    **{f"pane_{number}": f"pane({number})" for number in range(1, 8)},
}


class Page(HeldBackScreen[None]):
    """Base of the find, use and recorder pages."""

    AUTO_FOCUS = ""
    # Numbers of panes that another page shows better.
    ELSEWHERE: ClassVar[tuple[int, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = bindings(PAGE_KEYS)

    def __init__(self, app_state: AppState) -> None:
        super().__init__(app_state.key_priority)
        self.app_state = app_state
        self.panes = PaneNavigation(self)
        self._numbers = PaneNumbers(self, self.panes, app_state, self.ELSEWHERE)
        self.page_layout = PageLayout(self, self.panes, app_state)
        self.esc = EscSteps(
            self.panes, self.page_layout.zoom, lambda: self.is_typing, on_taken=self.refresh_frame
        )
        self.frame = PageFrame()
        self.filling = PageFill(self, app_state, self.frame, self.fill, self.refresh_frame)
        self._drawing = FrameDrawing(self, self)

    def compose(self) -> ComposeResult:
        # Textual sets these classes after the first frame only, and the layout would jump.
        self.update_classes(size_classes(self.app, self.app.size))
        yield self.frame.header
        yield from self.compose_page()

    async def on_mount(self) -> None:
        self.page_layout.fit(self.app.size)
        await self.filling.begin()

    async def fill(self) -> None:
        """Mount what the first frame of the app can do without."""

    def on_resize(self, event: events.Resize) -> None:
        # Before the layout hides the pane with focus, which then would go elsewhere.
        self.panes.show_focused()
        self.page_layout.fit(event.size)
        self.call_after_refresh(self.refresh_frame)

    async def on_screen_resume(self) -> None:
        self.page_layout.fit(self.app.size)
        self.frame.take_recorded(self.app_state.calls.recorded_count)
        self.refresh_frame()

    def refresh_bindings(self) -> None:
        """Show in the footer what the keys do now; Textual calls it when focus has moved."""
        super().refresh_bindings()
        self.refresh_frame()

    def arrive(self) -> object:
        """Put the focus where it belongs when the user comes to this page; may be a coroutine."""

    def may_open_by(self, key: str) -> bool:
        """Whether this key may open something whose form gets what is typed next."""
        return _chooses_row(self.focused, key)

    # What a page shows: its panes, and its part of the frame and of the palette.

    def compose_page(self) -> ComposeResult:
        """Yield the panes."""
        yield from ()

    def place(self) -> Content:
        """Return where the user is, for the header."""
        return Content.styled("spacetui", "bold")

    def keys(self) -> KeyGroups:
        """Return the footer's keys, most important first."""
        return ()

    def extra_commands(self) -> Iterable[SystemCommand]:
        """Return the page's entries of the palette that have no key."""
        yield SystemCommand("find a Space", "search the Hub", partial(self.app.switch_mode, "find"))
        reset = self.page_layout.sizes.reset
        yield SystemCommand("first layout", "the panes of this page as at first", reset)

    @on(TypingChanged)
    def refresh_frame(self) -> None:
        """Draw header and footer again, after focus has moved or a call has changed."""
        self._drawing.draw_soon()

    def action_lay_out(self, what: str) -> None:
        self.page_layout.sizes.do(what)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.page_layout.sizes.take_border(event.screen_x, event.screen_y)

    def action_next_pane(self, by: int) -> None:
        self.panes.focus_next(by)

    def action_next_field(self, by: int) -> None:
        focus_neighbour(self, by)

    def action_pane(self, number: int) -> None:
        """Focus the pane with this number, here or on the page that has it."""
        self._numbers.focus(number)

    def on_pane_requested(self, event: Pane.Requested) -> None:
        event.stop()
        self._numbers.focus(event.number)

    def action_zoom(self) -> None:
        self.page_layout.zoom.toggle(self.panes.focused)

    async def action_jump(self) -> None:
        from spacetui.tui.widgets.jump_letters import show_jump_letters

        show_jump_letters(self, self.panes.visible)

    async def action_next_space(self) -> None:
        if self.app_state.space is not None:
            self.app.switch_mode("use")

    @property
    def is_typing(self) -> bool:
        """Whether letters pressed now become text."""
        return takes_text(self.focused)

    def action_step_back(self) -> None:
        self.esc.take(self.esc.current())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "step_back", _:
                return self.esc.current() is not None
            case "pane", (int(number),):
                return self._numbers.has(number)
            case "zoom", _:
                return self.page_layout.zoom.is_on or self.panes.focused is not None
            case "next_space", _:
                return self.app_state.space is not None
            case "lay_out", (str(what),):
                return self.page_layout.sizes.can(what)
        return super().check_action(action, parameters)


def _chooses_row(focused: Widget | None, key: str) -> bool:
    if key != KEYS["list.choose"].keys:
        return False
    from spacetui.tui.widgets.row_list import RowList  # which the first frame has not

    return isinstance(focused, RowList)
