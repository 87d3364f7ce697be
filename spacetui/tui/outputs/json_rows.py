"""JsonRows: the rows of a JSON value as coloured text for a width, drawn when asked for."""

import json
from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.keys import key_name
from spacetui.tui.outputs.json_tree import MAX_STRING, JsonTree, Kind, Node, Place, Row
from spacetui.tui.widgets.code_lines import wrap_code
from spacetui.tui.widgets.glyphs import glyphs

# Characters of a key, and of a number.
MAX_KEY, MAX_NUMBER = 200, 400
# Characters of a string that is wrapped at blanks; a longer one is cut where a row ends.
MAX_WRAPPED = 4_000
# Cells that a string has at least, however deep it lies.
MIN_ROOM = 12
STRING, NUMBER, MUTED = "$syntax-string", "$syntax-number", "$muted"


class JsonRows:
    """A value as rows. tree: which rows there are."""

    def __init__(self, value: Json) -> None:
        self._width = 0
        # Of open strings, by the id of their node: their rows, or how many characters a row has.
        self._wrapped: dict[int, list[Content]] = {}
        self._characters: dict[int, int] = {}
        self.tree = JsonTree(value, self._rows_below)

    def fit(self, width: int) -> None:
        """Lay the rows out for a width in cells."""
        if width != self._width:
            self._width = width
            self.lay_out()

    def lay_out(self) -> None:
        """Lay the rows out again, because something was opened or closed."""
        self._wrapped.clear()
        self._characters.clear()
        self.tree.lay_out()

    def content(self, row: Row, style: str = "") -> Content:
        """Return a row as drawn. style: of what it shows, without its indent."""
        node = row.place.parent.open.get(row.place.number) if row.place.parent else self.tree.root
        if row.kind is Kind.WHOLE or node is None:
            line = self._whole(row.place)
        elif isinstance(node.value, str):
            line = self._string_row(node, row.line)
        elif row.kind is Kind.FOOT:
            line = Content(f"{_brackets(node.value)[1]}{self._comma(row.place)}")
        else:
            line = self._key(row.place) + Content(_brackets(node.value)[0])
        if style and row.kind is not Kind.FOOT:
            line = Content.styled(line.plain, style)
        return Content(" " * self._indent(row.place)) + line

    # The parts of a row.

    def _whole(self, place: Place) -> Content:
        key, value = self._key(place), self.tree.value_at(place)
        room = max(MIN_ROOM, self._width - self._indent(place) - key.cell_length - 1)
        return key + _short(value, room) + Content(self._comma(place))

    def _key(self, place: Place) -> Content:
        key = place.parent.key_at(place.number) if place.parent is not None else 0
        if isinstance(key, int):
            return Content("")
        cut = glyphs().cut if len(key) > MAX_KEY else ""
        return Content(f"{_text_of(key[:MAX_KEY])}{cut}: ")

    def _comma(self, place: Place) -> str:
        is_last = place.parent is None or place.number == place.parent.count - 1
        return "" if is_last else ","

    def _indent(self, place: Place) -> int:
        depth = place.parent.depth + 1 if place.parent is not None else 0
        return min(2 * depth, self._width // 2)

    # Open strings.

    def _rows_below(self, node: Node) -> int:
        if not self._width:
            return 0
        if len(node.value) <= MAX_WRAPPED:
            return len(self._wrapped_rows(node)) - 1
        return -(-min(len(node.value), MAX_STRING) // self._characters_in_row(node))

    def _string_row(self, node: Node, line: int) -> Content:
        if len(node.value) <= MAX_WRAPPED:
            return self._wrapped_rows(node)[line]
        if line == 0:
            return self._whole(node.place)
        size = self._characters_in_row(node)
        end = min(line * size, MAX_STRING)
        text = _text_of(node.value[(line - 1) * size : end])[1:-1]
        return Content.assemble((f"{glyphs().wrap} ", MUTED), (text, STRING))

    def _wrapped_rows(self, node: Node) -> list[Content]:
        rows = self._wrapped.get(id(node))
        if rows is None:
            line = self._key(node.place) + Content.styled(_text_of(node.value), STRING)
            room = max(MIN_ROOM, self._width - self._indent(node.place))
            rows = wrap_code([line + Content(self._comma(node.place))], room)
            self._wrapped[id(node)] = rows
        return rows

    def _characters_in_row(self, node: Node) -> int:
        """Return how many characters of a long string a row has: none is wider than its escape."""
        if id(node) not in self._characters:
            room = max(MIN_ROOM, self._width - self._indent(node.place) - 2)
            is_narrow = node.value.isascii() and node.value.isprintable()
            self._characters[id(node)] = room if is_narrow else room // 2
        return self._characters[id(node)]


def _short(value: Json, room: int) -> Content:
    """Return a value in about `room` cells, and what is hidden of it."""
    if isinstance(value, str):
        return _short_string(value, room)
    if isinstance(value, (Mapping, list, tuple)):
        brackets = _brackets(value)
        if not value:
            return Content(brackets)
        noun = "key" if isinstance(value, Mapping) else "item"
        size = count_text(len(value), noun, is_grouped=True)
        return Content.assemble(glyphs().cut.join(brackets), (f" {size}", MUTED))
    text = _scalar_text(value)
    cut = glyphs().cut if len(text) > MAX_NUMBER else ""
    return Content.styled(text[:MAX_NUMBER] + cut, NUMBER)


def _short_string(text: str, room: int) -> Content:
    whole = _text_of(text) if len(text) <= room else ""
    if whole and cell_len(whole) <= room:
        return Content.styled(whole, STRING)
    note = f" {count_text(len(text), 'character', is_grouped=True)}"
    if len(text) > MAX_STRING:
        note += f"; {key_name('page')} shows all"
    start = Content(_text_of(text[:room])[:-1])
    shown = start.truncate(max(MIN_ROOM, room - len(note) - 1), ellipsis=False)
    return Content.assemble((f"{shown.plain}{glyphs().cut}", STRING), (note, MUTED))


def _text_of(text: str) -> str:
    """Return a string as JSON writes it, safe to draw."""
    return make_visible(json.dumps(text, ensure_ascii=False))


def _scalar_text(value: Json) -> str:
    try:
        return make_visible(json.dumps(value, default=str))
    except (ValueError, TypeError):  # a whole number of more digits than Python writes
        return f"a number of {value.bit_length():,} bits"


def _brackets(value: Json) -> str:
    return "{}" if isinstance(value, Mapping) else "[]"
