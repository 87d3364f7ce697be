"""Markdown: text while it streams, then set as a page. Links are shown, never opened by a click."""

import re

from textual.app import ComposeResult
from textual.widgets import Markdown

from spacetui.model.schema import Json, Return
from spacetui.text.terminal import make_visible
from spacetui.tui.outputs import Fetch
from spacetui.tui.outputs.textbox import TextView

# Characters. Longer Markdown stays text: every block of it would be a widget.
MOST_SET = 20_000
_MARKS = re.compile(r"^ {0,3}(#|[-*+] |\d+[.)] |>|```|\|)|\*\*|`|\]\(", re.MULTILINE)


class MarkdownView(TextView):
    """A final text with Markdown in it is set; one without stays as it is."""

    DEFAULT_CSS = """
    MarkdownView {
        Markdown { padding: 0 0 0 2; margin: 0; display: none; background: $background; height: auto; }
        &.-set > Markdown { display: block; }
        &.-set > Body { display: none; }
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
        self.page = Markdown("", open_links=False)

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield self.page

    def draw(self, value: Json, final: bool) -> None:
        super().draw(value, final)
        is_set = (
            final
            and isinstance(value, str)
            and len(value) <= MOST_SET
            and bool(_MARKS.search(value))
        )
        self.set_class(is_set, "-set")
        if is_set:
            self.page.update(make_visible(value))

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.summary = event.href[:200]
