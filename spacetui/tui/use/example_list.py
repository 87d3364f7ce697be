"""ExampleList: the examples that an app offers for an endpoint, under its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.clickable import clickable, clicked
from spacetui.tui.widgets.row_layout import left_right, ruled_row, text_style
from spacetui.tui.wording.value_summary import summarize

# Examples on show; `next` goes through all of them.
MAX_SHOWN = 4


class ExampleList(Widget):
    """The first examples, a row each; the one that was used last is highlighted."""

    DEFAULT_CSS = "ExampleList { padding: 1 0 0 2; height: auto; }"

    @dataclass
    class Picked(Message):
        """An example was clicked; values: parameter name -> value."""

        values: Mapping[str, Json]

    def __init__(self, examples: Sequence[Mapping[str, Json]]) -> None:
        super().__init__()
        self._examples = examples
        self._at = -1

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
            self.post_message(self.Picked(self._take(int(at))))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        # Known before the list has a width, so that it has its rows as soon as it is shown.
        return 1 + min(len(self._examples), MAX_SHOWN + 1)

    def render(self) -> Content:
        width = max(20, self.content_size.width - 1)
        rows = [self._heading(width)]
        rows += [
            self._row(at, example, width) for at, example in enumerate(self._examples[:MAX_SHOWN])
        ]
        if (hidden := len(self._examples) - MAX_SHOWN) > 0:
            rows.append(Content.styled(f"{hidden} more", "$muted"))
        return Content("\n").join(rows)

    @staticmethod
    def _heading(width: int) -> Content:
        title = Content.styled("examples", "$muted")
        keys = Content.assemble(("f3", "bold"), (" fills", "$muted"))
        return ruled_row(title, keys, width)

    def _row(self, at: int, example: Mapping[str, Json], width: int) -> Content:
        text = " · ".join(summarize(value) for value in example.values())
        left = Content.styled(visible_line(text, 200), text_style(is_lit=at == self._at))
        row = left_right(left, Content.styled(str(at + 1), "$muted"), width)
        return clickable(row, "example", str(at))
