"""HTML as the text in it; it is never rendered, and no link in it is opened."""

from typing import ClassVar

from spacetui.text.format import size_text
from spacetui.tui.outputs.markdown import MarkdownView
from spacetui.tui.outputs.rich_text.html_scanner import HtmlScanner
from spacetui.tui.outputs.rich_text.text_part import Scanner


class HtmlView(MarkdownView):
    """The text of an HTML fragment, laid out as Markdown is."""

    SUFFIX: ClassVar[str] = ".html"
    SCANNER: ClassVar[type[Scanner]] = HtmlScanner

    def summary_of(self, text: str) -> str:
        return size_text(len(text))
