"""StatusLines: which line the status bar of the use page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.status_bar import StatusLine

# Returns a line while it has something to show.
Source: TypeAlias = Callable[[], StatusLine | None]


class StatusLines:
    """Shows the first of: what is under way beside the call, a notice of ours, the call on show."""

    def __init__(self, show_line: Callable[[StatusLine], None]) -> None:
        self._show_line = show_line
        self._notice: StatusLine | None = None
        # Set by the page, since their owners need this object to be made.
        self.under_way: tuple[Source, ...] = ()
        self.call: Source = lambda: None

    def show(self) -> None:
        """Show the line that comes first now."""
        for source in (*self.under_way, lambda: self._notice, self.call):
            line = source()
            if line is not None:
                self._show_line(line)
                return

    def show_notice(self, line: StatusLine) -> None:
        """Show a line of ours until the user does something else."""
        self._notice = line
        self.show()

    def show_not_sent(self, reason: str) -> None:
        """Show why no call was made."""
        self.show_refusal("not sent", reason)

    def show_refusal(self, words: str, reason: str) -> None:
        """Show what was not done, and why; nothing where the reason is empty."""
        if reason:
            shown = visible_line(reason, 300)
            self.show_notice(StatusLine(glyphs().idle, "$muted", words, shown))

    def clear_notice(self) -> None:
        """Stop showing the notice, since the user has moved on."""
        self._notice = None
        self.show()
