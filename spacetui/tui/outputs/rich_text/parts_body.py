"""PartsBody: the body of a view of any length, of which what is seen is laid out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from time import monotonic

from textual.content import Content
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip

from spacetui.tui.outputs.rich_text.block_rows import has_code
from spacetui.tui.outputs.rich_text.code_colours import CodeColours
from spacetui.tui.outputs.rich_text.part_list import PartList
from spacetui.tui.outputs.rich_text.row_stack import Row
from spacetui.tui.outputs.rich_text.text_part import Part
from spacetui.tui.outputs.view_body import Layout, ViewBody
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.scroll_steps import keep_seen, seen_rows

# Characters that are read at once, before the first layout or of what was added; rows of blocks
# that are laid out at once; rows around those that are seen whose blocks are laid out with them.
READ_AT_ONCE, LAID_OUT_AT_ONCE, AROUND = 4_000, 30, 5
# Seconds for which more is read at a stretch, and for which everything else then has the loop.
SLICE, PAUSE = 0.004, 0.004
# Slices after which the page is laid out anew while more is read.
SLICES_A_LAYOUT = 25


class PartsBody(ViewBody):
    """A body of parts; or of lines, for another value."""

    def __init__(self) -> None:
        super().__init__()
        self.list = PartList()
        self._shows_lines = self._is_growing = self._is_reading = self._is_settling = False
        self.colours = CodeColours(self, self._colour_code)
        # The sources of what is chosen.
        self._chosen = range(0)

    # What is shown.

    def show_lines(self, layout: Layout) -> None:
        """Show lines instead of parts."""
        if not self._shows_lines:
            self._shows_lines, self._laid_out = True, None
            self.list.replace(0, ())
        super().show_lines(layout)

    def show_parts(self, first: int, parts: Sequence[Part], *, is_growing: bool) -> None:
        """Show parts in the place of those from `first` on; while they grow a caret is drawn."""
        self._change(lambda: self.list.replace(first, parts), is_growing)

    def show_growth(self, number: int, *, is_growing: bool) -> None:
        """Show what was added to the text of a part."""
        self._change(lambda: None, is_growing, number)

    def _change(self, change: Callable[[], None], is_growing: bool, number: int = -1) -> None:
        stack = self.list.stack
        height_before = stack.height
        was_lines, self._shows_lines, self._is_growing = self._shows_lines, False, is_growing
        change()
        first = self._read_at_once(number)
        self._lay_out_at_once(first)
        stack.settle()
        has_new_height = was_lines or not stack.width or stack.height != height_before
        changed: list[Region] = []
        if number >= 0 and stack.width and not was_lines:
            # The rows before what has grown stand as they did.
            top = max(0, min(stack.start_of(first), stack.height - 1, height_before - 1))
            changed = [Region(0, top, self.size.width, max(1, stack.height - top))]
        self.refresh(*changed, layout=has_new_height)
        self._read_on()

    def _read_at_once(self, number: int) -> int:
        """Read the beginning of what is new; return the first source that has changed.

        number: of the part that has grown, -1 for any.
        """
        parts = self.list
        if number >= 0:
            changed = parts.parts[number].read(READ_AT_ONCE)
            parts.changed(number, changed)
            return parts.sources_of(number, number + 1).start + changed
        left = READ_AT_ONCE
        while left > 0 and (next_one := parts.next_unread()) is not None:
            unread = parts.parts[next_one].unread
            parts.changed(next_one, parts.parts[next_one].read(left))
            left -= unread
        return 0

    def _lay_out_at_once(self, first: int) -> None:
        stack = self.list.stack
        if stack.width:
            last = stack.at(stack.start_of(min(first, len(stack.sources))) + LAID_OUT_AT_ONCE)[0]
            stack.lay_out(first, last + 1)
            stack.lay_out(len(stack.sources) - 1, len(stack.sources))

    def choose(self, sources: range) -> None:
        """Mark the rows of these sources."""
        if sources != self._chosen:
            self._chosen = sources
            self.refresh()

    def rows_of(self, sources: range) -> range:
        """Return the rows of these sources."""
        stack = self.list.stack
        return range(stack.start_of(sources.start), stack.start_of(sources.stop))

    def lay_out_again(self, sources: Iterable[int]) -> None:
        """Lay out sources anew, since something is known now that they waited for."""
        for number in sources:
            self.list.stack.forget(number)
        self.refresh()

    def _colour_code(self) -> None:
        sources = enumerate(self.list.stack.sources)
        self.lay_out_again(number for number, each in sources if has_code(each))

    # Reading.

    def _read_on(self) -> None:
        """Read what is left, in slices between which keys are answered."""
        if self.list.next_unread() is not None and not self._is_reading and self.is_attached:
            self._is_reading = True
            run_exclusive(self, "read", self._read_rest)

    async def _read_rest(self) -> None:
        slices = 0
        try:
            while self.list.next_unread() is not None:
                self._move(self._read_slice)
                slices += 1
                if slices % SLICES_A_LAYOUT == 0:
                    self.refresh(layout=True)
                await asyncio.sleep(PAUSE)
        finally:
            self._is_reading = False
        self.refresh(layout=True)

    def _read_slice(self) -> None:
        ends = monotonic() + SLICE
        while (number := self.list.next_unread()) is not None and monotonic() < ends:
            self.list.changed(number, self.list.parts[number].read(1))

    # Rows.

    def line_count(self, width: int) -> int:
        if self._shows_lines:
            return super().line_count(width)
        # One cell is kept for the caret, so that it never needs a line of its own.
        text_width = max(1, width - 1)
        if self.list.stack.width != text_width:
            self.list.stack.set_width(text_width)
            self._lay_out_at_once(0)
            self.list.stack.settle()
        return self.list.stack.height

    def render_lines(self, crop: Region) -> list[Strip]:
        if not self._shows_lines and self.list.stack.width:
            self._lay_out_seen(crop.y - AROUND, crop.bottom + AROUND)
        return super().render_lines(crop)

    def _lay_out_seen(self, top: int, bottom: int) -> None:
        stack = self.list.stack
        if not stack.sources:
            return
        first, last = stack.at(max(0, top))[0], stack.at(bottom)[0]
        stack.lay_out(first, last + 1)
        if not stack.is_settled and not self._is_settling:
            self._is_settling = True
            self.call_next(self._settle)

    def _settle(self) -> None:
        """Move what lies below rows that are more or fewer than was thought."""
        self._is_settling = False
        self._move(self.list.stack.settle)
        self.refresh(layout=True)

    def _move(self, change: Callable[[], None]) -> None:
        """Change what there is, so that the reader sees the same as before."""
        stack = self.list.stack
        top = seen_rows(self).start
        source, offset = stack.at(max(0, top)) if stack.sources else (0, 0)
        height = stack.height
        change()
        moved = 0
        if top > 0:
            moved = stack.start_of(min(source, len(stack.sources))) + offset - top
        keep_seen(self, moved, stack.height - height)

    def line_at(self, y: int, width: int) -> Content:
        if self._shows_lines:
            return super().line_at(y, width)
        row = self._row(y)
        return row if isinstance(row, Content) else Content(row.text)

    def _row(self, y: int) -> Row:
        stack = self.list.stack
        row = stack.row(y)
        if isinstance(row, Strip):
            return row
        if self._chosen and stack.at(y)[0] in self._chosen:
            row = (row + " " * max(0, stack.width - row.cell_length)).stylize("on $panel")
        if self._is_growing and y == stack.height - 1:
            row = Content.assemble(row, (glyphs().caret, "$accent"))
        return row

    def render_line(self, y: int) -> Strip:
        if not self._shows_lines and y < self.list.stack.height:
            row = self._row(y)
            if isinstance(row, Strip):
                width = max(2, self.content_size.width)
                return row.adjust_cell_length(width, self.visual_style.rich_style)
        return super().render_line(y)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        if not self._shows_lines:
            self._lay_out_selected(selection)
        return super().get_selection(selection)

    def _lay_out_selected(self, selection: Selection) -> None:
        stack = self.list.stack
        if not stack.sources:
            return
        first = selection.start.y if selection.start is not None else 0
        last = selection.end.y if selection.end is not None else stack.height
        stack.lay_out(stack.at(first)[0], stack.at(last)[0] + 1)
