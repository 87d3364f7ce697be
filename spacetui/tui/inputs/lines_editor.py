"""Textual's editor of several lines, made safe for untrusted text: no control characters."""

from rich.text import Text
from textual.content import Content
from textual.geometry import Size
from textual.widgets import TextArea

from spacetui.tui.inputs.placeholder_line import placeholder_line
from spacetui.tui.widgets.row_layout import cut_text
from spacetui.tui.widgets.safe_content import mask_unsafe


class TextEditor(TextArea):
    """A multi-line editor that grows with its text, from `rows` to six rows, then scrolls."""

    DEFAULT_CSS = """
    TextEditor, TextEditor:focus {
        height: auto; border: none; background-tint: $foreground 0%;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface; scrollbar-background-hover: $surface;
        .text-area--placeholder { color: $muted; }
        .text-area--cursor {
            background: $input-cursor-background; color: $input-cursor-foreground;
        }
    }
    """
    MAX_ROWS = 6

    def __init__(self, text: str = "", *, rows: int = 1, placeholder: str = "") -> None:
        # Set first, because TextArea asks for its height in its constructor.
        self.rows = max(1, min(rows, self.MAX_ROWS))
        self._shown_height = 0
        self._hint = ""
        super().__init__(text, soft_wrap=True, highlight_cursor_line=False, classes="editor")
        self.show_placeholder(placeholder)

    def show_placeholder(self, text: str) -> None:
        """Set the text that an empty editor shows."""
        self._hint = placeholder_line(text)
        self._fit_placeholder()

    def _fit_placeholder(self) -> None:
        # Of a text that needs several rows, Textual would show those that there are.
        room = self.content_size.width * self.rows
        self.placeholder = Content(cut_text(self._hint, room) if room > 0 else self._hint)

    def get_line(self, line_index: int) -> Text:
        return Text(mask_unsafe(self.document.get_line(line_index)), end="", no_wrap=True)

    @property
    def _text_height(self) -> int:
        return max(self.rows, min(self.wrapped_document.height, self.MAX_ROWS))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._text_height

    def on_resize(self) -> None:
        # Textual draws the editor for a new width before it wraps the text for it, and draws it
        # again only if that changes the height.
        self._fit_placeholder()
        self.refresh()

    def _refresh_size(self) -> None:
        super()._refresh_size()
        if self._text_height != self._shown_height:
            self._shown_height = self._text_height
            self.refresh(layout=True)
