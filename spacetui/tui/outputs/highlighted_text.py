"""Highlighted text: each marked part in colour, followed by its class."""

from collections.abc import Mapping

from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import cut_note, muted
from spacetui.tui.widgets.safe_content import text_content
from spacetui.tui.widgets.series_styles import legend, series_style

MAX_PARTS = 2_000
MAX_CHARACTERS = 20_000
# Labels that have a colour of their own, and that a legend names. Characters of one.
MAX_LABELS, MAX_IN_LEGEND, MAX_MARK = 2_000, 12, 30


class HighlightedTextView(OutputView):
    """`[{"token", "class_or_confidence"}]`, or the pairs of Gradio 3."""

    def draw(self, value: Json, final: bool) -> None:
        parts = parts_in(value)
        if parts is None:
            self.draw_json(value or None)
            return
        marked = sum(1 for _, mark in parts if mark)
        self.summary = f"{marked} marked"
        styles = label_styles(value)
        content, names = _content(parts, styles), _legend(styles)
        is_cut = len(parts) > MAX_PARTS or sum(len(text) for text, _ in parts) > MAX_CHARACTERS
        after = cut_note(is_cut)
        self.body.show_lines(lambda width: [*_wrapped(names, content, width), *after])

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


def label_styles(value: Json) -> dict[str, str]:
    """Return the style of each label, as `_mark_text` writes it; of scores by their sign."""
    styles: dict[str, str] = {}
    for each in value if isinstance(value, list) else ():
        mark = _mark_of(each)
        text = _mark_text(mark)
        if text and text not in styles and len(styles) < MAX_LABELS:
            styles[text] = series_style(len(styles))
            if isinstance(mark, (int, float)) and not isinstance(mark, bool):
                styles[text] = "$error" if mark < 0 else "$success"
    return styles


def _mark_of(part: Json) -> Json:
    if isinstance(part, Mapping):
        return part.get("class_or_confidence")
    return part[1] if isinstance(part, (list, tuple)) and len(part) == 2 else None


def _legend(styles: Mapping[str, str]) -> Content:
    """Return the labels in their colours; of one or of many scores there is no need for it."""
    if not 2 <= len(styles) <= MAX_IN_LEGEND:
        return Content("")
    return legend(styles.items(), MAX_MARK)


def _wrapped(names: Content, content: Content, width: int) -> list[Content]:
    lines = list(names.wrap(max(1, width))) if names else []
    return [*lines, *content.wrap(max(1, width))]


def _content(parts: list[tuple[str, str]], styles: Mapping[str, str]) -> Content:
    pieces: list[Content] = []
    left = MAX_CHARACTERS
    for text, mark in parts[:MAX_PARTS]:
        if left <= 0:
            break
        style = styles.get(mark, "$secondary") if mark else ""
        pieces.append(text_content(text, min(left, 4_000), style))
        left -= len(text)
        if mark:
            pieces.append(muted(f" {visible_line(mark, MAX_MARK)} "))
    return Content.assemble(*pieces)
