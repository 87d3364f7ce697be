"""PartList: the parts of a view in one RowStack, each of which may grow or be read further."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from spacetui.tui.outputs.rich_text.row_stack import RowStack
from spacetui.tui.outputs.rich_text.text_part import Part


class PartList:
    """Parts from top to bottom."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.stack = RowStack()
        self._starts: list[int] = [0]  # the number of the first source of each part, and the end
        self._first_unread = 0

    def replace(self, first: int, parts: Sequence[Part]) -> None:
        """Put parts in the place of those from `first` on."""
        start = self._starts[first]
        self.parts[first:] = parts
        self._first_unread = min(self._first_unread, first)
        del self._starts[first + 1 :]
        sources = [source for part in parts for source in part.sources]
        self._starts += list(accumulate((len(each.sources) for each in parts), initial=start))[1:]
        self.stack.splice(start, len(self.stack.sources), sources)

    def changed(self, number: int, first: int) -> None:
        """Take the sources of a part anew from `first` on."""
        part, start, end = self.parts[number], self._starts[number], self._starts[number + 1]
        self._first_unread = min(self._first_unread, number)
        self.stack.splice(start + first, end, part.sources[first:])
        grown = start + len(part.sources) - end
        if grown:
            for later in range(number + 1, len(self._starts)):
                self._starts[later] += grown

    def sources_of(self, first: int, end: int) -> range:
        """Return the numbers of the sources of the parts from `first` to before `end`."""
        return range(self._starts[first], self._starts[end])

    def next_unread(self) -> int | None:
        """Return the first part that is not read to its end."""
        while self._first_unread < len(self.parts):
            if self.parts[self._first_unread].unread:
                return self._first_unread
            self._first_unread += 1
        return None
