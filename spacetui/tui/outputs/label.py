"""A classification: the label, and a bar for each confidence."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content

from spacetui.model.json_values import finite_number
from spacetui.model.schema import Json
from spacetui.text.format import bar_parts
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import key_name
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import muted
from spacetui.tui.outputs.view_body import no_lines
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import text_style
from spacetui.tui.widgets.safe_content import line_content

MAX_BARS = 200
# Characters.
MAX_LABEL, MAX_NAME = 200, 60
# Cells.
PERCENT_WIDTH = 8
MIN_BAR = 4


class LabelView(OutputView):
    """The label is the summary; the confidences are bars, the first one bright."""

    def draw(self, value: Json, final: bool) -> None:
        label = _label_of(value)
        is_label = isinstance(value, Mapping) and "label" in value
        if is_label and label is None and not confidences_in(value):
            self.summary = "nothing"
            self.body.show_lines(no_lines)
            return
        if not isinstance(label, (str, int, float)):
            self.draw_json(value)
            return
        self.summary = visible_line(str(label), MAX_LABEL)
        confidences = confidences_in(value)
        self.body.show_lines(lambda width: _bar_lines(confidences, width))

    def summary_content(self) -> Content:
        return line_content(
            self.summary, style=text_style(is_lit=_label_of(self.value) is not None)
        )

    def text_to_copy(self) -> str:
        if isinstance(self.value, Mapping):
            return str(self.value.get("label"))
        return self.summary


def _label_of(value: Json) -> Json:
    return value.get("label") if isinstance(value, Mapping) else value


def confidences_in(value: Json) -> list[tuple[str, float]]:
    """Return (label, confidence) of each class; those that are not numbers are left out."""
    match value:
        case {"confidences": list(classes)}:
            return [
                (visible_line(str(each.get("label", "")), MAX_NAME), confidence)
                for each in classes
                if isinstance(each, Mapping)
                and (confidence := finite_number(each.get("confidence"))) is not None
            ]
    return []


def _bar_lines(confidences: Sequence[tuple[str, float]], width: int) -> list[Content]:
    shown = confidences[:MAX_BARS]
    widest_name = max((cell_len(name) for name, _ in shown), default=0)
    name_width = min(widest_name, max(4, width // 3))
    length = max(MIN_BAR, width - name_width - 2 - PERCENT_WIDTH)
    lines = []
    for index, (name, confidence) in enumerate(shown):
        style = text_style(is_lit=index == 0)
        filled, rest = bar_parts(confidence, length, glyphs().lit, glyphs().rule)
        lines.append(
            Content.assemble(
                Content.styled(name, style).truncate(name_width, ellipsis=True, pad=True),
                "  ",
                (filled, style),
                (rest, "$rule"),
                (_percent(confidence).rjust(PERCENT_WIDTH), style),
            )
        )
    if len(confidences) > len(shown):
        count = f"{len(shown)} of {len(confidences)}"
        lines.append(muted(f"{count}; {key_name('save')} saves all"))
    return lines


def _percent(confidence: float) -> str:
    if abs(confidence) < 10:
        return f"{confidence * 100:.1f} %"
    return f"{confidence:.3g}"  # a score, not a share of 1
