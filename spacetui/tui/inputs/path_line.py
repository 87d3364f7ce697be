"""PathLine: the line in which a path is typed; what it may become opens below it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from spacetui.model.folder_entry import FolderEntry
from spacetui.system.folder_listing import Completions, complete_path
from spacetui.text.format import size_text
from spacetui.tui.inputs.text_editors import LineInput
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.row_view import RowView
from spacetui.tui.widgets.safe_content import line_content

# Seconds. The disk is read after a pause in typing, not at each key.
TYPING_PAUSE = 0.05
_MOVES = {"up": -1, "down": 1, "pageup": -6, "pagedown": 6}
# Cells that a name keeps beside its size.
MIN_NAME = 12


def draw_entry(entry: FolderEntry, width: int, is_current: bool) -> list[Content]:
    """Return the line of a file or folder: its name, and its size at the right."""
    style = "$foreground" if entry.fits else "$muted"
    name = line_content(entry.name + "/" * entry.is_folder, style=style)
    size = "" if entry.size is None else size_text(entry.size)
    return [left_right(name, Content.styled(size, "$muted"), width, gap=2, min_left=MIN_NAME)]


class PathRows(RowView, can_focus=False):
    """The entries that a path may become, over the page; the line above it has the keys."""

    DEFAULT_CSS = """
    PathRows {
        overlay: screen; constrain: none inside;
        height: auto; max-height: 8; width: 1fr; padding: 0 1;
        background: $surface; scrollbar-background: $surface; border-left: outer $accent;
    }
    PathRows > .rows--current { background: $panel; color: $foreground; text-style: bold; }
    """
    MARGIN = 0
    shows_cursor = False

    def __init__(self, take: Callable[[FolderEntry], None]) -> None:
        super().__init__(draw_entry, one_line_rows=True)
        self._take = take

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if (row := self.row_at(event)) is not None:
            self._take(self.rows[row])


class PathLine(LineInput):
    """A line for a path, or for several.

    While entries are open below it, ↓ and ↑ go through them, enter takes the current one, and tab
    adds what they have in common. fits: whether a file is of a wanted type, by its name.
    """

    def __init__(
        self, value: str = "", *, fits: Callable[[Path], bool], several: bool, placeholder: str = ""
    ) -> None:
        super().__init__(value, placeholder=placeholder)
        self._fits, self._several = fits, several
        self._found = Completions()
        self.rows = PathRows(self._take)
        self.rows.display = False

    def on_unmount(self) -> None:
        if self.rows.is_attached:
            self.rows.remove()

    @property
    def is_open(self) -> bool:
        """Whether entries are open over the page."""
        return self.rows.display

    @is_open.setter
    def is_open(self, is_open: bool) -> None:
        self.rows.shows_cursor = False
        self.rows.display = is_open
        self.set_class(is_open, "-open")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(self._found.for_text(self.value))
        if self.has_focus:
            self.run_worker(self._look(), group="complete", exclusive=True)

    async def _look(self) -> None:
        """Find in a thread what the text may become, and show it."""
        await asyncio.sleep(TYPING_PAUSE)
        text = self.value
        found = Completions()
        if text.strip() and self.cursor_position == len(text):
            found = await asyncio.to_thread(complete_path, text, self._fits, several=self._several)
        if found.entries and not self.rows.is_attached and isinstance(self.parent, Widget):
            await self.parent.mount(self.rows, after=self)
        if text == self.value:
            self._show(found)

    def _show(self, found: Completions) -> None:
        self._found = found
        self.is_open = bool(found.entries) and self.has_focus and not self._is_complete
        if self.rows.is_attached:
            self.rows.set_rows(found.entries, current=0)

    @property
    def _is_complete(self) -> bool:
        """Whether the text is the path of the only file that begins so."""
        found = self._found
        return len(found.entries) == 1 and found.text_in_common(self.value) == self.value

    def on_blur(self) -> None:
        self.is_open = False

    def on_key(self, event: events.Key) -> None:
        if self.is_open and self._take_key(event.key):
            event.stop()
            event.prevent_default()

    def _take_key(self, key: str) -> bool:
        """Handle a key while entries are open; False for a key of the text or the form."""
        rows = self.rows
        if key in _MOVES and rows.shows_cursor:
            rows.current += _MOVES[key]
        elif key in ("down", "pagedown"):
            rows.shows_cursor = True
        elif key == "enter" and rows.shows_cursor:
            self._take(rows.current_row)
        else:
            return False
        rows.redraw()
        return True

    def complete(self) -> bool:
        """Add what all entries have in common, or take the current one; False if nothing is open.

        Where they have no more in common, the cursor goes to the first of them.
        """
        if not self.is_open:
            return False
        longer = self._found.text_in_common(self.value)
        if self.rows.shows_cursor:
            self._take(self.rows.current_row)
        elif longer != self.value:
            self._set(longer)
        else:
            self._take_key("down")
        return True

    def _take(self, entry: FolderEntry | None) -> None:
        if entry is not None:
            self._set(self._found.text_with(entry.name, is_folder=entry.is_folder))

    def _set(self, text: str) -> None:
        self.is_open = False
        self.value = text
        self.cursor_position = len(text)
