"""Text, streamed or whole: wrapped once, line by line, as it grows."""

from rich.cells import get_character_cell_size
from textual.content import Content

from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.text.terminal import make_visible
from spacetui.tui.outputs import Fetch
from spacetui.tui.outputs.content_lines import Body, Layout
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import as_json, note
from spacetui.tui.widgets.glyphs import glyphs

# Lines kept on show; the copy is whole. A stream keeps its end, a finished text its beginning.
MOST_LINES = 4_000
DROPPED_AT_ONCE = 1_000
# Characters of a whole text that are looked at; more never fit into MOST_LINES of a sane width.
MOST_WHOLE = 1_000_000


class Wrapper:
    """Text folded to a width, one line after the other; `add` continues where the last line began."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []
        self.dropped = 0
        self._open = ""

    def add(self, piece: str) -> None:
        """Append text. Only the last line is folded again."""
        text = self._open + piece
        if self.lines:
            self.lines.pop()
        hard = text.split("\n")
        for each in hard[:-1]:
            self.lines += fold(each, self.width)[0]
        last, start = fold(hard[-1], self.width)
        self.lines += last
        self._open = hard[-1][start:]
        if len(self.lines) > MOST_LINES + DROPPED_AT_ONCE:
            self.dropped += DROPPED_AT_ONCE
            del self.lines[:DROPPED_AT_ONCE]


def fold(text: str, width: int) -> tuple[list[str], int]:
    """Fold one line without breaks to `width` cells, at blanks where there are some.

    Gives the lines, and where in `text` the last of them starts.
    """
    if len(text) * 2 <= width or (text.isascii() and len(text) <= width):
        return [text], 0
    lines: list[str] = []
    at = start = 0
    is_ascii = text.isascii()
    while at < len(text):
        start = at
        end = _reach(text, at, width, is_ascii)
        if end >= len(text):
            lines.append(text[at:])
            break
        blank = text.rfind(" ", at + 1, end + 1)
        if blank > at:
            lines.append(text[at:blank])
            at = blank + 1
        else:
            lines.append(text[at:end])
            at = end
    return lines or [""], start


def _reach(text: str, at: int, width: int, is_ascii: bool) -> int:
    """Give how far from `at` a line of `width` cells reaches: at least one character."""
    if is_ascii:
        return at + width
    cells, end = 0, at
    while end < len(text):
        cells += get_character_cell_size(text[end])
        if cells > width:
            break
        end += 1
    return max(at + 1, end)


class Prose(Body):
    """A body of one growing text. `set_text` of a longer text folds only what is new."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.is_growing = False
        self._wrapper = Wrapper(0)  # 0: not yet laid out, the width is not known
        self._folded = 0
        self._hidden_after = 0
        self._is_laid_out = False

    def fill(self, layout: Layout) -> None:
        """Show lines instead of a text."""
        self._is_laid_out = True
        super().fill(layout)

    def set_text(self, text: str, is_growing: bool) -> None:
        """Show `text`; while it grows a caret stands at its end."""
        if not text.startswith(self.text) or not self.text:
            self._folded = 0
            self._wrapper = Wrapper(self._wrapper.width)
        self.text, self.is_growing, self._is_laid_out = text, is_growing, False
        before = self._height()
        self._fold()
        self.refresh(layout=not self._wrapper.width or self._height() != before)

    def _fold(self) -> None:
        """Fold what is not folded yet; a whole text only as far as it is shown."""
        text, wrapper = self.text, self._wrapper
        if not wrapper.width:
            return
        start = self._folded
        if start == 0 and self.is_growing and len(text) > MOST_WHOLE:
            start = len(text) - MOST_WHOLE // 2
            wrapper.dropped += 1
        end = len(text)
        if not self.is_growing and start == 0:
            end = min(end, MOST_WHOLE)
        if end > start or not wrapper.lines:
            wrapper.add(make_visible(text[start:end]).replace("\t", "    "))
        self._folded = len(text)
        if start == 0 and not self.is_growing:
            self._hidden_after = max(0, len(wrapper.lines) - MOST_LINES) + (len(text) > end)
            del wrapper.lines[MOST_LINES:]

    def _height(self) -> int:
        wrapper = self._wrapper
        return len(wrapper.lines) + bool(wrapper.dropped) + bool(self._hidden_after)

    def line_count(self, width: int) -> int:
        if self._is_laid_out:
            return super().line_count(width)
        # One cell is kept for the caret, so that it never makes a line of its own.
        if self._wrapper.width != max(1, width - 1):
            self._wrapper = Wrapper(max(1, width - 1))
            self._folded = self._hidden_after = 0
            self._fold()
        return self._height()

    def line_at(self, y: int, width: int) -> Content:
        if self._is_laid_out:
            return super().line_at(y, width)
        wrapper = self._wrapper
        if wrapper.dropped:
            if y == 0:
                return note(f"{glyphs().cut} the beginning is not shown; y copies all of it")
            y -= 1
        if y >= len(wrapper.lines):
            return note(f"{glyphs().cut} more is not shown; y copies all of it")
        content = Content(wrapper.lines[y])
        if self.is_growing and y == len(wrapper.lines) - 1:
            content = Content.assemble(content, (glyphs().caret, "$accent"))
        return content


class TextView(OutputView):
    """Text; its summary counts the words."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.body = Prose()
        self._words = 0
        self._counted = ""

    def draw(self, value: Json, final: bool) -> None:
        if value is None or isinstance(value, str):
            self.show_text(value or "", final)
            if value is None:
                self.summary = "null"
        else:
            self.show_other(value)

    def show_text(self, text: str, final: bool) -> None:
        """Show a text and count its words."""
        assert isinstance(self.body, Prose)
        self.body.set_text(text, not final)
        self.summary = self._count(text)

    def show_other(self, value: Json) -> None:
        """Show what is no text as JSON in the same place."""
        assert isinstance(self.body, Prose)
        self.body.set_text(as_json(value)[:MOST_WHOLE], False)
        self.summary = ""

    def _count(self, text: str) -> str:
        if text.startswith(self._counted):
            new = text[len(self._counted) :]
            joins = (
                bool(new and self._counted)
                and not new[0].isspace()
                and not self._counted[-1].isspace()
            )
            self._words += len(new.split()) - joins
        else:
            self._words = len(text.split())
        self._counted = text
        return count_text(self._words, "word", is_grouped=True)
