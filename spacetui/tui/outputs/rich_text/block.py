"""Block: a small part of a text that is laid out by itself, such as a paragraph or a list item."""

from enum import Enum
from typing import NamedTuple

from textual.content import Content

# Characters of the text of a block. A longer paragraph is several blocks, so that the last one, of
# a text that streams in, is always parsed at once. The parser's time may grow with the square.
MAX_BLOCK = 2_000
# Lines of code, and rows of a table, in a block.
MAX_CODE_LINES, MAX_TABLE_ROWS = 40, 100


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"
    HTML = "html"


class Block(NamedTuple):
    """A part of a text.

    text: its source; of code the code, of a table its lines. content: what is drawn in place of
    the text, where it is known. cells: the rows of a table that is not read from its text.
    mark: what stands before it in a list, `1. `. indent: cells before the mark. quote: how many
    quotations it stands in. gap: a blank row stands above it. info: the language of code.
    level: of a heading.
    """

    kind: Kind
    text: str = ""
    mark: str = ""
    indent: int = 0
    quote: int = 0
    gap: bool = False
    info: str = ""
    level: int = 0
    content: Content | None = None
    cells: tuple[tuple[Content, ...], ...] = ()
