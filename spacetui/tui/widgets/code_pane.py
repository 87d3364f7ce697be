"""The code pane: code in the chosen language, and the languages there are.

The call stands first and the helper functions below it under a rule, though the program has them
the other way round: Python and shells want a function before its first use. A copy is the program.
"""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from spacetui.snippets import LANGUAGES, Language
from spacetui.text.format import count_text
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets.clickable import clickable
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import rule

# Rows. Where the pane can have fewer, the helper functions are folded to one line.
MIN_ROWS_FOR_HELPERS = 16


class CodePane(Pane):
    """A snippet; its heading lists the languages, the chosen one bold."""

    NUMBER = "5"
    TITLE = "code"
    DEFAULT_CSS = """
    CodePane { height: auto; }
    CodePane PaneHeading { dock: top; }
    CodePane VerticalScroll { height: auto; max-height: 100%; padding-left: 2; }
    CodePane ViewBody { padding: 0; }
    """

    class LanguagePicked(Message):
        """The name of a language was clicked."""

        def __init__(self, language: str) -> None:
            super().__init__()
            self.language = language

    def __init__(self) -> None:
        super().__init__()
        self.source = ""
        self.language = "python"
        self._code = ""
        self._lines: list[Content] = []
        self._helpers: list[Content] = []
        # Whether the helpers are folded, and whether the code is shown whole, as last laid out.
        self._shape: tuple[bool, bool] | None = None
        self._body = ViewBody()

    def compose_body(self) -> ComposeResult:
        with VerticalScroll():
            yield self._body

    def show_code(self, source: str, language: str) -> None:
        """Show `source`; nothing is drawn when nothing changed."""
        if (source, language) == (self.source, self.language) and self._lines:
            return
        from spacetui.tui.widgets.code_highlighting import highlight_code

        if source != self.source:
            self.heading.clear_notice()
        self.source, self.language = source, language
        row = LANGUAGES[language]
        code, helpers = row.split_helpers(source)
        self._code = code.rstrip("\n")
        self._lines = highlight_code(self._code, row.lexer)
        self._helpers = highlight_code(helpers, row.lexer) if helpers else []
        self._shape = None
        self._draw()
        self._title()

    def _draw(self) -> None:
        shape = (self._rows_allowed < MIN_ROWS_FOR_HELPERS, self.has_class("-zoomed"))
        if shape != self._shape:
            self._shape = shape
            self._body.show_lines(self._lay_out)

    def _lay_out(self, width: int) -> list[Content]:
        from spacetui.tui.widgets.code_highlighting import is_cut, whole_lines, wrap_code

        is_folded, is_whole = self._shape or (True, False)
        lines = self._lines
        if is_whole and is_cut(self._code):
            lines = whole_lines(self._code)
        rows = wrap_code(lines, width)
        if self._helpers:
            rows += [Content(""), self._helpers_rule(is_folded=is_folded)]
        if not is_folded:
            rows += wrap_code(self._helpers, width)
        return rows

    def _helpers_rule(self, *, is_folded: bool) -> Content:
        words = "helpers"
        if is_folded:
            count = count_text(len(self._helpers), "line")
            words = f"helpers {glyphs().dot} {count}, zoom shows them"
        return Content(" ").join([rule(2), Content.styled(words, "$muted"), rule(2)])

    @property
    def _rows_allowed(self) -> int:
        """The height that the layout allows the pane, which code of a few lines does not take."""
        height, limit = self.styles.height, self.styles.max_height
        if height is None or not height.is_auto or limit is None:
            return self.size.height
        return int(limit.resolve(self.screen.size, self.app.size))

    def on_resize(self) -> None:
        self._draw()

    def _title(self) -> None:
        self.show_detail(Content("  ").join(map(self._language_title, LANGUAGES.values())))

    def _language_title(self, language: Language) -> Content:
        style = "bold $foreground" if language.name == self.language else "$muted"
        return clickable(Content.styled(language.title, style), "language", language.name)

    def heading_clicked(self, kind: str, value: str) -> None:
        if kind == "language":
            self.post_message(self.LanguagePicked(value))
        else:
            super().heading_clicked(kind, value)

    def copy(self, suffix: str) -> None:
        """Copy the code. suffix: of the file that it goes to where it cannot be copied."""
        request_copy(self, self.source, suffix, self.heading.show_copied)

    def focus_first(self) -> None:
        self.query_one(VerticalScroll).focus()
