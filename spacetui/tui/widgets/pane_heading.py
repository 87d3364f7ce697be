"""A pane's heading: number and title, a rule, and a text on the state of the pane at the right.

One row, one widget. Where it is too narrow the rule is shortened first, then the text, never the
title. For a moment it says what was done with a copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.clickable import clicked
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import rule, ruled_row

if TYPE_CHECKING:
    from spacetui.system.clipboard import CopyResult

# What a part of a heading may stand for, beside the pane itself.
CLICKABLE = ("language", "pane")
# Seconds for which it says what was done with a copy.
COPIED_SECONDS, NOT_COPIED_SECONDS = 2.0, 6.0


class PaneHeading(Widget):
    """The one-row title of a pane.

    lit: whether the pane has focus. detail: a text at the right. notice: shown instead of it while
    there is one. subtitle: a word after the title.
    """

    DEFAULT_CSS = """
    PaneHeading { height: 1; width: 1fr; margin-bottom: 1; }
    """

    lit: reactive[bool] = reactive(False)
    detail: reactive[Content] = reactive(Content(""), always_update=True)
    notice: reactive[Content] = reactive(Content(""), always_update=True)
    subtitle: reactive[Content] = reactive(Content(""))

    class Clicked(Message):
        """The heading was clicked, or a clickable part of it: what it is, and what it stands for.

        kind: `language`, `pane` or empty. value: the name of the language, the number of the pane.
        """

        def __init__(self, kind: str, value: str) -> None:
            super().__init__()
            self.kind, self.value = kind, value

    def __init__(self, number: str, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.number = number
        self.title = title
        self._notice_timer: Timer | None = None

    def render(self) -> Content:
        width, title = self.content_size.width, self._title()
        detail = (self.notice or self.detail).truncate(
            max(0, width - title.cell_length - 2), ellipsis=True
        )
        return ruled_row(title, detail, width, self._rule)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        found = ((kind, clicked(event, kind)) for kind in CLICKABLE)
        kind, value = next(((kind, value) for kind, value in found if value), ("", ""))
        self.post_message(self.Clicked(kind, value))

    def show_detail(self, detail: Content) -> None:
        """Show a text at the right; what it shows already is not drawn again."""
        if not self.detail.is_same(detail):
            self.detail = detail

    def show_copied(self, result: CopyResult) -> None:
        """Say for a moment what was done with a copy, or why it was not made.

        Where a file was written is worth a notification: there is no room for a path here.
        """
        sign, style = (glyphs().verified, "$success")
        if not result.is_copied:
            sign, style = (glyphs().failed, "$error")
        outcome = f"{sign} {visible_line(result.outcome, 100)}"
        self.notice = Content.styled(outcome, style)
        if self._notice_timer is not None:
            self._notice_timer.stop()
        seconds = COPIED_SECONDS if result.is_copied else NOT_COPIED_SECONDS
        self._notice_timer = self.set_timer(seconds, self.clear_notice)
        if not self.region.area:
            self.app.notify(result.message)
        elif result.place:
            self.app.notify(result.place)

    def clear_notice(self) -> None:
        """Show the state of the pane again."""
        if self.notice:
            self.notice = Content("")

    def _title(self) -> Content:
        color = "$accent" if self.lit else "$foreground"
        title = Content.styled(self.title, f"bold {color}")
        if self.number:
            title = Content.styled(f"{self.number} ", "$accent" if self.lit else "$muted") + title
        if self.subtitle:
            title = title + Content("   ") + self.subtitle
        return title

    def _rule(self, length: int) -> Content:
        if self.lit:
            return Content.styled(glyphs().lit * length, "$accent")
        return rule(length)
