"""Highlighted text: each marked part in colour, followed by its class."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content

from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import cut_note, muted
from spacetui.tui.widgets.safe_content import text_content
from spacetui.tui.widgets.series_styles import legend, series_style

MAX_PARTS = 2_000
MAX_CHARACTERS = 20_000
# Labels that have a colour of their own, and that a legend names. Characters of one.
MAX_LABELS, MAX_IN_LEGEND, MAX_MARK = 2_000, 12, 30
# What stands next to the word before it.
CLOSING = tuple(",.;:!?)")


class Part(NamedTuple):
    """A part of a text. mark: its label or score as text, empty if it has none."""

    text: str
    mark: str = ""
    score: float | None = None


class HighlightedTextView(OutputView):
    """`[{"token", "class_or_confidence"}]`, or the pairs of Gradio 3."""

    def draw(self, value: Json, final: bool) -> None:
        parts = parts_in(value)
        if parts is None:
            self.draw_json(value)
            return
        self.summary = f"{sum(1 for each in parts if each.mark)} marked"
        styles = label_styles(parts)
        labels = {each.mark for each in parts if each.score is None}
        names = _legend({mark: styles[mark] for mark in styles if mark in labels})
        content = marked_content(parts, styles)
        length = sum(len(each.text) for each in parts)
        hidden = length - min(MAX_CHARACTERS, sum(len(each.text) for each in parts[:MAX_PARTS]))
        after = cut_note(hidden > 0, count_text(hidden, "character", is_grouped=True))
        self.body.show_lines(lambda width: [*_wrapped(names, content, width), *after])

    def text_to_copy(self) -> str:
        parts = parts_in(self.value)
        if parts is None:
            return super().text_to_copy()
        return "".join(each.text for each in parts)


def parts_in(value: Json) -> list[Part] | None:
    """Return the parts of a value of any version; None for a value of another shape."""
    if isinstance(value, Mapping) and isinstance(value.get("text"), str):
        return [Part(value["text"])]
    if not isinstance(value, list) or not value:
        return None
    parts: list[Part] = []
    for each in value:
        part = _part(each)
        if part is None:
            return None
        parts.append(part)
    return parts


def _part(value: Json) -> Part | None:
    if isinstance(value, Mapping) and "token" in value:
        return _marked(str(value["token"]), value.get("class_or_confidence"))
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return _marked(str(value[0]), value[1])
    return None


def _marked(text: str, mark: Json) -> Part:
    match mark:
        case None:
            return Part(text)
        case float():
            return Part(text, f"{mark:.2f}", mark)
        case int() if not isinstance(mark, bool):
            return Part(text, str(mark), mark)
    return Part(text, str(mark))


def label_styles(parts: Sequence[Part]) -> dict[str, str]:
    """Return the style of each mark; of scores by their sign."""
    styles: dict[str, str] = {}
    for each in parts:
        if each.mark and each.mark not in styles and len(styles) < MAX_LABELS:
            styles[each.mark] = series_style(len(styles))
            if each.score is not None:
                styles[each.mark] = "$error" if each.score < 0 else "$success"
    return styles


def _legend(styles: Mapping[str, str]) -> Content:
    """Return the labels in their colours; of one or of very many there is no need for it."""
    if not 2 <= len(styles) <= MAX_IN_LEGEND:
        return Content("")
    return legend(styles.items(), MAX_MARK)


def _wrapped(names: Content, content: Content, width: int) -> list[Content]:
    lines = list(names.wrap(max(1, width))) if names else []
    return [*lines, *content.wrap(max(1, width))]


def marked_content(parts: Sequence[Part], styles: Mapping[str, str]) -> Content:
    """Return the text, each marked part with its mark after its last word."""
    pieces: list[Content] = []
    left = MAX_CHARACTERS
    for number, (text, mark, _) in enumerate(parts[:MAX_PARTS], 1):
        if left <= 0:
            break
        style = styles.get(mark, "$secondary") if mark else ""
        limit = min(left, 4_000)
        left -= len(text)
        if not mark:
            pieces.append(text_content(text, limit, style))
            continue
        # The mark follows the last word, and what blanks there are follow the mark.
        words = text.rstrip()
        blanks = text[len(words) :] or _gap(parts[number : number + 1])
        name = muted(f" {visible_line(mark, MAX_MARK)}")
        pieces += [text_content(words, limit, style), name, text_content(blanks, limit)]
    return Content.assemble(*pieces)


def _gap(following: Sequence[Part]) -> str:
    """Return what parts a mark from the text after it, where that has not its own blank."""
    text = following[0].text if following else " "
    return "" if text[:1].isspace() or text[:1] in CLOSING else " "
