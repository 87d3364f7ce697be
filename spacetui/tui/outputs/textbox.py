"""Text, streamed or complete: wrapped once, line by line, as it grows."""

from textual.content import Content
from textual.geometry import Region

from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import make_visible
from spacetui.text.word_count import WordCount
from spacetui.tui.keys import key_name
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.text_layout import more_text, muted
from spacetui.tui.outputs.view_body import Layout, ViewBody
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import end_of_row

# Lines that are kept for display; a copy has all of the text. Of a stream the last lines are kept,
# of a final text the first.
MAX_LINES = 4_000
DROPPED_AT_ONCE = 1_000
# Characters of a final text that are wrapped; more do not fit into MAX_LINES at usual widths. They
# are wrapped in pieces until there are enough lines.
MAX_WRAPPED, PIECE = 1_000_000, 50_000
# Characters of a text that came at once whose words are counted, which takes 10 ms.
MAX_COUNTED = 200_000


class TextWrapper:
    """Text wrapped to a width in cells; `add` continues where the last line ended.

    is_whole: all lines are kept. dropped: how many of the first are no longer in `lines`.
    """

    def __init__(self, width: int, *, is_whole: bool = False) -> None:
        self.width = width
        self._is_whole = is_whole
        self.lines: list[str] = []
        self.dropped = 0
        self._last_line = ""

    def add(self, text: str) -> None:
        """Append text. Only the last line is wrapped again."""
        text = self._last_line + text
        if self.lines:
            self.lines.pop()
        *whole_lines, last_line = text.split("\n")
        for each in whole_lines:
            self.lines += wrap_line(each, self.width)[0]
        rows, start = wrap_line(last_line, self.width)
        self.lines += rows
        self._last_line = last_line[start:]
        if len(self.lines) > MAX_LINES + DROPPED_AT_ONCE and not self._is_whole:
            self.dropped += DROPPED_AT_ONCE
            del self.lines[:DROPPED_AT_ONCE]


def wrap_line(text: str, width: int) -> tuple[list[str], int]:
    """Wrap a text without line breaks to `width` cells, at blanks if there are any.

    Returns the rows, and the index in `text` where the last row starts.
    """
    if len(text) * 2 <= width or (text.isascii() and len(text) <= width):
        return [text], 0
    rows: list[str] = []
    at = start = 0
    is_ascii = text.isascii()
    while at < len(text):
        start = at
        end = _end_of_row(text, at, width, is_ascii)
        if end >= len(text):
            rows.append(text[at:])
            break
        blank = text.rfind(" ", at + 1, end + 1)
        if blank > at:
            rows.append(text[at:blank])
            at = blank + 1
        else:
            rows.append(text[at:end])
            at = end
    return rows or [""], start


def _end_of_row(text: str, at: int, width: int, is_ascii: bool) -> int:
    """Return the index after a row of `width` cells that starts at `at`: at least one character."""
    if is_ascii:
        return at + width
    return max(at + 1, end_of_row(text, width, at))


class TextBody(ViewBody):
    """A body of one text. If it has grown, `show_text` wraps only what is new."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.is_growing = False
        self._wrapper = TextWrapper(0)  # 0: the width is not known before the first layout
        self._wrapped = 0  # characters of `text` that are wrapped
        self._has_more = False  # a final text has more lines than are shown
        self._hidden = 0  # characters of these, without the ends of lines
        self._shows_lines = False

    @property
    def first_line(self) -> int:
        # The row that says so stands in the place of the last one.
        return max(0, self._wrapper.dropped - 1)

    def show_lines(self, layout: Layout) -> None:
        """Show lines instead of a text."""
        if not self._shows_lines:
            self._shows_lines, self._laid_out = True, None
        super().show_lines(layout)

    def show_text(self, text: str, is_growing: bool) -> None:
        """Show `text`; while it grows a caret is drawn at its end."""
        is_whole = bool(self.text) and not self._shows_lines and not self._has_more
        is_grown = is_whole and text.startswith(self.text)
        if not is_grown:
            self._wrapped, self._has_more = 0, False
            self._wrapper = TextWrapper(self._wrapper.width)
        self.text, self.is_growing, self._shows_lines = text, is_growing, False
        height_before, dropped_before = self._height(), self._wrapper.dropped
        self._wrap()
        has_new_height = not self._wrapper.width or self._height() != height_before
        changed: list[Region] = []
        if is_grown and height_before and self._wrapper.dropped == dropped_before:
            # All rows but the last stand as they did.
            changed = [Region(0, height_before - 1, self.size.width, 1)]
        self.refresh(*changed, layout=has_new_height)

    def _wrap(self) -> None:
        """Wrap what is not wrapped yet, without the part of a long text that is not shown."""
        if not self._wrapper.width:
            return
        if self._wrapped or self.is_growing:
            self._wrap_growth()
        else:
            self._wrap_final()
        self._wrapped = len(self.text)

    def _wrap_growth(self) -> None:
        start = self._wrapped
        if start == 0 and len(self.text) > MAX_WRAPPED:
            start = len(self.text) - MAX_WRAPPED // 2
            self._wrapper.dropped += 1
        if start < len(self.text) or not self._wrapper.lines:
            self._add(start, len(self.text))

    def _wrap_final(self) -> None:
        self._wrapper = TextWrapper(self._wrapper.width, is_whole=True)
        most, end, lines = min(len(self.text), MAX_WRAPPED), 0, self._wrapper.lines
        while not lines or (end < most and len(lines) <= MAX_LINES):
            start, end = end, min(end + PIECE, most)
            self._add(start, end)
        self._has_more = len(lines) > MAX_LINES or end < len(self.text)
        self._hidden = len(self.text) - end + sum(map(len, lines[MAX_LINES:]))
        del lines[MAX_LINES:]

    def _add(self, start: int, end: int) -> None:
        self._wrapper.add(make_visible(self.text[start:end]).replace("\t", "    "))

    def _height(self) -> int:
        if not self.text and not self.is_growing:
            return 0  # its head says that there is none
        wrapper = self._wrapper
        return len(wrapper.lines) + bool(wrapper.dropped) + self._has_more

    def line_count(self, width: int) -> int:
        if self._shows_lines:
            return super().line_count(width)
        # One cell is kept for the caret, so that it never needs a line of its own.
        text_width = max(1, width - 1)
        if self._wrapper.width != text_width:
            self._wrapper = TextWrapper(text_width)
            self._wrapped, self._has_more = 0, False
            self._wrap()
        return self._height()

    def line_at(self, y: int, width: int) -> Content:
        if self._shows_lines:
            return super().line_at(y, width)
        wrapper = self._wrapper
        if wrapper.dropped:
            if y == 0:
                return muted(
                    f"{glyphs().cut} the beginning is not shown; {key_name('page')} shows all"
                )
            y -= 1
        if y >= len(wrapper.lines):
            return muted(more_text(count_text(self._hidden, "character", is_grouped=True)))
        content = Content(wrapper.lines[y])
        if self.is_growing and y == len(wrapper.lines) - 1:
            content = Content.assemble(content, (glyphs().caret, "$accent"))
        return content


class TextView(OutputView):
    """Text; its summary counts the words."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.text_body = TextBody()
        self.body = self.text_body
        self._words = WordCount()
        self._counted = 0  # characters of the text whose words were counted last

    def draw(self, value: Json, final: bool) -> None:
        if isinstance(value, str):
            self.text_body.show_text(value, not final)
            self.summary = self._count_words(value)
        elif value is None:
            self.text_body.show_text("", not final)
            self.summary = "null"
        else:
            self.draw_json(value)

    def _count_words(self, text: str) -> str:
        if len(text) - self._counted > MAX_COUNTED:
            return count_text(len(text), "character", is_grouped=True)
        self._counted = len(text)
        return count_text(self._words.count(text), "word", is_grouped=True)
