"""What spacetui needs of Textual and can have by private names only.

Beside it, the editors of inputs/text_editors.py and inputs/lines_editor.py override private methods
of Textual's editors; they are not here because TextArea takes 10 ms to import.
tests/unit/tui/test_textual_private.py fails if Textual no longer has one of the names, or if we
use another one.
"""

from __future__ import annotations

import sys
from abc import abstractmethod
from typing import Any, TypeVar

from rich.text import Text
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen

Result = TypeVar("Result")


class CrashReportApp(App[Result]):
    """An app that prints `crash_report` after a bug.

    Textual would print the values of all variables too: one may be a token, and another a server's
    text with control characters (security.md P4, P5).
    """

    @abstractmethod
    def crash_report(self, error: BaseException | None) -> str:
        """Return what to print about an exception that nothing caught."""

    def _fatal_error(self) -> None:
        self.panic(Text(self.crash_report(sys.exception())))


class HeldBackScreen(Screen[Result]):
    """A screen that draws nothing while the app holds updates back, and its first frame once.

    Textual renders the window all the same, and throws it away: 25 ms before the first frame. It
    also lays it out three times before that, and draws what was typed meanwhile in the next one.
    """

    _first_size: Size | None = None

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        if self.app._dom_ready:
            super()._refresh_layout(size, scroll)
            return
        # After the app has handed on what was typed so far, and what has the focus has taken it.
        if self._first_size is None:
            self.app.call_later(self.call_later, self._draw_first)
        self._first_size = size or self.app.size

    def _draw_first(self) -> None:
        if not self.app._dom_ready:
            super()._refresh_layout(self._first_size)

    def _compositor_refresh(self) -> None:
        # What is to be drawn stays marked as such, for the refresh that follows.
        if not self.app._batch_count:
            super()._compositor_refresh()


def begin_in_mode(app: App[Any], mode: str) -> None:
    """Let an app that does not run yet begin with another page than that of DEFAULT_MODE."""
    app._screen_stacks = {mode: []}
    app._current_mode = mode


def keep_parsed_css(app: App[Any], page: Screen[Any]) -> None:
    """Let a new page use the CSS as it is parsed.

    Textual takes each new screen of a mode for older than the CSS, and parses all of it twice more:
    60 ms in which no key is handled.
    """
    page._css_update_count = app._css_update_count
