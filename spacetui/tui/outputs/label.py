"""A classification: the label, and a bar for each confidence."""

import math
from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.format import bar_parts
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import json_lines, note
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line, one_line

MOST_BARS = 20
PERCENT_ROOM = 8


class LabelView(OutputView):
    """The label is the summary; the confidences are bars, the first one bright."""

    def draw(self, value: Json, final: bool) -> None:
        label = value.get("label") if isinstance(value, Mapping) else value
        if not isinstance(label, (str, int, float)):
            self.summary = "nothing" if value is None else ""
            self.body.fill(json_lines(value) if value is not None else lambda width: ())
            return
        self.summary = line(str(label), 200)
        bars = _confidences(value)
        self.body.fill(lambda width: _bars(bars, width))

    def summary_content(self) -> Content:
        return one_line(self.summary, style="$muted" if self.value is None else "$foreground")

    def copied(self) -> str:
        return self.summary if not isinstance(self.value, Mapping) else str(self.value.get("label"))


def _confidences(value: Json) -> list[tuple[str, float]]:
    given = value.get("confidences") if isinstance(value, Mapping) else None
    found: list[tuple[str, float]] = []
    for each in given if isinstance(given, list) else []:
        confidence = each.get("confidence") if isinstance(each, Mapping) else None
        if (
            isinstance(confidence, (int, float))
            and not isinstance(confidence, bool)
            and math.isfinite(confidence)
        ):
            found.append((line(str(each.get("label", "")), 60), float(confidence)))
    return found


def _bars(bars: Sequence[tuple[str, float]], width: int) -> list[Content]:
    signs = glyphs()
    names = min(
        max((cell_len(name) for name, _ in bars[:MOST_BARS]), default=0), max(4, width // 3)
    )
    length = max(4, width - names - 2 - PERCENT_ROOM)
    lines = []
    for index, (name, confidence) in enumerate(bars[:MOST_BARS]):
        filled, rest = bar_parts(confidence, length, signs.lit, signs.rule)
        style = "$foreground" if index == 0 else "$muted"
        percent = f"{confidence * 100:.1f} %" if abs(confidence) < 10 else f"{confidence:.3g}"
        lines.append(
            Content.assemble(
                Content.styled(name, style).truncate(names, ellipsis=True, pad=True),
                "  ",
                (filled, style),
                (rest, "$rule"),
                (percent.rjust(PERCENT_ROOM), style),
            )
        )
    if len(bars) > MOST_BARS:
        lines.append(note(f"{MOST_BARS} of {len(bars)}"))
    return lines
