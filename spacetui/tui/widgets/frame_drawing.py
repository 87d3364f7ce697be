"""FrameDrawing: draws the header and footer of a page as they are to be now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.content import Content
from textual.screen import Screen

from spacetui.tui.app_state import AppState
from spacetui.tui.keys import hint
from spacetui.tui.widgets.back_step import with_back
from spacetui.tui.widgets.esc_steps import EscSteps
from spacetui.tui.widgets.page_fill import PageFill
from spacetui.tui.widgets.page_frame import PageFrame, session_summary

if TYPE_CHECKING:
    from spacetui.tui.widgets.footer import KeyGroups


class FramedPage(Protocol):
    """What a page has that its frame shows."""

    app_state: AppState
    esc: EscSteps
    filling: PageFill
    frame: PageFrame

    @property
    def is_typing(self) -> bool:
        """Whether letters pressed now become text."""

    def place(self) -> Content:
        """Return where the user is."""

    def keys(self) -> KeyGroups:
        """Return the footer's keys, most important first."""


class FrameDrawing:
    """Draws the frame of one page, once for all that has changed in the meantime.

    Finding out which keys work takes 2 ms.
    """

    def __init__(self, screen: Screen[None], page: FramedPage) -> None:
        """screen, page: the same page, as Textual and as its frame see it."""
        self._screen = screen
        self._page = page
        self._is_due = False

    def draw_soon(self) -> None:
        """Draw the frame when what is being done now has been done."""
        if not self._is_due:
            self._is_due = True
            self._screen.call_later(self._draw)

    def _draw(self) -> None:
        self._is_due = False
        screen, page = self._screen, self._page
        if screen.is_current:  # while modes are switched there is no screen
            is_wide = not screen.has_class("-narrow")
            session = session_summary(page.app_state, is_wide=is_wide)
            recorded = page.app_state.calls.recorded_count
            keys = self._working_keys() if page.filling.is_done else ()
            page.frame.show(page.place(), session, recorded, keys, is_typing=page.is_typing)

    def _working_keys(self) -> KeyGroups:
        """Return the keys that do something now."""
        from spacetui.tui.widgets.footer import keys_that_work

        screen, page = self._screen, self._page
        keys = with_back(page.keys(), page.esc.current())
        if page.app_state.interrupted:
            keys = (*keys[:1], (hint("interrupted"),), *keys[1:])
        active = screen.active_bindings.values()
        return keys_that_work(keys, active, screen.focused, is_typing=page.is_typing)
