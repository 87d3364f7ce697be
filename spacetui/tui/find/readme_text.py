"""A README as plain paragraphs, for the space pane."""

from __future__ import annotations

import re

from textual.content import Content

from spacetui.text.html import strip_tags
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import text_content

# Characters of a README that are read.
MAX_README = 20_000

_IMAGE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]]{1,300})\]\([^)]{0,2000}\)")
_EMPHASIS = re.compile(r"(\*\*|__|`)")


def readme_content(text: str, *, title: str = "") -> Content:
    """Return a README with muted headings and code, without images, and with links by their text.

    A heading that only repeats `title` is left out.
    """
    markdown = _LINK.sub(r"\1", _IMAGE.sub("", strip_tags(text[:MAX_README])))
    reader = _Reader(title)
    for each in markdown.splitlines():
        reader.read(each)
    reader.end_paragraph()
    return Content("\n\n").join(reader.paragraphs)


class _Reader:
    """Reads Markdown line by line into paragraphs."""

    def __init__(self, title: str) -> None:
        self.paragraphs: list[Content] = []
        self._title = title
        self._words: list[str] = []
        self._is_in_code = False

    def read(self, raw: str) -> None:
        text = raw.strip()
        if text.startswith("```"):
            self.end_paragraph()
            self._is_in_code = not self._is_in_code
        elif self._is_in_code:
            self.paragraphs.append(Content.styled("  " + visible_line(raw.rstrip(), 200), "$muted"))
        elif not text:
            self.end_paragraph()
        elif text.startswith("#"):
            self._add_heading(text.lstrip("# "))
        elif text.startswith(("- ", "* ", "+ ")):
            self.end_paragraph()
            self._words.append(f"{glyphs().dot} {_EMPHASIS.sub('', text[2:])}")
        else:
            self._words.append(_EMPHASIS.sub("", text))

    def _add_heading(self, heading: str) -> None:
        self.end_paragraph()
        if heading != self._title:
            self.paragraphs.append(Content.styled(visible_line(heading.lower(), 100), "$muted"))

    def end_paragraph(self) -> None:
        if self._words:
            self.paragraphs.append(text_content(" ".join(self._words)))
            self._words.clear()
