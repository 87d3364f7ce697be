"""A short value: on the label's own row, at its right."""

from textual.content import Content

from spacetui.model.schema import Json
from spacetui.tui.outputs.content_lines import nothing
from spacetui.tui.outputs.output_view import MAX_SUMMARY, OutputView
from spacetui.tui.outputs.text_layout import json_lines, sentence
from spacetui.tui.widgets.safe_content import one_line

# Characters. What is longer stands under its label.
MOST_INLINE = 40


class ShortView(OutputView):
    """A number, a choice, on or off."""

    def draw(self, value: Json, final: bool) -> None:
        words = _words(value)
        is_inline = words is not None and len(words) <= MOST_INLINE and "\n" not in words
        self.summary = words if words is not None and is_inline else ""
        if is_inline:
            self.body.fill(nothing)
        else:
            self.body.fill(sentence(words) if words is not None else json_lines(value))

    def summary_content(self) -> Content:
        return one_line(
            self.summary, MAX_SUMMARY, "$muted" if self.value is None else "$foreground"
        )

    def copied(self) -> str:
        words = _words(self.value)
        return words if words is not None else super().copied()


def _words(value: Json) -> str | None:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return repr(value) if not isinstance(value, int) or abs(value) < 10**30 else f"{value:.3e}"
    if isinstance(value, list) and all(isinstance(each, (str, int, float)) for each in value):
        return ", ".join(map(str, value[:20])) + ("…" if len(value) > 20 else "")
    return None
