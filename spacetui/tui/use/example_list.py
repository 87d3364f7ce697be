"""ExampleList: the examples that an app offers for an endpoint, under its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import bindings
from spacetui.tui.widgets.clickable import clickable, clicked
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right, name_style, ruled_row, text_style
from spacetui.tui.wording.value_summary import summarize

# Examples on show; `next` goes through all of them.
MAX_SHOWN = 4
# Left of each row; it holds the bar of the cursor.
MARGIN = Content("  ")


class ExampleList(Widget, can_focus=True):
    """The first examples, a row each; the one that was used last is highlighted.

    With the focus they have a cursor.
    """

    DEFAULT_CSS = "ExampleList { padding: 1 0 0 0; height: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"list.up": "cursor(-1)", "list.down": "cursor(1)", "fill_example": "fill"}
    )

    @dataclass
    class Picked(Message):
        """An example was chosen or clicked; values: parameter name -> value."""

        values: Mapping[str, Json]

    def __init__(self, examples: Sequence[Mapping[str, Json]]) -> None:
        super().__init__()
        self._examples = examples
        self._at = -1
        self._cursor = 0

    @property
    def label(self) -> str:
        """What the menu calls it."""
        return f"example {self._cursor + 1}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "cursor", (int(by),):
                return 0 <= self._cursor + by < min(len(self._examples), MAX_SHOWN)
        return super().check_action(action, parameters)

    def action_cursor(self, by: int) -> None:
        self._cursor += by
        self.refresh()
        self.refresh_bindings()  # in the first row there is no up

    def action_fill(self) -> None:
        self.post_message(self.Picked(self._take(self._cursor)))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def next(self) -> Mapping[str, Json]:
        """Return the next example, as parameter name -> value, and highlight it."""
        return self._take((self._at + 1) % len(self._examples))

    def _take(self, at: int) -> Mapping[str, Json]:
        self._at = at
        self.refresh()
        return self._examples[at]

    def on_click(self, event: events.Click) -> None:
        if at := clicked(event, "example"):
            event.stop()
            self._cursor = int(at)
            self.action_fill()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        # Known before the list has a width, so that it has its rows as soon as it is shown.
        return 1 + min(len(self._examples), MAX_SHOWN + 1)

    def render(self) -> Content:
        width = max(20, self.content_size.width - 1 - len(MARGIN))
        rows = [MARGIN + self._heading(width)]
        rows += [
            self._row(at, example, width) for at, example in enumerate(self._examples[:MAX_SHOWN])
        ]
        if (hidden := len(self._examples) - MAX_SHOWN) > 0:
            rows.append(MARGIN + Content.styled(f"{hidden} more", "$muted"))
        return Content("\n").join(rows)

    @staticmethod
    def _heading(width: int) -> Content:
        title = Content.styled("examples", "$muted")
        keys = Content.assemble(("f3", "bold"), (" fills", "$muted"))
        return ruled_row(title, keys, width)

    def _row(self, at: int, example: Mapping[str, Json], width: int) -> Content:
        text = " · ".join(summarize(value) for value in example.values())
        is_current = self.has_focus and at == self._cursor
        style = name_style(is_current=True) if is_current else text_style(is_lit=at == self._at)
        left = Content.styled(visible_line(text, 200), style)
        row = left_right(left, Content.styled(str(at + 1), "$muted"), width)
        bar = Content.assemble((glyphs().bar, "$accent"), " ") if is_current else MARGIN
        return clickable(bar + row, "example", str(at))
