"""GNU screen shows italics in reverse video (seen with 4.9); there nothing is drawn in italics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color


class ItalicFilter(LineFilter):
    """Takes italics away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        upright = Style(italic=False)
        return [
            Segment(text, style + upright, control) if style is not None and style.italic else each
            for each in segments
            for text, style, control in (each,)
        ]
