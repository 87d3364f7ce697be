"""Markdown, laid out as it streams in. A link is shown with its address, and never opened."""

from typing import ClassVar

from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.text.word_count import WordCount
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.rich_text.markdown_scanner import MarkdownScanner
from spacetui.tui.outputs.rich_text.parts_body import PartsBody
from spacetui.tui.outputs.rich_text.text_part import Scanner, TextPart


class MarkdownView(OutputView):
    """A text in Markdown; its summary counts the words."""

    SUFFIX: ClassVar[str] = ".md"
    SCANNER: ClassVar[type[Scanner]] = MarkdownScanner

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.parts_body = PartsBody()
        self.body = self.parts_body
        self._part: TextPart | None = None
        self._words = WordCount()

    def draw(self, value: Json, final: bool) -> None:
        if not isinstance(value, str):
            self._part = None
            self.draw_json(value)
            return
        self.summary = self.summary_of(value)
        body = self.parts_body
        if self._part is not None and self._part.take(value, is_complete=final):
            body.show_growth(0, is_growing=not final)
            return
        self._part = TextPart(
            value, self.SCANNER, is_complete=final, highlight=body.colours.highlight
        )
        body.show_parts(0, [self._part], is_growing=not final)

    def summary_of(self, text: str) -> str:
        """Return what the text is, in a few words."""
        return count_text(self._words.count(text), "word", is_grouped=True)
