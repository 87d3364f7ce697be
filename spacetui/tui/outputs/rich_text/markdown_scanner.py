"""MarkdownScanner: Markdown, line by line, as blocks; of a text that grows only what is new."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

from spacetui.tui.outputs.rich_text.block import (
    MAX_BLOCK,
    MAX_CODE_LINES,
    MAX_TABLE_ROWS,
    Block,
    Kind,
)
from spacetui.tui.widgets.glyphs import glyphs

# Quotations and lists within each other that are shown as such.
MAX_DEPTH = 8
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([^\s`{]*)[^`]*")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_RULE = re.compile(r"(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}")
_ITEM = re.compile(r"([-*+]|(\d{1,9})[.)])([ \t]+|$)(.*)")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>]|$)|<!--")
_INLINE_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "br",
        "code",
        "del",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)


class _Fence(NamedTuple):
    """The fence that opened a block of code; empty for code that is indented."""

    marker: str
    column: int


class _Level(NamedTuple):
    """A list that is open. column: where the text of its items begins; shown: on the screen.

    number: of the last item, 0 where they have none.
    """

    marker_column: int
    column: int
    shown: int
    number: int


@dataclass(slots=True)
class _State:
    """What the next line is read with. is_open: whether it may continue the last block."""

    fence: _Fence | None = None
    levels: tuple[_Level, ...] = ()
    is_open: bool = False
    is_after_blank: bool = False
    quote: int = 0
    lines: int = 0  # of the last block, if it is code or a table


class MarkdownScanner:
    """Reads Markdown into blocks.

    The lines of CommonMark that chats have are read: headings, lists, quotations, code, tables,
    rules, HTML. Each list item and each paragraph is a block, so that all of them are small.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._state = _State()
        self._partial = ""  # the line that has no end yet
        # What there was before that line was read: the number of blocks, the last one, the state.
        self._before: tuple[int, Block | None, _State] = (0, None, _State())

    def read(self, text: str) -> int:
        """Read more text; return the number of the first block that is new or has changed."""
        self._take_back_partial()
        first = max(0, len(self.blocks) - 1)
        *lines, last = (self._partial + text).split("\n")
        for line in lines:
            self._read_line(line)
        while len(last) > MAX_BLOCK:
            end = last.rfind(" ", 1, MAX_BLOCK) + 1 or MAX_BLOCK
            self._read_line(last[:end])
            last = last[end:]
        self._partial = last
        newest = self.blocks[-1] if self.blocks else None
        self._before = (len(self.blocks), newest, copy(self._state))
        if last:
            self._read_line(last)
        return first

    def finish(self) -> int:
        """Read what was held back, since no more comes: nothing was."""
        return len(self.blocks)

    def _take_back_partial(self) -> None:
        count, newest, state = self._before
        self._state = copy(state)
        del self.blocks[count:]
        if newest is not None:
            self.blocks[-1] = newest

    # A line.

    def _read_line(self, line: str) -> None:
        line = line.rstrip("\r")
        if self._continue_text(line):
            return
        if len(line) > MAX_BLOCK:
            for start in range(0, len(line), MAX_BLOCK):
                self._read_line(line[start : start + MAX_BLOCK])
            return
        if self._state.fence is None:
            line = self._without_quote(line)
        text = line.lstrip(" \t").rstrip("\n")
        column = len(line[: len(line) - len(text)].expandtabs(4))
        if self._state.fence is not None and self._read_in_code(line, text, column):
            return
        if not text:
            self._blank()
        elif not self._begin_block(text, column):
            self._read_text(line, text, column)

    def _continue_text(self, line: str) -> bool:
        """Add a line to an open paragraph at once: most lines of a long text are such ones.

        No block but a table begins with a line that begins with a letter.
        """
        is_text = line[:1].isalpha() and not self._state.quote and len(line) <= MAX_BLOCK
        if not is_text or not self._is_paragraph_open():
            return False
        return self._continue(self.blocks[-1], _with_break(line, line))

    def _without_quote(self, line: str) -> str:
        quotes = _QUOTE.match(line)
        depth = min(MAX_DEPTH, quotes[0].count(">")) if quotes is not None else 0
        is_lazy = not depth and self._is_paragraph_open() and bool(line.strip())
        if depth != self._state.quote and not is_lazy:
            self._set(quote=depth, is_open=False, levels=())
        return line[quotes.end() :] if quotes is not None else line

    def _is_paragraph_open(self) -> bool:
        return self._state.is_open and self.blocks[-1].kind is Kind.PARAGRAPH

    def _set(self, **changes: object) -> None:
        for name, value in changes.items():
            setattr(self._state, name, value)

    def _blank(self) -> None:
        self._set(is_open=False, is_after_blank=True)

    # Code.

    def _read_in_code(self, line: str, text: str, column: int) -> bool:
        """Read a line while code is open; return False where it is not of the code."""
        fence = self._state.fence
        assert fence is not None
        if not fence.marker:  # indented code: it ends with a line that is not
            if text and column < fence.column:
                self._set(fence=None, is_open=False, is_after_blank=True)
                return False
        elif text.startswith(fence.marker) and not text.strip(fence.marker[0] + " \t"):
            self._set(fence=None, is_open=False, is_after_blank=True)
            return True
        code = line[min(fence.column, len(line) - len(line.lstrip(" "))) :]
        last = self.blocks[-1]
        if self._state.lines >= MAX_CODE_LINES or len(last.text) + len(code) > MAX_BLOCK:
            self._add(last._replace(text=code, gap=False))
            self._set(lines=1)
        else:
            joined = f"{last.text}\n{code}" if self._state.lines else code
            self.blocks[-1] = last._replace(text=joined)
            self._set(lines=self._state.lines + 1)
        return True

    # Blocks.

    def _begin_block(self, text: str, column: int) -> bool:
        """Begin a block of which the line is the first; return False for a line of text."""
        if self._open_levels(column) == () and column >= 4:
            return self._begin_indented_code(text, column)
        fence = _FENCE.fullmatch(text)
        if fence is not None:
            self._leave_lists(column)
            self._add(Block(Kind.CODE, info=fence[2][:40], gap=True))
            self._set(fence=_Fence(fence[1], column), lines=0)
            return True
        if self._is_underline(text):
            return True
        if _RULE.fullmatch(text):
            self._leave_lists(column)
            self._add(Block(Kind.RULE, gap=True))
            self._set(is_after_blank=True)
            return True
        return self._begin_heading(text, column) or self._begin_item(text, column)

    def _open_levels(self, column: int) -> tuple[_Level, ...]:
        return tuple(each for each in self._state.levels if column >= each.column)

    def _begin_indented_code(self, text: str, column: int) -> bool:
        if self._state.is_open or self._state.levels:
            return False
        self._add(Block(Kind.CODE, text=" " * (column - 4) + text, gap=True))
        self._set(fence=_Fence("", 4), lines=1)
        return True

    def _is_underline(self, text: str) -> bool:
        """Make a heading of the paragraph that the line underlines, if it does."""
        underline = _UNDERLINE.fullmatch(text)
        if underline is None or not self._is_paragraph_open() or self.blocks[-1].mark:
            return False
        level = 1 if text[0] == "=" else 2
        self.blocks[-1] = self.blocks[-1]._replace(kind=Kind.HEADING, level=level)
        self._set(is_open=False, is_after_blank=True)
        return True

    def _begin_heading(self, text: str, column: int) -> bool:
        heading = _HEADING.fullmatch(text)
        if heading is None:
            return False
        self._leave_lists(column)
        self._add(Block(Kind.HEADING, text=heading[2] or "", level=len(heading[1]), gap=True))
        self._set(is_after_blank=True)
        return True

    def _begin_item(self, text: str, column: int) -> bool:
        item = _ITEM.fullmatch(text)
        if item is None or (not item[4] and self._is_paragraph_open()):
            return False
        levels = tuple(each for each in self._state.levels if column > each.marker_column)
        beside = self._state.levels[len(levels) : len(levels) + 1]
        levels = levels[:MAX_DEPTH]
        number = 0
        if item[2]:
            number = beside[0].number + 1 if beside and beside[0].number else int(item[2])
        mark = f"{number}. " if item[2] else f"{glyphs().dot} "
        shown = levels[-1].shown if levels else 0
        blanks = min(len(item[3]), 4) or 1
        level = _Level(column, column + len(item[1]) + blanks, shown + len(mark), number)
        is_first = not self._state.levels
        gap = self._state.is_after_blank or (is_first and self._state.is_open)
        self._set(levels=levels)
        self._add(Block(Kind.PARAGRAPH, text=item[4], mark=mark, gap=gap))
        self._set(levels=(*levels, level), is_open=True)
        return True

    # Text.

    def _read_text(self, line: str, text: str, column: int) -> None:
        shown = _with_break(line, text)
        if self._state.is_open and self._continue(self.blocks[-1], shown):
            return
        self._leave_lists(column)
        is_html = _HTML.match(text) is not None and not _is_inline(text)
        kind = Kind.HTML if is_html else Kind.PARAGRAPH
        self._add(Block(kind, text=shown, gap=True))
        self._set(is_open=True)

    def _continue(self, last: Block, text: str) -> bool:
        """Add a line of text to the last block; return False where it begins another one."""
        if last.kind is Kind.TABLE:
            if "|" not in text:
                return False
            self._add_table_row(last, text)
            return True
        if last.kind not in (Kind.PARAGRAPH, Kind.HTML):
            return False
        if _DELIMITER.fullmatch(text) and "|" in text and self._make_table(last, text):
            return True
        if len(last.text) + len(text) > MAX_BLOCK:
            self._add(last._replace(text=text, mark="", gap=False), indent=_text_indent(last))
        else:
            self.blocks[-1] = last._replace(text=f"{last.text}\n{text}")
        self._set(is_open=True)
        return True

    def _make_table(self, last: Block, text: str) -> bool:
        """Make a table of the last line of the last block, which names its columns."""
        before, _, header = last.text.rpartition("\n")
        if last.kind is not Kind.PARAGRAPH or "|" not in header:
            return False
        table = Block(Kind.TABLE, text=f"{header}\n{text}", gap=True)
        if before or last.mark:
            self.blocks[-1] = last._replace(text=before)
            self._add(table, indent=_text_indent(last))
        else:
            self.blocks[-1] = table._replace(indent=last.indent, quote=last.quote, gap=last.gap)
        self._set(is_open=True, lines=0)
        return True

    def _add_table_row(self, last: Block, text: str) -> None:
        if self._state.lines >= MAX_TABLE_ROWS or len(last.text) > 4 * MAX_BLOCK:
            names = "\n".join(last.text.split("\n", 2)[:2])
            self._add(last._replace(text=f"{names}\n{text}", gap=False), indent=last.indent)
            self._set(is_open=True, lines=1)
            return
        self.blocks[-1] = last._replace(text=f"{last.text}\n{text}")
        self._set(lines=self._state.lines + 1)

    def _leave_lists(self, column: int) -> None:
        self._set(levels=self._open_levels(column))

    def _add(self, block: Block, indent: int | None = None) -> None:
        """Add a block where the lists and quotations that are open put it."""
        if indent is None:
            indent = self._state.levels[-1].shown if self._state.levels else 0
        gap = bool(self.blocks) and (block.gap or self._state.is_after_blank)
        self.blocks.append(block._replace(indent=indent, quote=self._state.quote, gap=gap))
        self._set(is_open=False, is_after_blank=False, lines=0)


def _text_indent(block: Block) -> int:
    return block.indent + len(block.mark)


def _with_break(line: str, text: str) -> str:
    """Return a line of text with the blanks at its end, which may break it."""
    return text.rstrip() + ("  " if line.endswith("  ") else "")


def _is_inline(text: str) -> bool:
    """Return whether a line begins with a tag that belongs into a paragraph."""
    name = re.match(r"</?([a-zA-Z0-9-]+)", text)
    return name is not None and name[1].lower() in _INLINE_TAGS
