"""HtmlScanner: HTML, which is never rendered, as blocks; of one that grows only what is new."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.outputs.rich_text.block import (
    MAX_BLOCK,
    MAX_CODE_LINES,
    Block,
    Kind,
)
from spacetui.tui.outputs.rich_text.html_runs import HtmlRuns
from spacetui.tui.outputs.rich_text.html_table import HtmlTable, Rows
from spacetui.tui.outputs.rich_text.inline_markdown import address_text, image_text
from spacetui.tui.widgets.glyphs import glyphs

# Characters of a tag that has no end, and of a cell. Lists and quotations within each other.
MAX_TAG, MAX_CELL, MAX_DEPTH = 10_000, 8_000, 8
# Elements whose text is not for readers.
_HIDDEN = frozenset(["script", "style", "template", "head", "svg", "noscript", "textarea"])
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that begin a line of their own, and those with a blank row around them.
_LINES = frozenset(
    [
        "div",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "form",
        "fieldset",
        "legend",
        "option",
        "address",
        "figcaption",
        "caption",
        "center",
    ]
)
_PARAGRAPHS = frozenset(["p", "figure", "dl"])
_MEDIA = frozenset(["video", "audio", "embed", "source", "object", "canvas"])
_NAMES = {"video": "a video", "audio": "a sound", "canvas": "a drawing"}

Attributes = dict[str, str]


class HtmlScanner(HTMLParser):
    """Reads an HTML fragment into blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._finished = 0  # how many of the blocks no longer change
        self._runs = HtmlRuns()
        self._gap = self._is_code = False
        self._mark, self._level, self._language = "", 0, ""
        self._hidden: list[str] = []
        # The lists that are open, each by the cells before its text and the number of its last
        # item, None where they have no numbers; and the element of each quotation and details.
        self._lists: list[tuple[int, int | None]] = []
        self._quotes = self._details = 0
        self._table = HtmlTable()

    def read(self, data: str) -> int:
        """Read more; return the number of the first block that is new or has changed."""
        del self.blocks[self._finished :]
        first = self._finished
        try:
            self.feed(data)
            if len(self.rawdata) > MAX_TAG:
                self._give_up_tag()
        except (AssertionError, ValueError):  # html.parser gives up on some markup
            self._give_up_tag()
        self._show_unfinished()
        return first

    def finish(self) -> int:
        """Read what was held back, since no more comes; return as `read` does."""
        first = self._finished
        del self.blocks[first:]
        try:
            self.close()
        except (AssertionError, ValueError):
            self._give_up_tag()
        self._flush()
        self.end_table()
        self._finished = len(self.blocks)
        return first

    def _give_up_tag(self) -> None:
        """Take what began like a tag for text."""
        text, self.rawdata = self.rawdata, ""
        self._text(text)

    def _show_unfinished(self) -> None:
        """Add what is open now, as it would be if it ended here."""
        self._finished, gap = len(self.blocks), self._gap
        if self._table.is_open:
            self._add_table(self._table.rows)
        elif self._runs:
            self._add_block()
        self._gap = gap

    # Blocks.

    @property
    def _indent(self) -> int:
        inner = self._lists[-1][0] if self._lists else 0
        return inner + 2 * min(self._details, MAX_DEPTH)

    def _add(self, block: Block) -> None:
        indent = max(0, self._indent - len(block.mark))
        quote, gap = min(self._quotes, MAX_DEPTH), block.gap and bool(self.blocks)
        self.blocks.append(block._replace(indent=indent, quote=quote, gap=gap))

    def _add_block(self) -> None:
        """Add a block of what was read since the last one."""
        if self._is_code:
            self._add_code(self._runs.text.strip("\n"))
            return
        content = self._runs.content.rstrip()
        if content.plain or self._mark:
            kind = Kind.HEADING if self._level else Kind.PARAGRAPH
            self._add(
                Block(kind, content=content, gap=self._gap, mark=self._mark, level=self._level)
            )

    def _add_code(self, code: str) -> None:
        lines = [
            line[at : at + MAX_BLOCK]
            for line in code.split("\n")
            for at in range(0, max(1, len(line)), MAX_BLOCK)
        ]
        for start in range(0, len(lines), MAX_CODE_LINES):
            text = "\n".join(lines[start : start + MAX_CODE_LINES])
            gap = self._gap and not start
            self._add(Block(Kind.CODE, text=text, gap=gap, info=self._language))

    def _add_table(self, rows: Rows) -> None:
        if rows:
            self._add(Block(Kind.TABLE, cells=rows, gap=True))
            self._gap = True

    def _flush(self, *, gap: bool = False) -> None:
        """End the block that is open; gap: a blank row stands before the next one."""
        if self._table.is_in_cell:
            self._runs.add(" ")
            return
        if self._runs or self._mark:
            self._add_block()
            self._gap, self._mark = False, ""
        self._runs.clear()
        self._gap = self._gap or gap

    # Text.

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text(data)

    def _text(self, data: str) -> None:
        self._runs.add(data, keeps_blanks=self._is_code)
        if self._table.is_in_cell and len(self._runs) > MAX_CELL:
            self._add_table(self._table.leave())  # it is for the layout of a page
        if self._is_code:
            self._cut_code()
            return
        while len(self._runs) > MAX_BLOCK and not self._table.is_in_cell:
            rest = self._runs.cut(MAX_BLOCK)
            self._flush()
            self._runs = rest

    def _cut_code(self) -> None:
        """End a block of code that is long, at the end of a line if there is one."""
        if len(self._runs) > 2 * MAX_BLOCK:
            lines, _, rest = self._runs.text.rpartition("\n")
            self._runs.clear()
            self._runs.add(lines or rest, keeps_blanks=True)
            self._flush()
            if lines:
                self._runs.add(rest, keeps_blanks=True)

    # Tags.

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden.append(tag)
            if tag == "svg":
                self._text("[a drawing]")
        elif self._hidden:
            return
        elif self._breaks(tag):
            self._level = _HEADINGS.get(tag, self._level)
        elif (begin := _BEGIN.get(tag)) is not None:
            begin(self, attributes)
        elif tag in _MEDIA:
            self._media(tag, attributes)
        else:
            self._runs.open(tag, attributes)
            if self._is_code and tag == "code":
                self._name_language(attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _HIDDEN:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
        elif self._breaks(tag):
            self._level = 0 if tag in _HEADINGS else self._level
        elif (end := _END.get(tag)) is not None:
            end(self)
        else:
            self._runs.close(tag)

    def _breaks(self, tag: str) -> bool:
        """End the block that is open, where this element begins and ends one; return whether."""
        is_block = tag in _PARAGRAPHS or tag in _HEADINGS
        if is_block or tag in _LINES:
            self._flush(gap=is_block)
            return True
        return False

    def add_break(self, attributes: Attributes) -> None:
        self._runs.add("\n", keeps_blanks=True)

    def add_rule(self, attributes: Attributes) -> None:
        self._flush()
        self._add(Block(Kind.RULE, gap=True))
        self._gap = True

    def add_image(self, attributes: Attributes) -> None:
        text = image_text(attributes.get("alt", ""), attributes.get("src", ""))
        self._runs.add(text, "$secondary")

    def _media(self, tag: str, attributes: Attributes) -> None:
        address = address_text(attributes.get("src") or attributes.get("data") or "")
        if address or tag != "source":
            name = _NAMES.get(tag, tag)
            self._runs.add(f"[{name}] ({address})" if address else f"[{name}]", "$secondary")

    def add_frame(self, attributes: Attributes) -> None:
        self._flush()
        self._runs.add(frame_text(attributes), "$secondary")
        self._flush()

    def _begin_list(self, number: int | None) -> None:
        self._flush(gap=not self._lists)
        indent = self._lists[-1][0] if self._lists else 0
        if len(self._lists) < MAX_DEPTH:
            indent += 3 if number is not None else 2
        self._lists.append((indent, number))

    def begin_ordered(self, attributes: Attributes) -> None:
        start = attributes.get("start", "")
        self._begin_list(int(start) - 1 if start.isdecimal() and len(start) < 9 else 0)

    def begin_bullets(self, attributes: Attributes) -> None:
        self._begin_list(None)

    def end_list(self) -> None:
        self._flush(gap=len(self._lists) == 1)
        if self._lists:
            self._lists.pop()

    def begin_item(self, attributes: Attributes) -> None:
        self._flush()
        number = self._lists[-1][1] if self._lists else None
        if number is None:
            self._mark = f"{glyphs().dot} "
            return
        self._lists[-1] = (self._lists[-1][0], number + 1)
        self._mark = f"{number + 1}. "

    def end_item(self) -> None:
        self._flush()

    def begin_code(self, attributes: Attributes) -> None:
        self._flush(gap=True)
        self._is_code = not self._table.is_in_cell
        self._name_language(attributes)

    def _name_language(self, attributes: Attributes) -> None:
        name = re.search(r"lang(?:uage)?-(\w{1,40})", attributes.get("class", ""))
        self._language = name[1] if name is not None else ""

    def end_code(self) -> None:
        self._flush(gap=True)
        self._is_code = False

    def begin_quote(self, attributes: Attributes) -> None:
        self._flush(gap=True)
        self._quotes += 1

    def end_quote(self) -> None:
        self._flush(gap=True)
        self._quotes = max(0, self._quotes - 1)

    def begin_details(self, attributes: Attributes) -> None:
        self._flush()
        self._details += 1

    def end_details(self) -> None:
        self._flush()
        self._details = max(0, self._details - 1)

    def begin_summary(self, attributes: Attributes) -> None:
        self._flush()
        self._mark = f"{glyphs().choices} "
        self._runs.open("b", attributes)

    def end_summary(self) -> None:
        self._runs.close("b")
        self._flush()

    def begin_table(self, attributes: Attributes) -> None:
        if self._table.begin():
            self._flush(gap=True)

    def begin_row(self, attributes: Attributes) -> None:
        if self._table.takes_cells:
            self._add_table(self._table.begin_row(self._runs))
        else:
            self._flush()

    def begin_cell(self, attributes: Attributes) -> None:
        if self._table.takes_cells:
            self._table.begin_cell(self._runs)
        else:
            self._flush()

    def end_cell(self) -> None:
        self._table.end_cell(self._runs)

    def end_table(self) -> None:
        self._add_table(self._table.end(self._runs))


def frame_text(attributes: Attributes) -> str:
    """Return what an iframe shows: an address, or a page that the app sends with it."""
    address = attributes.get("src", "")
    title = make_visible(attributes.get("title", ""))[:80]
    named = f", {title}" if title else ""
    if address.startswith(("http://", "https://")):
        return f"[a page of {address_text(address)}{named}]"
    return f"[a page within this one, which is not shown{named}]"


_BEGIN: dict[str, Callable[[HtmlScanner, Attributes], None]] = {
    "br": HtmlScanner.add_break,
    "hr": HtmlScanner.add_rule,
    "img": HtmlScanner.add_image,
    "iframe": HtmlScanner.add_frame,
    "ul": HtmlScanner.begin_bullets,
    "menu": HtmlScanner.begin_bullets,
    "ol": HtmlScanner.begin_ordered,
    "li": HtmlScanner.begin_item,
    "pre": HtmlScanner.begin_code,
    "blockquote": HtmlScanner.begin_quote,
    "details": HtmlScanner.begin_details,
    "summary": HtmlScanner.begin_summary,
    "table": HtmlScanner.begin_table,
    "tr": HtmlScanner.begin_row,
    "td": HtmlScanner.begin_cell,
    "th": HtmlScanner.begin_cell,
}
_END: dict[str, Callable[[HtmlScanner], None]] = {
    "ul": HtmlScanner.end_list,
    "menu": HtmlScanner.end_list,
    "ol": HtmlScanner.end_list,
    "li": HtmlScanner.end_item,
    "pre": HtmlScanner.end_code,
    "blockquote": HtmlScanner.end_quote,
    "details": HtmlScanner.end_details,
    "summary": HtmlScanner.end_summary,
    "table": HtmlScanner.end_table,
    "tr": HtmlScanner.end_cell,
    "td": HtmlScanner.end_cell,
    "th": HtmlScanner.end_cell,
}
