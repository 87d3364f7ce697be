"""The editors of a text: one line, and what becomes several lines when it has to.

Made safe for untrusted text: they draw no control characters. The editor of several lines is in
lines_editor.py, because Textual's takes 10 ms to import and most forms have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from spacetui.model.schema import Parameter
from spacetui.tui.inputs.placeholder_line import placeholder_line
from spacetui.tui.widgets.row_layout import cut_text
from spacetui.tui.widgets.safe_content import mask_unsafe

if TYPE_CHECKING:
    from spacetui.tui.inputs.lines_editor import TextEditor


class LineInput(Input):
    """A one-line editor in the style of the page, which draws no control characters."""

    DEFAULT_CSS = """
    LineInput, LineInput:focus {
        height: 1; border: none; background-tint: $foreground 0%;
        &>.input--placeholder, &>.input--suggestion { color: $muted; }
    }
    """

    # Each letter changes it. Textual's lays out the page for that, but the editor's size stays.
    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self, value: str = "", *, placeholder: str = "", password: bool = False) -> None:
        self._hint = placeholder_line(placeholder)
        super().__init__(
            value,
            self._hint,
            password=password,
            select_on_focus=False,
            classes="editor",
        )

    def show_placeholder(self, text: str) -> None:
        """Set the text that an empty editor shows."""
        self._hint = placeholder_line(text)
        self._fit_placeholder()

    def on_resize(self) -> None:
        self._fit_placeholder()

    def _fit_placeholder(self) -> None:
        # Textual would cut it without saying so.
        width = self.content_size.width
        self.placeholder = cut_text(self._hint, width) if width > 0 else self._hint

    def validate(self, value: str) -> None:
        """Check nothing: the field does.

        Textual would mark an editor as valid, and apply all CSS to it for that.
        """

    def _on_paste(self, event: events.Paste) -> None:
        # Input would keep the first line and drop the others. The field uses all of them.
        if len(event.text.splitlines()) > 1:
            event.prevent_default()

    @property
    def _value(self) -> Text:
        shown = "•" * len(self.value) if self.password else mask_unsafe(self.value)
        return Text(shown, no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(self._value.plain[:position].expandtabs(4))

    def _cell_offset_to_index(self, offset: int) -> int:
        left = offset + self.scroll_offset.x
        for index, character in enumerate(self._value.plain):
            left -= get_character_cell_size(character)
            if left < 0:
                return index
        return len(self.value)


class GrowingEditor:
    """The editor of a text: of one line, until a text with line breaks needs several.

    widget: the editor that is on the screen now.
    """

    def __init__(self, widget: LineInput | TextEditor) -> None:
        self.widget = widget

    @property
    def text(self) -> str:
        """The text in the editor."""
        if isinstance(self.widget, LineInput):
            return self.widget.value
        return self.widget.text

    def load(self, text: str) -> None:
        """Show another text. A secret stays in its one line."""
        if not isinstance(self.widget, LineInput):
            self.widget.load_text(text)
        elif "\n" in text and not self.widget.password:
            self.become_multiline(text)
        else:
            self.widget.value = text
            self.widget.cursor_position = len(text)

    def become_multiline(self, text: str, cursor: int | None = None) -> None:
        """Replace a one-line editor by one that can hold line breaks.

        cursor: its index in `text`; at the end unless given.
        """
        from spacetui.tui.inputs.lines_editor import TextEditor

        old, had_focus = self.widget, self.widget.has_focus
        self.widget = TextEditor(text)
        if not isinstance(old.parent, Widget):
            return  # it is not on the screen yet
        old.parent.mount(self.widget, before=old)
        old.remove()
        lines = text[:cursor].split("\n")
        self.widget.move_cursor((len(lines) - 1, len(lines[-1])))
        if had_focus:
            self.widget.focus()

    def insert_lines(self, inserted: str) -> None:
        """Replace the selection of a one-line editor by text with line breaks."""
        if isinstance(self.widget, LineInput):
            start, end = sorted(self.widget.selection)
            text = self.text[:start] + inserted + self.text[end:]
            self.become_multiline(text, start + len(inserted))


def make_editor(text: str, parameter: Parameter, *, is_multiline: bool) -> LineInput | TextEditor:
    """Return the editor that the text of a parameter needs; is_multiline: any text needs lines."""
    is_multiline = is_multiline or parameter.lines > 1 or "\n" in text
    if is_multiline and not parameter.is_secret:  # only a line can be masked
        from spacetui.tui.inputs.lines_editor import TextEditor

        return TextEditor(text, rows=parameter.lines)
    return LineInput(text, password=parameter.is_secret)
