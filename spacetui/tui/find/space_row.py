"""A Space as a row of two lines, with the symbols and labels for its stage and hardware."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from spacetui.model.stage import StageGroup
from spacetui.text.format import likes_text
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line as one_line

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard


def stage_symbol(card: SpaceCard) -> tuple[str, str, str]:
    """Return symbol, theme variable and word for the stage of a Space."""
    signs = glyphs()
    return {
        StageGroup.UP: (signs.done, "$success", "running"),
        StageGroup.STARTING: (signs.queued, "$warning", "starting"),
        StageGroup.ASLEEP: (signs.asleep, "$muted", "asleep"),
        StageGroup.PAUSED: (signs.paused, "$muted", "paused"),
        StageGroup.BROKEN: (signs.failed, "$error", "error"),
        StageGroup.UNKNOWN: (signs.idle if card.stage else " ", "$muted", card.stage.lower()[:9]),
    }[card.group]


def hardware_label(hardware: str) -> str:
    """Shorten the name of a hardware flavor: `zero-a10g` is ZeroGPU, `t4-small` is T4."""
    if not hardware:
        return ""
    if hardware.startswith("zero"):
        return "ZeroGPU"
    return one_line(hardware.partition("-")[0].upper(), 8)


def emoji_slot(emoji: str) -> str:
    """Return an emoji in exactly two cells; blank if there is none or it is wider."""
    shown = emoji.replace("\ufe0f", "")
    width = cell_len(shown)
    if not shown or width > 2 or one_line(shown, 4) != shown:
        return "  "
    return shown + " " * (2 - width)


def draw_space(
    card: SpaceCard, width: int, is_current: bool, *, here: bool = False
) -> list[Content]:
    """Return two lines: name, id, hardware and stage; description, likes and score."""
    sign, sign_style, word = stage_symbol(card)
    dim = card.group in (StageGroup.ASLEEP, StageGroup.PAUSED, StageGroup.BROKEN)
    name = one_line(card.title or card.id.partition("/")[2], 60)
    name_style = "bold $foreground" if is_current else "$muted" if dim else "$foreground"
    left = Content.assemble(
        emoji_slot(card.emoji),
        " ",
        (name, name_style),
        ("  " if is_current else "   ", ""),
        (one_line(card.id, 60), "$muted"),
    )
    where = "here" if here else hardware_label(card.hardware)
    right = Content.assemble(
        (f"{where:>7}", "$muted"), "  ", (sign, sign_style), " ", (f"{word:<9}", "$muted")
    )
    liked = f"{glyphs().likes} {likes_text(card.likes)}" if card.likes else ""
    score = f"{card.score:.2f}" if card.score is not None else ""
    below = Content.styled(f"{liked:>7}  {score:<11}" if liked or score else "", "$muted")
    description = one_line(card.description or card.category, 300)
    second = Content.assemble("   ", (description, "$foreground" if is_current else "$muted"))
    return [left_right(left, right, width), left_right(second, below, width)]
