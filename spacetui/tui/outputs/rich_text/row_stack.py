"""RowStack: parts of a long text one below the other, of which those that are seen are laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol

from textual.content import Content
from textual.strip import Strip

Row = Content | Strip


class RowSource(Protocol):
    """What can be laid out as rows."""

    def estimate(self, width: int) -> int:
        """Return about how many rows there are at `width` cells, at no cost."""

    def lay_out(self, width: int) -> Sequence[Row] | None:
        """Return the rows at `width` cells; None where they cannot be had yet."""


class RowStack:
    """Sources from top to bottom. What was not laid out has as many rows as it is thought to have.

    `lay_out` does not move anything: the rows stay where they are drawn until `settle`.
    """

    def __init__(self) -> None:
        self.sources: list[RowSource] = []
        self.width = 0
        self._rows: list[Sequence[Row] | None] = []
        self._heights: list[int] = []
        # Where each source begins, and the end: one more than there are sources.
        self._starts: list[int] = [0]
        self._is_settled = True

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._starts[-1]

    def splice(self, first: int, end: int, sources: Sequence[RowSource]) -> None:
        """Put sources in the place of those from `first` to before `end`."""
        self.settle()
        heights = [self._estimate(each) for each in sources]
        is_at_end = end >= len(self.sources)
        self.sources[first:end] = sources
        self._rows[first:end] = [None] * len(sources)
        self._heights[first:end] = heights
        del self._starts[first + 1 :]
        later = heights if is_at_end else self._heights[first:]
        self._starts += list(accumulate(later, initial=self._starts[-1]))[1:]

    def _estimate(self, source: RowSource) -> int:
        return source.estimate(self.width) if self.width else 1

    def set_width(self, width: int) -> None:
        """Forget the rows of another width."""
        self.width = width
        self._rows = [None] * len(self.sources)
        self._heights = [each.estimate(width) for each in self.sources]
        self._starts = [0, *accumulate(self._heights)]
        self._is_settled = True

    def forget(self, number: int) -> None:
        """Lay out a source anew when it is seen again."""
        self._rows[number] = None

    def lay_out(self, first: int, end: int) -> bool:
        """Lay out the sources from `first` to before `end`; return whether one was not before."""
        is_new = False
        for number in range(max(0, first), min(end, len(self.sources))):
            if self._rows[number] is None and self._lay_out_one(number):
                is_new = True
        return is_new

    def _lay_out_one(self, number: int) -> bool:
        rows = self.sources[number].lay_out(self.width)
        if rows is None:
            return False
        self._rows[number] = rows
        if self._heights[number] != len(rows):
            self._heights[number] = len(rows)
            self._is_settled = False
        return True

    @property
    def is_settled(self) -> bool:
        """Whether each source has the rows that were laid out for it."""
        return self._is_settled

    def settle(self) -> None:
        """Move what lies below sources that were laid out to where it belongs."""
        if not self._is_settled:
            self._starts = [0, *accumulate(self._heights)]
            self._is_settled = True

    def at(self, y: int) -> tuple[int, int]:
        """Return which source row `y` belongs to, and which of its rows it is."""
        number = min(bisect_right(self._starts, y) - 1, len(self.sources) - 1)
        return number, y - self._starts[number]

    def start_of(self, number: int) -> int:
        """Return the row at which a source begins; that after the end for one more."""
        return self._starts[number]

    def is_laid_out(self, number: int) -> bool:
        return self._rows[number] is not None

    def row(self, y: int) -> Row:
        """Return a row, blank where nothing was laid out."""
        number, offset = self.at(y)
        rows = self._rows[number] if number >= 0 else None
        if rows is None or offset >= len(rows):
            return Content("")
        return rows[offset]
