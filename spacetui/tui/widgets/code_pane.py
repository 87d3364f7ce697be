"""The code pane: code in the chosen language, and the languages at hand.

The call stands first and the helper functions below it under a rule, though the program has them
the other way round: Python and shells want a function before its first use. A copy is the program.
"""

import asyncio
import sys
from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from spacetui.snippets import LANGUAGES, Language
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.language_choice import LanguageChoice
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets.clickable import clickable
from spacetui.tui.widgets.code_lines import is_cut, plain_lines, whole_lines, wrap_code
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_layout import rule

# Rows. Where the pane can have fewer, the helper functions are folded to one line.
MIN_ROWS_FOR_HELPERS = 16
# Seconds in which what stands beside the code is drawn before Pygments is loaded.
COLOUR_PAUSE = 0.05


class CodePane(Pane):
    """A snippet; its heading lists the languages at hand, the chosen one bold.

    source: the program, empty where the language cannot make the calls. on_language: called with
    the name of a language that was clicked; `more`, with an empty name, stands for all of them.
    """

    NUMBER = "5"
    TITLE = "code"
    DEFAULT_CSS = """
    CodePane { height: auto; }
    CodePane PaneHeading { dock: top; }
    CodePane VerticalScroll { height: auto; max-height: 100%; padding-left: 2; }
    CodePane ViewBody { padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.source = ""
        self.on_language: Callable[[str], None] = lambda _: None
        self._choice = LanguageChoice()
        self._shown: tuple[str, str] | None = None
        self._code = ""
        self._lines: list[Content] = []
        self._helpers: list[Content] = []
        self._helper_code = ""
        self._refusal: Content | None = None
        self._is_verified = False
        # Whether the helpers are folded, and whether the code is shown whole, as last laid out.
        self._shape: tuple[bool, bool] | None = None
        self._body = ViewBody()

    def compose_body(self) -> ComposeResult:
        with VerticalScroll():
            yield self._body

    @property
    def language(self) -> str:
        """The name of the language on show."""
        return self._shown[1] if self._shown else self._choice.current

    def show_code(self, source: str, choice: LanguageChoice) -> None:
        """Show a program in the current language; nothing is drawn when nothing changed."""
        language = LANGUAGES[choice.current]
        if self._is_new(source, choice):
            code, helpers = language.split_helpers(source)
            self.source, self._code, self._helper_code = source, code.rstrip("\n"), helpers
            self._refusal = None
            self._colour(language.lexer)

    def show_refusal(self, reason: str, choice: LanguageChoice) -> None:
        """Show why there is no program in the current language."""
        if self._is_new(reason, choice):
            self.source, self._code, self._helper_code = "", "", ""
            self._refusal = Content.styled(visible_line(reason), "$warning")
            self._shape = None
            self._draw()

    def _is_new(self, text: str, choice: LanguageChoice) -> bool:
        """Take note of what is to be shown; return whether something else is on show."""
        self._choice = choice
        shown = (text, choice.current)
        if shown == self._shown:
            return False
        if self._shown is None or text != self._shown[0]:
            self.heading.clear_notice()
            self._is_verified = False
        self._shown = shown
        self._title()
        return True

    def _colour(self, lexer: str) -> None:
        """Show the code in colours; in one, until the lexer is loaded."""
        lines_of = _loaded_highlighter(lexer)
        if lines_of is None:
            lines_of = plain_lines
            run_exclusive(self, "colours", partial(self._colour_later, lexer))
        self._lines = lines_of(self._code)
        self._helpers = lines_of(self._helper_code) if self._helper_code else []
        self._shape = None
        self._draw()

    async def _colour_later(self, lexer: str) -> None:
        await asyncio.sleep(COLOUR_PAUSE)
        await asyncio.to_thread(_load_highlighter, lexer)
        if self.is_attached and self.source and LANGUAGES[self.language].lexer == lexer:
            self._colour(lexer)

    def _draw(self) -> None:
        if not self.is_attached:
            return  # the app is being taken down
        shape = (self._rows_allowed < MIN_ROWS_FOR_HELPERS, self.has_class("-zoomed"))
        if shape != self._shape:
            self._shape = shape
            self._body.show_lines(self._lay_out)

    def _lay_out(self, width: int) -> list[Content]:
        if self._refusal is not None:
            return self._refusal.wrap(max(1, width))
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
        titles = [self._language_title(LANGUAGES[each]) for each in self._choice.at_hand]
        if len(LANGUAGES) > len(titles):
            titles.append(clickable(Content.styled("more", "$muted"), "language", ""))
        if self._is_verified:
            titles.insert(0, Content.styled(f"{glyphs().verified} verified", "$success"))
        self.show_detail(Content("  ").join(titles))

    def _language_title(self, language: Language) -> Content:
        style = "bold $foreground" if language.name == self._choice.current else "$muted"
        return clickable(Content.styled(language.title, style), "language", language.name)

    def heading_clicked(self, kind: str, value: str) -> None:
        if kind == "language":
            self.on_language(value)
        else:
            super().heading_clicked(kind, value)

    def show_verified(self) -> None:
        """Say in the heading that the program was verified, until another one is shown."""
        self._is_verified = True
        self._title()

    def copy(self, source: str, suffix: str) -> None:
        """Copy code. suffix: of the file that it goes to where it cannot be copied."""
        request_copy(self, source, suffix, self.heading.show_copied)

    def focus_first(self) -> None:
        self.query_one(VerticalScroll).focus()


def _loaded_highlighter(lexer: str) -> Callable[[str], list[Content]] | None:
    """Return what highlights code of this lexer, or None while it is not loaded."""
    module = sys.modules.get("spacetui.tui.widgets.code_highlighting")
    if module is None or not module.is_loaded(lexer):
        return None
    return partial(module.highlight_code, lexer=lexer)


def _load_highlighter(lexer: str) -> None:
    """Import Pygments and build the tables of the lexer, which takes as long as a form."""
    from spacetui.tui.widgets.code_highlighting import load_lexer

    load_lexer(lexer)
