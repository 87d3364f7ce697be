"""Highlighted text: each marked part in colour, followed by its class."""

from collections.abc import Mapping

from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import cut_note, muted
from spacetui.tui.widgets.safe_content import text_content

MAX_PARTS = 2_000
MAX_CHARACTERS = 20_000


class HighlightedTextView(OutputView):
    """`[{"token", "class_or_confidence"}]`, or the pairs of Gradio 3."""

    def draw(self, value: Json, final: bool) -> None:
        parts = parts_in(value)
        if parts is None:
            self.draw_json(value or None)
            return
        marked = sum(1 for _, mark in parts if mark)
        self.summary = f"{marked} marked"
        content = _content(parts)
        is_cut = len(parts) > MAX_PARTS or sum(len(text) for text, _ in parts) > MAX_CHARACTERS
        after = cut_note(is_cut)
        self.body.show_lines(lambda width: [*content.wrap(max(1, width)), *after])

    def text_to_copy(self) -> str:
        parts = parts_in(self.value)
        if parts is None:
            return super().text_to_copy()
        return "".join(text for text, _ in parts)


def parts_in(value: Json) -> list[tuple[str, str]] | None:
    """Return (text, class) of each part, with an empty class if it is not marked.

    None for a value of another shape.
    """
    if isinstance(value, Mapping) and isinstance(value.get("text"), str):
        return [(value["text"], "")]
    if not isinstance(value, list) or not value:
        return None
    parts: list[tuple[str, str]] = []
    for each in value:
        part = _part(each)
        if part is None:
            return None
        parts.append(part)
    return parts


def _part(value: Json) -> tuple[str, str] | None:
    if isinstance(value, Mapping) and "token" in value:
        return str(value["token"]), _mark_text(value.get("class_or_confidence"))
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return str(value[0]), _mark_text(value[1])
    return None


def _mark_text(mark: Json) -> str:
    if mark is None:
        return ""
    return f"{mark:.2f}" if isinstance(mark, float) else str(mark)


def _content(parts: list[tuple[str, str]]) -> Content:
    pieces: list[Content] = []
    left = MAX_CHARACTERS
    for text, mark in parts[:MAX_PARTS]:
        if left <= 0:
            break
        pieces.append(text_content(text, min(left, 4_000), "$secondary" if mark else ""))
        left -= len(text)
        if mark:
            pieces.append(muted(f" {visible_line(mark, 30)} "))
    return Content.assemble(*pieces)
