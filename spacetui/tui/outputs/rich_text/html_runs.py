"""HtmlRuns: the text of one block of HTML, in runs of one style."""

from __future__ import annotations

import re
from collections.abc import Mapping

from textual.content import Content

from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.outputs.rich_text.inline_markdown import (
    ADDRESS_STYLE,
    LINK_STYLE,
    TAG_STYLES,
    address_text,
)

# Elements within each other whose style is kept.
MAX_OPEN = 40


class HtmlRuns:
    """What was read of a block, with the inline elements that are open."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, str]] = []
        self._size = 0
        # The elements that are open: name, style, and of a link its address.
        self._open: list[tuple[str, str, str]] = []

    def __len__(self) -> int:
        return self._size

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self._parts)

    @property
    def content(self) -> Content:
        return Content.assemble(*self._parts)

    def clear(self) -> None:
        """Forget what was read; elements stay open."""
        self._parts, self._size = [], 0

    def add(self, text: str, style: str = "", *, keeps_blanks: bool = False) -> None:
        """Add text; blanks and line ends in HTML are one blank, unless they are kept."""
        if not keeps_blanks:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
            if not self._parts or self._parts[-1][0].endswith((" ", "\n")):
                text = text.removeprefix(" ")
        if text:
            styles = " ".join(filter(None, [*(each[1] for each in self._open), style]))
            shown = make_visible(text).replace("\t", "    ")
            self._parts.append((shown, styles))
            self._size += len(shown)

    def cut(self, length: int) -> HtmlRuns:
        """Keep the first characters, up to a blank, and return the rest."""
        rest = HtmlRuns()
        rest._open = self._open
        parts, self._parts, self._size = self._parts, [], 0
        for number, (text, style) in enumerate(parts):
            room = length - self._size
            if len(text) <= room:
                self._keep(text, style)
                continue
            at = text.rfind(" ", 0, room) + 1 or room
            self._keep(text[:at], style)
            rest._parts = [(text[at:], style), *parts[number + 1 :]]
            break
        rest._size = sum(len(text) for text, _ in rest._parts)
        return rest

    def _keep(self, text: str, style: str) -> None:
        self._parts.append((text, style))
        self._size += len(text)

    def open(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element within the text."""
        if len(self._open) < MAX_OPEN:
            style = LINK_STYLE if tag == "a" else TAG_STYLES.get(tag, "")
            self._open.append((tag, style, attributes.get("href", "")))

    def close(self, tag: str) -> None:
        """End the last element of this name, and those within it."""
        places = [at for at, each in enumerate(self._open) if each[0] == tag]
        if not places:
            return
        address = address_text(self._open[places[-1]][2])
        del self._open[places[-1] :]
        if address.startswith(("http://", "https://", "mailto:")) and address not in self.text:
            self.add(f" ({address})", ADDRESS_STYLE, keeps_blanks=True)
