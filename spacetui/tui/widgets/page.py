"""The base of the pages: panes in a frame, and the keys that work everywhere, also while typing."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.footer import KeyGroups, keys_that_work
from spacetui.tui.widgets.page_frame import PageFrame, session_summary
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.pane_navigation import PaneNavigation
from spacetui.tui.widgets.pane_zoom import PaneZoom
from spacetui.tui.widgets.status_bar import StatusLine
from spacetui.tui.widgets.typing_focus import takes_text
from spacetui.tui.widgets.window_size import TooSmallNotice, size_classes

# Pages that have a pane of this number; the others are the use page's.
MODE_OF_PANE = {1: "find", 6: "recorder"}


class Page(Screen[None]):
    """Base of the find, use and recorder pages."""

    AUTO_FOCUS = ""
    # Numbers of panes that another page shows better.
    ELSEWHERE: ClassVar[tuple[int, ...]] = ()
    ESC_LEAVES_FIELD: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {
            "jump": "jump",
            "field_after": "app.focus_next",
            "field_before": "app.focus_previous",
            "next_pane": "next_pane(1)",
            "previous_pane": "next_pane(-1)",
            "back": "step_back",
            "zoom": "zoom",
            "zoom_letter": "zoom",
            "next_space": "next_space",
            "help": "app.help",
            "help_letter": "app.help",
            **{f"pane_{number}": f"pane({number})" for number in range(1, 7)},
        }
    )

    def __init__(self, app_state: AppState) -> None:
        super().__init__()
        self.app_state = app_state
        self.panes = PaneNavigation(self)
        self._zoom = PaneZoom(self)
        self._frame = PageFrame()

    def compose(self) -> ComposeResult:
        # Textual sets these classes after the first frame only, and the layout would jump.
        self.update_classes(size_classes(self.app, self.app.size))
        yield TooSmallNotice()
        yield self._frame.header
        yield from self.compose_page()
        yield self._frame.foot()

    def on_resize(self, event: events.Resize) -> None:
        self.update_classes(size_classes(self.app, event.size))
        self.call_after_refresh(self.refresh_frame)

    async def on_screen_resume(self) -> None:
        self.update_classes(size_classes(self.app, self.app.size))
        self.refresh_frame()

    def refresh_bindings(self) -> None:
        """Show in the footer what the keys do now; Textual calls it when focus has moved."""
        super().refresh_bindings()
        self.call_later(self.refresh_frame)  # while modes are switched there is no screen

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
        return ()

    def offers_command(self, id: str) -> bool:
        """Return whether the palette shows the command of this key now."""
        return id != "pane_3" or self.app_state.space is not None

    def refresh_frame(self) -> None:
        """Draw header and footer again, after focus has moved or a call has changed."""
        if self.is_current:
            session = session_summary(self.app_state, is_wide=not self.has_class("-narrow"))
            is_typing = takes_text(self.focused)
            active = self.active_bindings.values()
            keys = keys_that_work(self.keys(), active, self.focused, is_typing=is_typing)
            self._frame.show(self.place(), session, keys, is_typing=is_typing)

    def show_status_line(self, line: StatusLine) -> None:
        """Show a line in the status bar."""
        self._frame.show_status(line)

    # Keys for panes.

    def action_next_pane(self, by: int) -> None:
        self.panes.focus_next(by)

    def action_pane(self, number: int) -> None:
        """Focus the pane with this number, here or on the page that has it."""
        pane = self.panes.numbered(number)
        if pane is not None and number not in self.ELSEWHERE:
            self.show_pane(pane)
            pane.focus_first()
            return
        mode = MODE_OF_PANE.get(number, "use")
        if mode != "use" or self.app_state.space is not None:
            self.app.switch_mode(mode)

    @on(Pane.Requested)
    def _pane_requested(self, event: Pane.Requested) -> None:
        event.stop()
        self.action_pane(event.number)

    def show_pane(self, pane: Pane) -> None:
        """Make a pane visible that the layout hides, as a narrow window hides result or code."""

    def action_zoom(self) -> None:
        self._zoom.toggle(self.panes.focused)

    async def action_jump(self) -> None:
        from spacetui.tui.widgets.jump_letters import JumpDialog, jump_targets

        self.app.push_screen(JumpDialog(jump_targets(self, self.panes.visible)))

    async def action_next_space(self) -> None:
        if self.app_state.space is not None:
            self.app.switch_mode("use")

    # esc.

    def action_step_back(self) -> None:
        """Do the first that applies: close choices, cancel, leave the field, end zoom, go back."""
        if self.close_overlay() or self.cancel_call():
            return
        pane = self.panes.focused if self.ESC_LEAVES_FIELD else None
        if pane is not None and takes_text(self.focused):
            pane.take_focus()  # so that letters are keys
        elif self._zoom.is_on:
            self._zoom.toggle(None)
        else:
            self.go_back()

    def close_overlay(self) -> bool:
        """Close the choices that lie open over the page. Return whether there were any."""
        return False

    def cancel_call(self) -> bool:
        """Stop the call, or whatever else runs. Return whether there was one."""
        return False

    def go_back(self) -> None:
        """Leave the page."""
