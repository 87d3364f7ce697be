"""The Markdown within a paragraph as Content: emphasis, code, links with their address, images."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.text.terminal_escapes import make_visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Characters of an address. Brackets in one block: the time of the parser grows with the square of
# those that are not closed; with more the text is shown as it came.
MAX_ADDRESS, MAX_BRACKETS = 300, 60
CODE_STYLE, LINK_STYLE, ADDRESS_STYLE = "$secondary", "$secondary", "$muted"
_MARKUP = re.compile(r"[*_`\[\]<!&\\~]| {2,}\n")
_STYLES = {"strong": "bold", "em": "italic", "s": "strike", "link": LINK_STYLE}
TAG_STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "del"), "strike"),
    **dict.fromkeys(("code", "kbd"), CODE_STYLE),
    "u": "underline",
}
# Tags of HTML that change nothing here. Others are shown as they came.
_SILENT = frozenset(["a", "abbr", "font", "mark", "p", "q", "small", "span", "sub", "sup", "/a"])
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\b(href|src|alt)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")


@cache
def _parser() -> MarkdownIt:
    """Return the parser: it is not for the first frame."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("strikethrough")


def inline_content(source: str, *, keeps_lines: bool = False) -> Content:
    """Return the text of a paragraph as drawn. keeps_lines: each line is a row of its own."""
    if not _MARKUP.search(source) or source.count("[") > MAX_BRACKETS:
        return Content(_plain(source if keeps_lines else source.replace("\n", " ")))
    runs = _Runs("\n" if keeps_lines else " ")
    for token in _parser().parseInline(source):
        runs.add(token.children or ())
    return runs.content


def _plain(text: str) -> str:
    return make_visible(text).replace("\t", "    ")


def address_text(address: str) -> str:
    """Return an address as it is shown; empty for a place within the page."""
    if address.startswith("#"):
        return ""
    if address.startswith("data:"):
        return "data in the text"
    return address[:MAX_ADDRESS]


def image_text(alt: str, address: str) -> str:
    """Return what stands in the place of an image: its text and its address."""
    shown = address_text(address)
    name = alt.strip() or "image"
    return f"[{name}] ({shown})" if shown else f"[{name}]"


class _Runs:
    """The runs of text of one paragraph, each in the styles that are open."""

    def __init__(self, line_end: str) -> None:
        self._line_end = line_end
        self._parts: list[tuple[str, str]] = []
        self._styles: list[str] = []
        # For each link that is open: its address, and the number of the part it begins with.
        self._links: list[tuple[str, int]] = []

    @property
    def content(self) -> Content:
        return Content.assemble(*self._parts)

    def add(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            add = self._of_type.get(token.type)
            if add is not None:
                add(self, token)
            elif token.nesting:
                self._nest(token)
            else:
                self._text(token.content)

    def _text(self, text: str, style: str = "") -> None:
        if text:
            styles = " ".join([*self._styles, style]).strip()
            self._parts.append((_plain(text), styles))

    def _nest(self, token: Token) -> None:
        name = token.type.rpartition("_")[0]
        if token.nesting > 0:
            self._open(name, str(token.attrs.get("href", "")))
        else:
            self._close(name)

    def _open(self, name: str, address: str = "") -> None:
        self._styles.append(_STYLES.get(name, ""))
        if name == "link":
            self._links.append((address, len(self._parts)))

    def _close(self, name: str) -> None:
        if self._styles:
            self._styles.pop()
        if name == "link" and self._links:
            address, first = self._links.pop()
            said = "".join(text for text, _ in self._parts[first:])
            self._say_address(said, address)

    def _say_address(self, said: str, address: str) -> None:
        shown = address_text(address)
        if shown and shown not in (said, f"mailto:{said}"):
            self._text(f" ({shown})", ADDRESS_STYLE)

    def _code(self, token: Token) -> None:
        self._text(token.content, CODE_STYLE)

    def _soft_break(self, token: Token) -> None:
        self._text(self._line_end)

    def _hard_break(self, token: Token) -> None:
        self._text("\n")

    def _image(self, token: Token) -> None:
        self._text(image_text(token.content, str(token.attrs.get("src", ""))), LINK_STYLE)

    def _html(self, token: Token) -> None:
        tag = _TAG.fullmatch(token.content)
        if tag is None:
            if not token.content.startswith("<!--"):
                self._text(token.content)
            return
        is_end, name = bool(tag[1]), tag[2].lower()
        attributes = {key: value.strip("\"'") for key, value in _ATTRIBUTE.findall(tag[3])}
        if name == "br":
            self._text("\n")
        elif name == "img":
            text = image_text(attributes.get("alt", ""), attributes.get("src", ""))
            self._text(text, LINK_STYLE)
        elif name == "a":
            self._link_tag(is_end, attributes.get("href", ""))
        elif name in TAG_STYLES:
            self._style_tag(is_end, TAG_STYLES[name])
        elif name not in _SILENT:
            self._text(token.content, ADDRESS_STYLE)

    def _link_tag(self, is_end: bool, address: str) -> None:
        if not is_end:
            self._open("link", address)
        elif self._links:
            self._close("link")

    def _style_tag(self, is_end: bool, style: str) -> None:
        if not is_end:
            self._styles.append(style)
        elif style in self._styles:
            self._styles.reverse()
            self._styles.remove(style)
            self._styles.reverse()

    _of_type: dict[str, Callable[[_Runs, Token], None]] = {
        "code_inline": _code,
        "softbreak": _soft_break,
        "hardbreak": _hard_break,
        "image": _image,
        "html_inline": _html,
    }
