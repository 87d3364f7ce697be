"""The text of the space pane: a Space's stage, facts, endpoints and README, or why it did not open.

Knows no widget.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from spacetui.model.stage import StageGroup, error_reason
from spacetui.text.format import age_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.find.readme_text import readme_content
from spacetui.tui.find.space_row import emoji_slot, likes_label, place_label, stage_symbol
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right
from spacetui.tui.widgets.safe_content import line_content
from spacetui.tui.wording.signature import signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacetui.model.schema import Endpoint
    from spacetui.model.space import SpaceCard
    from spacetui.tui.wording.recovery import Explanation

MOST_ENDPOINTS = 12
# Lines of the details of a reason.
MOST_DETAILS = 12


def stage_text(card: SpaceCard, *, is_local: bool, is_kept: bool = False) -> Content:
    """Return the stage of a Space and where it runs, after the sign of a favourite.

    Empty where the Hub does not say it.
    """
    if is_kept:
        stage = stage_text(card, is_local=is_local)
        return Content.assemble((f"{glyphs().kept} ", "$accent"), stage)
    if not card.stage:
        return Content("")
    symbol, style, word = stage_symbol(card)
    place = place_label(card, is_local=is_local)
    if place:
        word = f"{word} {glyphs().dot} {place}"
    return Content.assemble((symbol, style), (f" {word}", "$muted"))


def facts_text(card: SpaceCard, width: int) -> Content:
    """Return name, likes, id, age and error of a Space, in rows of `width` cells."""
    name = Content.styled(visible_line(card.title or card.id, 80), "bold")
    emoji = emoji_slot(card.emoji)
    if emoji.strip():
        name = Content(f"{emoji} ") + name
    rows = [left_right(name, Content.styled(likes_label(card), "$muted"), width)]
    age = age_text(card.last_modified)
    if card.title or age:
        space_id = Content.styled(visible_line(card.id, 100), "$muted")
        changed = Content.styled(age and f"changed {age}", "$muted")
        rows.append(left_right(space_id, changed, width))
    reason, _ = error_reason(card.error_message)
    if reason:
        rows.append(Content.styled(visible_line(reason, 300), "$error"))
    return Content("\n").join(rows)


def endpoints_text(endpoints: Sequence[Endpoint], width: int) -> Content:
    """Return the inputs and outputs of endpoints, in rows of `width` cells."""
    if not endpoints:
        browse = (key_name("browse"), "bold")
        return Content.assemble("no endpoints to call here. ", browse, " opens it in the browser.")
    shown = endpoints[:MOST_ENDPOINTS]
    names = max(len(visible_line(each.api_name, 24)) for each in shown)
    rows = [Content.styled(f"takes {glyphs().gives} gives", "$muted")]
    for each in shown:
        first, *rest = signature(each).wrap(max(16, width - names - 2))
        rows.append(Content.assemble(f"{visible_line(each.api_name, 24):<{names}}  ", first))
        rows += [Content(" " * (names + 2)) + more for more in rest]
    if len(endpoints) > len(shown):
        rows.append(Content.styled(f"{len(endpoints) - len(shown)} more", "$muted"))
    return Content("\n").join(rows)


def explanation_text(explanation: Explanation) -> Content:
    """Return why an app did not open; a message that only repeats the headline is left out."""
    rows = [Content.styled(explanation.headline, "bold")]
    is_repeated = explanation.message.strip(".").casefold() in explanation.headline.casefold()
    parts = [explanation.message, explanation.hint]
    if is_repeated:
        parts = [explanation.hint]
    rows += [line_content(part, 400).stylize("$muted") for part in parts if part]
    lines = [line for line in explanation.details.splitlines() if line.strip()]
    if lines:
        rows.append(Content(""))
    rows += [line_content(line, 200).stylize("$muted") for line in lines[:MOST_DETAILS]]
    if len(lines) > MOST_DETAILS:
        rows.append(Content.styled(f"{len(lines) - MOST_DETAILS} more lines", "$muted"))
    return Content("\n").join(rows)


def readme_text(text: str, title: str) -> Content:
    """Return a README under a heading; empty where there is none."""
    content = readme_content(text, title=title)
    return content and Content.styled("readme\n", "$muted") + content


def closed_reason(card: SpaceCard) -> str:
    """Return why the endpoints of a Space cannot be loaded now; empty if they can."""
    return {
        StageGroup.ASLEEP: "asleep: enter wakes it",
        StageGroup.PAUSED: "paused by its owner",
        StageGroup.BROKEN: "this Space does not run",
        StageGroup.STARTING: "starting",
    }.get(card.group, "")


def similar_query(card: SpaceCard | None) -> str:
    """Return the query for Spaces that do what this one does: title and description, or its id."""
    if card is None:
        return ""
    texts = (card.title.strip(), card.description.strip())
    known = " ".join(text for text in texts if text)
    words_of_id = re.sub(r"[-_./]+", " ", card.id.rpartition("/")[2])
    return visible_line(known or words_of_id, 120)
