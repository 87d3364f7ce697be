"""What ASCII has in place of the symbols that are not in the sets of glyphs.

Those of Textual's own widgets, of charts and pictures, and of texts such as the names of keys. It
is applied to what is drawn, cell by cell; what is copied or saved stays as it is. Letters of texts
stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from spacetui.tui.widgets.glyphs import ASCII, UNICODE, Glyphs, glyphs

if TYPE_CHECKING:
    from textual.color import Color

_SIGNS = {
    "“”„": '"',
    "‘’‚": "'",
    "…•∙": ".",
    "·‐‑‒–—―": "-",
    "×": "x",
    "←◂◀‹": "<",
    "→▸▶›❯": ">",
    "↑▲△": "^",
    "↓▼▾▽": "v",
    "≥": ">",
    "≤": "<",
    "▀": '"',
    "▔▁▂": "_",
    "▃▄": ".",
    "▅▆": "=",
    "▇█▉▊▋▐▓": "#",
    "▌▍▎▏▕": "|",
    "░▒": ":",
    "■□▪◆◇": "#",
}
# Lines of tables and boxes, and the dots of braille, of which charts are made.
_LEVEL, _UPRIGHT = "─━┄┅┈┉╌╍═╴╶╸╺╼╾", "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"
_BOXES, _BRAILLE = range(0x2500, 0x2580), range(0x2801, 0x2900)


def _table() -> dict[int, str]:
    table = dict.fromkeys(_BOXES, "+") | dict.fromkeys(_BRAILLE, "*") | {0x2800: " "}
    signs = {**_SIGNS, _LEVEL: "-", _UPRIGHT: "|"}
    table |= {ord(each): sign for group, sign in signs.items() for each in group}
    names = Glyphs.__annotations__
    return table | {ord(getattr(UNICODE, name)): getattr(ASCII, name) for name in names}


class AsciiFilter(LineFilter):
    """Puts a sign of ASCII in place of each symbol that has one."""

    def __init__(self) -> None:
        super().__init__()
        self._table = _table()

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text.translate(self._table), style, control)
            for text, style, control in segments
        ]


_filter: list[LineFilter] = []


def ascii_filters() -> list[LineFilter]:
    """Return the filter where the set of glyphs in use is ASCII, else none."""
    if glyphs() is not ASCII:
        return []
    if not _filter:
        _filter.append(AsciiFilter())
    return _filter
