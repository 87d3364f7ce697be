"""What the status bar of the find page shows, and what may replace it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from spacetui.errors import SpacetuiError
    from spacetui.tui.find.search_pane import SearchPane


class FindStatus:
    """Shows lines in the status bar. Some are kept there until the user does something else.

    show: shows a line, whatever stands there. is_opening: set while an app is being opened.
    """

    def __init__(
        self, show: Callable[[StatusLine], None], pane: SearchPane, *, is_demo: bool
    ) -> None:
        self.show = show
        self._pane = pane
        self._greeting = "no token found, none needed here" if is_demo else "ready when you are"
        self._is_kept = False
        self.is_opening = False

    def show_idle(self, words: str, tail: str = "") -> None:
        """Show words that must not replace an error, or an app that is being opened."""
        if not self._is_kept and not self.is_opening:
            self.show(StatusLine(glyphs().idle, "$muted", "", words, tail=tail))

    def show_greeting(self, tail: str = "") -> None:
        """Show what stands there while nothing happens."""
        self.show_idle(self._greeting, tail)

    def show_selected(self, src: str) -> None:
        """Name the Space under the cursor of the list."""
        self._is_kept = False
        place = f"{self._pane.found.rows.current + 1} of {len(self._pane.found.cards)}"
        self.show_idle(visible_line(src, 60), place)

    def show_none(self, words: str) -> None:
        """Show why no Space is under the cursor: nothing stands there from an older list."""
        self._is_kept = False
        self.show_idle(words)

    def show_opened(self, src: str) -> None:
        self._is_kept = False
        words = f"{visible_line(src, 60)} is open"
        self.show(StatusLine(glyphs().done, "$success", "", words))

    def show_kept(self, line: StatusLine) -> None:
        """Show a line that stays until the user does something."""
        self._is_kept = True
        self.show(line)

    def show_stopped(self, name: str) -> None:
        """Show that an app was being opened and no longer is."""
        self.show_kept(StatusLine(glyphs().cancelled, "$muted", "stopped", name))

    def show_failure(self, error: SpacetuiError, word: str) -> None:
        """Show an error in one line, and in a word in the heading of the list."""
        failure = error.failure
        is_named = not failure.where or failure.where in failure.message
        text = visible_line(failure.message if is_named else failure.located, 200)
        word = word.lower().replace("_", " ")
        self._pane.show_detail(Content.styled(f"{glyphs().failed} {word}", "$error"))
        self.show_kept(StatusLine(glyphs().failed, "$error", text, tail=word))

    def show_hub_error(self, error: SpacetuiError) -> None:
        """Show an error of the Hub, whole under the list."""
        self.show_failure(error, error.kind)
        self._pane.found.show_error(error)
