"""The rows of a block of Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content

from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.outputs.rich_text.block import MAX_BLOCK, Block, Kind
from spacetui.tui.outputs.rich_text.html_scanner import HtmlScanner
from spacetui.tui.outputs.rich_text.inline_markdown import inline_content
from spacetui.tui.outputs.rich_text.wrapping import table_rows, wrap_content
from spacetui.tui.widgets.code_lines import wrap_code
from spacetui.tui.widgets.glyphs import glyphs

# Cells that are left for a text, however deep it stands in lists and quotations; cells of code
# before it.
MIN_TEXT, CODE_INDENT = 10, 2
_CELL = re.compile(r"(?<!\\)\|")
_HEADINGS = {1: "bold $foreground", 2: "bold $foreground"}

# Code and the name of its language -> its lines.
Highlight = Callable[[str, str], Sequence[Content]]


def plain_code(text: str, language: str) -> list[Content]:
    """Return the lines of code in one colour."""
    return [Content(each) for each in make_visible(text).replace("\t", "    ").split("\n")]


@dataclass(frozen=True, slots=True)
class BlockRows:
    """A block as a RowSource. margin: stands before each row. keeps_lines: as inline_content.

    is_first: of its text, so that there is no blank row above it.
    """

    block: Block
    margin: Content
    keeps_lines: bool = False
    highlight: Highlight = plain_code

    def estimate(self, width: int) -> int:
        block = self.block
        text = block.content.plain if block.content is not None else block.text
        lines = len(block.cells) or 1 + text.count("\n")
        if block.kind is Kind.PARAGRAPH:
            lines = max(lines * self.keeps_lines, 1 + len(text) // max(1, width))
        return lines + block.gap

    def lay_out(self, width: int) -> Sequence[Content]:
        block = self.block
        before = self.margin + _before(block)
        room = max(MIN_TEXT, width - before.cell_length)
        rows = self._rows(block, room)
        shown = [before + each for each in rows]
        if block.mark and shown:
            at = len(before) - len(block.mark)
            shown[0] = before[:at] + Content.styled(block.mark, "$muted") + rows[0]
        return [self.margin, *shown] if block.gap else shown

    def _rows(self, block: Block, width: int) -> list[Content]:
        match block.kind:
            case Kind.CODE:
                lines = list(self.highlight(block.text, block.info))
                indent = Content(" " * CODE_INDENT)
                return [indent + row for row in wrap_code(lines, max(1, width - CODE_INDENT))]
            case Kind.TABLE:
                if block.cells:
                    return table_rows(block.cells, width)
                return table_rows(_table_cells(block.text), width, _aligned(block.text))
            case Kind.RULE:
                return [Content.styled(glyphs().rule * width, "$rule")]
            case Kind.HTML:
                return self._html_rows(block, width)
            case Kind.HEADING:
                content = self._content(block).stylize(_HEADINGS.get(block.level, "bold"))
                return wrap_content(content, width)
        return wrap_content(self._content(block), width)

    def _content(self, block: Block) -> Content:
        if block.content is not None:
            return block.content
        return inline_content(block.text, keeps_lines=self.keeps_lines)

    def _html_rows(self, block: Block, width: int) -> list[Content]:
        """Return the rows of HTML within Markdown."""
        scanner = HtmlScanner()
        scanner.read(block.text)
        scanner.finish()
        rows: list[Content] = []
        for each in scanner.blocks:
            rows += BlockRows(each, Content(""), self.keeps_lines, self.highlight).lay_out(width)
        return rows


def has_code(source: object) -> bool:
    """Return whether a source may have code, which is drawn in colours when its lexer is loaded."""
    return isinstance(source, BlockRows) and source.block.kind in (Kind.CODE, Kind.HTML)


def _before(block: Block) -> Content:
    """Return what stands before each row of a block: its quotations, its lists, its mark."""
    bars = Content.styled(f"{glyphs().upright} " * block.quote, "$rule")
    return bars + " " * (block.indent + len(block.mark))


def _table_cells(text: str) -> list[list[Content]]:
    """Return the cells of a table; its second line, which has none, is left out."""
    lines = text.split("\n")
    return [_cells(each) for each in [lines[0], *lines[2:]]]


def _aligned(text: str) -> str:
    """Return the signs of table_rows for a table, of which the second line has colons."""
    ends = [each.strip() for each in text.split("\n")[1].strip().strip("|").split("|")]
    is_right = {":": "^", "-": ">"}
    return "".join(is_right[each[:1]] if each.endswith(":") else "<" for each in ends)


def _cells(line: str) -> list[Content]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    cells = _CELL.split(inner[: 4 * MAX_BLOCK])
    return [inline_content(each.strip().replace("\\|", "|")) for each in cells]
