"""The text of the space pane: a Space's stage, facts, endpoints and README, or why it did not open.

Knows no widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.model.stage import StageGroup
from spacetui.text.format import age_text, likes_text
from spacetui.tui.find.space_row import emoji_slot, hardware_label, stage_symbol
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line, plain
from spacetui.tui.wording.signature import readme_content, signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacetui.model.schema import Endpoint
    from spacetui.model.space import SpaceCard
    from spacetui.tui.wording.recovery import Explanation

MOST_ENDPOINTS = 12


def stage_text(card: SpaceCard, *, here: bool) -> Content:
    """Return the stage of a Space and where it runs; empty where the Hub does not say."""
    if not card.stage:
        return Content("")
    sign, style, word = stage_symbol(card)
    where = "here" if here else hardware_label(card.hardware)
    place = f" {glyphs().dot} {where}" if where else ""
    return Content.assemble((sign, style), (f" {word}", "$muted"), (place, "$muted"))


def facts_text(card: SpaceCard, width: int) -> Content:
    """Return name, likes, id, age and error of a Space, in rows of `width` cells."""
    liked = f"{glyphs().likes} {likes_text(card.likes)}" if card.likes else ""
    emoji = emoji_slot(card.emoji)
    name = Content.assemble(
        f"{emoji} " if emoji.strip() else "", (line(card.title or card.id, 80), "bold")
    )
    changed = age_text(card.last_modified)
    rows = [left_right(name, Content.styled(liked, "$muted"), width)]
    if card.title or changed:
        age = Content.styled(f"changed {changed}" if changed else "", "$muted")
        rows.append(left_right(Content.styled(line(card.id, 100), "$muted"), age, width))
    if card.error_message:
        rows.append(Content.styled(line(card.error_message, 300), "$error"))
    return Content("\n").join(rows)


def endpoints_text(endpoints: Sequence[Endpoint], width: int) -> Content:
    """Return the inputs and outputs of endpoints, in rows of `width` cells."""
    if not endpoints:
        return Content.assemble(
            "no endpoints to call here. ", ("o", "bold"), " opens it in the browser."
        )
    shown = endpoints[:MOST_ENDPOINTS]
    names = max(len(line(each.api_name, 24)) for each in shown)
    rows = [Content.styled(f"takes {glyphs().gives} gives", "$muted")]
    for each in shown:
        first, *rest = signature(each).wrap(max(16, width - names - 2))
        rows.append(Content.assemble(f"{line(each.api_name, 24):<{names}}  ", first))
        rows += [Content(" " * (names + 2)) + more for more in rest]
    if len(endpoints) > len(shown):
        rows.append(Content.styled(f"{len(endpoints) - len(shown)} more", "$muted"))
    return Content("\n").join(rows)


def explanation_text(explanation: Explanation) -> Content:
    """Return why an app did not open; a message that only repeats the headline is left out."""
    rows = [Content.styled(explanation.headline, "bold")]
    is_repeated = explanation.message.strip(".").casefold() in explanation.headline.casefold()
    parts = (explanation.hint,) if is_repeated else (explanation.message, explanation.hint)
    rows += [plain(line(part, 400)).stylize("$muted") for part in parts if part]
    return Content("\n").join(rows)


def readme_text(text: str, title: str) -> Content:
    """Return a README under a heading; empty where there is none."""
    content = readme_content(text, title=title)
    return Content.assemble(("readme\n", "$muted"), content) if content else content


def closed_reason(card: SpaceCard) -> str:
    """Return why the endpoints of a Space cannot be loaded now; empty if they can."""
    return {
        StageGroup.ASLEEP: "asleep: enter wakes it",
        StageGroup.PAUSED: "paused by its owner",
        StageGroup.BROKEN: "this Space does not run",
        StageGroup.STARTING: "starting",
    }.get(card.group, "")
