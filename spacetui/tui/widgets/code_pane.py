"""The code pane: what repeats the call, in the language in hand; it follows the form as it is typed."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from spacetui.snippets import LANGUAGES
from spacetui.tui.widgets.pane import Pane

# Seconds the title says what was copied.
SAID_FOR = 2.0


class CodePane(Pane):
    """A snippet; its heading lists the languages, the chosen one bold."""

    NUMBER = "5"
    TITLE = "code"
    DEFAULT_CSS = """
    CodePane { height: auto; }
    CodePane VerticalScroll { height: auto; max-height: 1fr; padding-left: 2; }
    CodePane Static { width: 1fr; height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.source = ""
        self.language = "python"
        self._said = ""
        self._saying: Timer | None = None
        self._lines: list[Content] = []
        self._width = 0

    def compose_body(self) -> ComposeResult:
        with VerticalScroll():
            yield Static("", id="code")

    def show_code(self, source: str, language: str) -> None:
        """Show `source`; nothing is drawn when nothing changed."""
        if (source, language) == (self.source, self.language) and self._lines:
            return
        from spacetui.tui.widgets.code_highlighting import highlight_code

        if source != self.source:
            self._said = ""
        self.source, self.language = source, language
        self._lines = highlight_code(source.rstrip("\n"), LANGUAGES[language].lexer)
        self._width = 0
        self._draw()
        self._title()

    def _draw(self) -> None:
        from spacetui.tui.widgets.code_highlighting import wrap_code

        width = (
            self.query_one(VerticalScroll).scrollable_content_region.width or self.size.width - 2
        )
        if not self._lines or width == self._width or width <= 0:
            return
        self._width = width
        self.query_one("#code", Static).update(Content("\n").join(wrap_code(self._lines, width)))

    def on_resize(self) -> None:
        self._draw()

    def _title(self) -> None:
        parts = [
            Content.styled(
                each.title, "bold $foreground" if each.name == self.language else "$muted"
            )
            for each in LANGUAGES.values()
        ]
        # For two seconds what was done with the copy takes the place of the languages.
        self.say(
            Content.styled(self._said, "$success") if self._said else Content("  ").join(parts)
        )

    def say_copied(self, words: str) -> None:
        """Say in the title what was done with the copy, for two seconds."""
        self._said = words
        self._title()
        if self._saying is not None:
            self._saying.stop()
        self._saying = self.set_timer(SAID_FOR, self._hush)

    def _hush(self) -> None:
        self._said = ""
        self._title()

    def focus_first(self) -> None:
        self.query_one(VerticalScroll).focus()
