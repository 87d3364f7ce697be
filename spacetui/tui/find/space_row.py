"""A Space as a row of two lines, with the symbols and labels for its stage and hardware."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from spacetui.model.stage import StageGroup
from spacetui.text.format import likes_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right, name_style, text_style

if TYPE_CHECKING:
    from spacetui.model.space import SpaceCard


# Widths in cells at the right: of the hardware, the stage's word, likes and score.
HARDWARE_WIDTH, STAGE_WIDTH, LIKES_WIDTH, SCORE_WIDTH = 7, 9, 7, 11
_DIM = (StageGroup.ASLEEP, StageGroup.PAUSED, StageGroup.BROKEN)


def stage_symbol(card: SpaceCard) -> tuple[str, str, str]:
    """Return symbol, theme variable and word for the stage of a Space."""
    symbols = glyphs()
    known = {
        StageGroup.UP: (symbols.done, "$success", "running"),
        StageGroup.STARTING: (symbols.queued, "$warning", "starting"),
        StageGroup.ASLEEP: (symbols.asleep, "$muted", "asleep"),
        StageGroup.PAUSED: (symbols.paused, "$muted", "paused"),
        StageGroup.BROKEN: (symbols.failed, "$error", "error"),
    }
    if card.group in known:
        return known[card.group]
    symbol = symbols.idle if card.stage else " "
    return symbol, "$muted", card.stage.lower()[:STAGE_WIDTH]


def hardware_label(hardware: str) -> str:
    """Shorten the name of a hardware flavor: `zero-a10g` is ZeroGPU, `t4-small` is T4."""
    if hardware.startswith("zero"):
        return "ZeroGPU"
    return visible_line(hardware.partition("-")[0].upper(), 8)


def place_label(card: SpaceCard, *, is_local: bool) -> str:
    """Return where a Space runs: on this machine, or on which hardware of the Hub."""
    return "here" if is_local else hardware_label(card.hardware)


def likes_label(card: SpaceCard) -> str:
    """Return the likes of a Space; empty if it has none."""
    return f"{glyphs().likes} {likes_text(card.likes)}" if card.likes else ""


def emoji_slot(emoji: str) -> str:
    """Return an emoji in exactly two cells; blank if there is none or it is wider."""
    shown = emoji.replace("\ufe0f", "")
    width = cell_len(shown)
    if not shown or width > 2 or visible_line(shown, 4) != shown:
        return "  "
    return shown + " " * (2 - width)


def draw_space(
    card: SpaceCard,
    width: int,
    is_current: bool,
    *,
    is_local: bool = False,
    is_kept: bool = False,
    is_short: bool = False,
    note: str = "",
) -> list[Content]:
    """Return two lines: name, id, hardware and stage; description, likes and score.

    is_kept: it is a favourite. is_short: the second line is left out. note: stands behind the id,
    as far as there is room.
    """
    name = _name(card, is_current)
    if note:
        name = Content.assemble(name, (f" {glyphs().dot} {note}", "$muted"))
    if is_kept:
        name = Content.assemble(name, (f"  {glyphs().kept}", "$accent"))
    # Of a Space that was opened before it may not be known: then the note has all the room.
    is_known = bool(card.stage or card.hardware)
    stage = _stage(card, is_local=is_local) if is_known else Content("")
    first = left_right(name, stage, width)
    if is_short:
        return [first]
    description = visible_line(card.description or card.category, 300)
    popularity = _popularity(card)
    if not description and not popularity:
        return [first]
    style = text_style(is_lit=is_current)
    second = left_right(Content.assemble("   ", (description, style)), popularity, width)
    return [first, second]


def _name(card: SpaceCard, is_current: bool) -> Content:
    name = visible_line(card.title or card.id.partition("/")[2], 60)
    style = text_style(is_lit=card.group not in _DIM)
    if is_current:
        style = name_style(is_current=True)
    space_id = (visible_line(card.id, 60), "$muted")
    return Content.assemble(emoji_slot(card.emoji), " ", (name, style), "  ", space_id)


def _stage(card: SpaceCard, *, is_local: bool) -> Content:
    symbol, style, word = stage_symbol(card)
    place = f"{place_label(card, is_local=is_local):>{HARDWARE_WIDTH}}"
    return Content.assemble(
        (place, "$muted"), "  ", (symbol, style), " ", (f"{word:<{STAGE_WIDTH}}", "$muted")
    )


def _popularity(card: SpaceCard) -> Content:
    likes = likes_label(card)
    score = "" if card.score is None else f"match {card.score:.2f}"
    if not likes and not score:
        return Content("")
    return Content.styled(f"{likes:>{LIKES_WIDTH}}  {score:<{SCORE_WIDTH}}", "$muted")
