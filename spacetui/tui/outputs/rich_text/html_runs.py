"""HtmlRuns: the text of one block of HTML, in runs of one style."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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

    def __init__(
        self,
        parts: Sequence[tuple[str, str]] = (),
        open_elements: list[tuple[str, str, str]] | None = None,
    ) -> None:
        """parts: texts with their styles. open_elements: by another part of the same block too."""
        self._parts = list(parts)
        self._size = sum(len(text) for text, _ in parts)
        # The elements that are open: name, style, and of a link its address.
        self._open = [] if open_elements is None else open_elements

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
        parts, self._parts, self._size = self._parts, [], 0
        for number, (text, style) in enumerate(parts):
            room = length - self._size
            if len(text) <= room:
                self._keep(text, style)
                continue
            at = text.rfind(" ", 0, room) + 1 or room
            self._keep(text[:at], style)
            return HtmlRuns([(text[at:], style), *parts[number + 1 :]], self._open)
        return HtmlRuns(open_elements=self._open)

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
