"""Highlighted text: each marked part in colour, its class after it."""

from collections.abc import Mapping

from textual.content import Content

from spacetui.model.schema import Json
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import json_lines, note, wrapped
from spacetui.tui.widgets.safe_content import line, plain

MOST_PARTS = 2_000
MOST_CHARACTERS = 20_000


class MarkedTextView(OutputView):
    """`[{"token", "class_or_confidence"}]`, or Gradio 3's pairs."""

    def draw(self, value: Json, final: bool) -> None:
        parts = parts_in(value)
        if parts is None:
            self.summary = "nothing" if not value else ""
            self.body.fill(json_lines(value) if value else lambda width: ())
            return
        marked = sum(1 for _, mark in parts if mark)
        self.summary = f"{marked} marked"
        content = _content(parts)
        is_cut = len(parts) > MOST_PARTS or sum(len(text) for text, _ in parts) > MOST_CHARACTERS
        after = [note("cut; y copies all of it")] if is_cut else []
        self.body.fill(lambda width: [*wrapped(content, width), *after])

    def copied(self) -> str:
        parts = parts_in(self.value)
        return super().copied() if parts is None else "".join(text for text, _ in parts)


def parts_in(value: Json) -> list[tuple[str, str]] | None:
    """Give (text, class) of each part, the class empty where it is not marked; None for another shape."""
    if isinstance(value, Mapping) and isinstance(value.get("text"), str):
        return [(value["text"], "")]
    if not isinstance(value, list) or not value:
        return None
    parts: list[tuple[str, str]] = []
    for each in value:
        if isinstance(each, Mapping) and "token" in each:
            text, mark = each["token"], each.get("class_or_confidence")
        elif isinstance(each, (list, tuple)) and len(each) == 2:
            text, mark = each
        else:
            return None
        shown = f"{mark:.2f}" if isinstance(mark, float) else "" if mark is None else str(mark)
        parts.append((str(text), shown))
    return parts


def _content(parts: list[tuple[str, str]]) -> Content:
    pieces: list[Content | str] = []
    left = MOST_CHARACTERS
    for text, mark in parts[:MOST_PARTS]:
        if left <= 0:
            break
        piece = plain(text, min(left, 4_000), "$secondary" if mark else "")
        pieces.append(piece)
        left -= len(text)
        if mark:
            pieces.append(Content.styled(f" {line(mark, 30)} ", "$muted"))
    return Content.assemble(*pieces)
