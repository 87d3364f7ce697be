"""TextPart: one text of a view, read into blocks piece by piece, and further where it grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from textual.content import Content

from spacetui.tui.outputs.rich_text.block import Block
from spacetui.tui.outputs.rich_text.block_rows import BlockRows, Highlight, plain_code
from spacetui.tui.outputs.rich_text.markdown_scanner import MarkdownScanner
from spacetui.tui.outputs.rich_text.row_stack import Row, RowSource

# Characters that are read at a stretch: 1 ms of Markdown, 3 of HTML with many tags.
PIECE = 1_000
NO_MARGIN = Content("")


class Part(Protocol):
    """What stands in a view, as sources of rows."""

    @property
    def sources(self) -> Sequence[RowSource]:
        """The sources from top to bottom."""

    @property
    def unread(self) -> int:
        """How many characters are not read yet."""

    def read(self, characters: int) -> int:
        """Read so many more, at least; return the number of the first source that has changed."""


class FixedPart:
    """A part that is what it is from the beginning."""

    unread = 0

    def __init__(self, *sources: RowSource) -> None:
        self.sources = sources

    def read(self, characters: int) -> int:
        return len(self.sources)


class Scanner(Protocol):
    """What reads a text into blocks."""

    blocks: list[Block]

    def read(self, text: str, /) -> int:
        """Read more text; return the number of the first block that is new or has changed."""

    def finish(self) -> int:
        """Read what was held back, since no more comes; return as `read` does."""


class _Unread:
    """The place of text that is not read yet."""

    def __init__(self, characters: int) -> None:
        self._characters = characters

    def estimate(self, width: int) -> int:
        return 1 + self._characters // max(1, width)

    def lay_out(self, width: int) -> Sequence[Row] | None:
        return None


class TextPart:
    """A text in Markdown, or whatever `make_scanner` reads.

    margin: stands before each row. is_complete: no more comes. The others: as those of BlockRows.
    """

    def __init__(
        self,
        text: str,
        make_scanner: Callable[[], Scanner] = MarkdownScanner,
        *,
        is_complete: bool = True,
        margin: Content = NO_MARGIN,
        keeps_lines: bool = False,
        highlight: Highlight = plain_code,
    ) -> None:
        self.text, self._is_complete = text, is_complete
        self.sources: list[RowSource] = []
        self._scanner = make_scanner()
        self._margin, self._keeps_lines, self._highlight = margin, keeps_lines, highlight
        self._read = 0
        self._blocks: list[Block] = []  # those of the sources

    @property
    def unread(self) -> int:
        return len(self.text) - self._read

    def take(self, text: str, *, is_complete: bool) -> bool:
        """Go on with a later text; return False where it is not this one with more at its end."""
        if not text.startswith(self.text):
            return False
        self.text, self._is_complete = text, is_complete
        return True

    def read(self, characters: int) -> int:
        end = min(len(self.text), self._read + characters)
        first = len(self._blocks)
        while self._read < end:
            piece = self.text[self._read : self._read + PIECE]
            first = min(first, self._scanner.read(piece))
            self._read += len(piece)
        if self.unread == 0 and self._is_complete:
            first = min(first, self._scanner.finish())
        return self._show(first)

    def _show(self, first: int) -> int:
        """Make sources of the blocks from `first` on; return the first that is another one."""
        blocks = self._scanner.blocks
        known = min(len(blocks), len(self._blocks))
        while first < known and blocks[first] == self._blocks[first]:
            first += 1
        del self.sources[first:]
        del self._blocks[first:]
        self._blocks += blocks[first:]
        self.sources += [self._rows_of(each) for each in blocks[first:]]
        if self.unread:
            self.sources.append(_Unread(self.unread))
        return first

    def _rows_of(self, block: Block) -> RowSource:
        return BlockRows(block, self._margin, self._keeps_lines, self._highlight)
