"""A turn of a chat as parts of a PartsBody: its heading, its texts, its files, its options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from spacetui.model.chat_turns import ChatTurn, Step
from spacetui.text.format import duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.outputs.rich_text.block_rows import Highlight
from spacetui.tui.outputs.rich_text.row_stack import Row, RowSource
from spacetui.tui.outputs.rich_text.text_part import FixedPart, Part, TextPart
from spacetui.tui.outputs.text_layout import muted
from spacetui.tui.outputs.turn_file import FilePictures, FileRows
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line_content

MAX_AUTHOR, MAX_TITLE, MAX_OPTIONS = 40, 200, 20
# How deep steps within each other are indented.
MAX_DEPTH = 6
_AUTHORS = {"user": "you", "assistant": "answer"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row, with a blank one above it or not."""

    content: Content
    gap: bool = False

    def estimate(self, width: int) -> int:
        return 1 + self.gap

    def lay_out(self, width: int) -> Sequence[Row]:
        row = self.content.truncate(max(1, width), ellipsis=True)
        return [Content(""), row] if self.gap else [row]


def turn_margin(role: str, depth: int) -> Content:
    """Return what stands before each row of a turn: a bar for the user, blanks within a step."""
    if role == "user":
        return Content.styled(f"{glyphs().upright} ", "$accent")
    return Content("  " * min(depth, MAX_DEPTH))


def heading(turn: ChatTurn, is_folded: bool, depth: int, gap: bool) -> RowSource:
    """Return the row that says who speaks, or what a tool did."""
    if turn.step is None:
        author = visible_line(_AUTHORS.get(turn.role, turn.role), MAX_AUTHOR)
        style = "bold $accent" if turn.role == "user" else "$muted"
        return Line(Content.styled(author, style), gap)
    margin = turn_margin(turn.role, max(0, depth - 1))
    sign = glyphs().tip if is_folded else glyphs().choices
    return Line(margin + Content.assemble((f"{sign} ", "$muted"), _step_text(turn.step)), gap)


def _step_text(step: Step) -> Content:
    more = [line_content(step.log, MAX_TITLE, "$muted")] if step.title and step.log else []
    if step.duration is not None:
        more.append(muted(duration_text(step.duration)))
    title = line_content(step.title or step.log, MAX_TITLE, "$secondary")
    return muted(f" {glyphs().dot} ").join([title, *more])


def turn_parts(
    turn: ChatTurn, depth: int, *, is_complete: bool, highlight: Highlight, pictures: FilePictures
) -> list[Part]:
    """Return a part for each item of a turn, and one for its options."""
    margin = turn_margin(turn.role, depth)
    parts: list[Part] = []
    for item in turn.items:
        if item.file is not None:
            parts.append(FixedPart(FileRows(item.file, item.text, margin, pictures)))
            continue
        parts.append(
            TextPart(
                item.text,
                is_complete=is_complete,
                margin=margin,
                keeps_lines=True,
                highlight=highlight,
            )
        )
    if turn.options:
        names = [visible_line(each, MAX_TITLE) for each in turn.options[:MAX_OPTIONS]]
        parts.append(
            FixedPart(*(Line(margin + muted(f"{glyphs().query} {each}")) for each in names))
        )
    return parts
