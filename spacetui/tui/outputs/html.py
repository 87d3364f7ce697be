"""HTML as the text in it; it is never rendered, and no link in it is opened."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import ClassVar

from spacetui.model.schema import Json, Return
from spacetui.tui.outputs.html_table import HtmlTable
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.outputs.textbox import TextView
from spacetui.tui.widgets.glyphs import glyphs

# Characters of HTML that are parsed.
MAX_PARSED = 1_000_000
# Characters of a link's address.
MAX_ADDRESS = 300


class HtmlView(TextView):
    """The text of an HTML fragment."""

    SUFFIX: ClassVar[str] = ".html"

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self._growing = GrowingHtml()

    def draw(self, value: Json, final: bool) -> None:
        if not isinstance(value, str):
            super().draw(value, final)
        elif final:
            super().draw(html_text(value), final)
        else:
            super().draw(self._growing.text_of(value), final)


_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "ul",
        "ol",
        "pre",
        "section",
    ]
)
# Elements whose text is not for readers.
_HIDDEN = frozenset(["script", "style", "template", "head", "svg"])

# What stands for an element that is drawn.
_PICTURES = {"svg": "[a drawing]", "canvas": "[a drawing]", "video": "[a video]"}


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open_hidden = 0
        self._addresses: list[str] = []
        # The lists and tables that are open, from the outside in; a list as its next number.
        self._lists: list[int | None] = []
        self._tables: list[HtmlTable] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._open_hidden += 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        attributes = dict(attrs)
        if tag in _PICTURES and not self._open_hidden - (tag in _HIDDEN):
            self.parts.append(_PICTURES[tag])
        if tag == "img" and attributes.get("alt"):
            self.parts.append(f"[{attributes['alt']}]")
        elif tag == "iframe":
            self.parts.append(_frame_text(attributes))
        elif tag == "a":
            self._addresses.append(attributes.get("href") or "")
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self.parts.append(self._item_mark())
        elif tag == "table":
            self._tables.append(HtmlTable(len(self.parts)))
        elif self._tables:
            self._tables[-1].begin(tag, self.parts)

    def _item_mark(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{glyphs().dot} "
        self._lists[-1] = number + 1
        return f"{number}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN and self._open_hidden:
            self._open_hidden -= 1
        if tag == "table" and self._tables:
            self._tables.pop().replace(self.parts)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "a" and self._addresses:
            self._add_address(self._addresses.pop())

    def _add_address(self, address: str) -> None:
        if address.startswith(("http://", "https://")):
            self.parts.append(f" ({address[:MAX_ADDRESS]})")

    def handle_data(self, data: str) -> None:
        if not self._open_hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def _frame_text(attributes: Mapping[str, str | None]) -> str:
    """Return what an iframe shows: an address, or a page that the app sends with it."""
    address = attributes.get("src") or ""
    if address.startswith(("http://", "https://")):
        return f"[a page of {address[:MAX_ADDRESS]}]"
    return "[a page within this one, which is not shown]"


class GrowingHtml:
    """HTML that streams in; of what has grown, only what is new is parsed."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._parser, self._html = _TextParser(), ""

    def text_of(self, html: str) -> str:
        """Return the text of an HTML fragment up to its last whole tag."""
        if "<" not in html and "&" not in html:
            return html
        if not html.startswith(self._html):
            self._begin()
        try:
            self._parser.feed(html[len(self._html) : MAX_PARSED])
        except (AssertionError, ValueError):  # see html_text
            self._begin()
            return html
        self._html = html
        return _joined(self._parser.parts)


def _joined(parts: list[str]) -> str:
    """Return the parts of a text with no more than one empty line between them."""
    lines = [each.strip() for each in "".join(parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def html_text(html: str) -> str:
    """Return the text of an HTML fragment: each block on its own line, links with their address."""
    if "<" not in html and "&" not in html:
        return html
    parser = _TextParser()
    try:
        parser.feed(html[:MAX_PARSED])
        parser.close()
    except (AssertionError, ValueError):  # html.parser gives up on some markup: show it as it came
        return html
    return _joined(parser.parts)
