"""Markdown: text while it streams, rendered when it is final.

A click on a link shows its address and opens nothing.
"""

import re
from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Markdown

from spacetui.model.schema import Json, Return
from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.outputs.textbox import TextView

# Characters. Longer Markdown stays text, since each block of rendered Markdown is a widget.
MAX_RENDERED = 20_000
MAX_ADDRESS = 200
_MARKUP = re.compile(r"^ {0,3}(#|[-*+] |\d+[.)] |>|```|\|)|\*\*|`|\]\(", re.MULTILINE)


class MarkdownView(TextView):
    """A final text with Markdown in it is rendered; a text without stays as it is."""

    SUFFIX: ClassVar[str] = ".md"

    DEFAULT_CSS = """
    MarkdownView {
        Markdown {
            padding: 0 0 0 2; margin: 0; display: none; background: $background; height: auto;
        }
        &.-rendered > Markdown { display: block; }
        &.-rendered > ViewBody { display: none; }
        MarkdownH1, MarkdownH2, MarkdownH3, MarkdownH4, MarkdownH5, MarkdownH6 {
            content-align: left middle; margin: 0 0 1 0; color: $foreground; text-style: bold;
        }
        Markdown MarkdownBlock:dark > .code_inline, Markdown MarkdownBlock:light > .code_inline {
            color: $secondary; background: $background;
        }
        Markdown MarkdownBlock > .em { text-style: none; }
    }
    """

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.markdown = Markdown("", open_links=False)

    def value_widgets(self) -> Iterable[Widget]:
        return (self.body, self.markdown)

    def draw(self, value: Json, final: bool) -> None:
        super().draw(value, final)
        is_rendered = final and isinstance(value, str) and _has_markup(value)
        self.set_class(is_rendered, "-rendered")
        if is_rendered:
            self.markdown.update(make_visible(value))

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.summary = event.href[:MAX_ADDRESS]


def _has_markup(text: str) -> bool:
    return len(text) <= MAX_RENDERED and _MARKUP.search(text) is not None
