"""What help says of a Space before it is opened, and of one that did not open."""

from __future__ import annotations

from collections.abc import Iterator

from spacetui.model.space import SpaceCard
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.find.space_pane import SpacePane
from spacetui.tui.find.space_row import hardware_label
from spacetui.tui.widgets.help_topic import Fact, HelpTopic, action_facts
from spacetui.tui.widgets.safe_content import line_content, text_content
from spacetui.tui.wording.about import STAGES
from spacetui.tui.wording.recovery import Explanation, stage_label

# Characters of a description or a reason.
MAX_WORDS = 1_000
_ZERO_GPU = "ZeroGPU: a GPU is lent for each call, and its seconds count against your day's share."


def found_topics(pane: SearchPane) -> Iterator[HelpTopic]:
    """Yield what help says of the Space under the cursor, unless the search box has focus."""
    card = pane.found.card if pane.is_whole and not pane.box.has_focus else None
    if card is not None:
        yield space_topic(card)


def space_topics(pane: SpacePane) -> Iterator[HelpTopic]:
    """Yield what help says of the Space on show, or why it did not open."""
    if pane.why_not is not None:
        yield opening_topic(pane.why_not)
    elif pane.card is not None:
        yield space_topic(pane.card)


def space_topic(card: SpaceCard) -> HelpTopic:
    """Return what help says of a Space: what its stage means, and what it runs on."""
    return HelpTopic("Space", card.title or card.id, "", tuple(_space_facts(card)))


def _space_facts(card: SpaceCard) -> Iterator[Fact]:
    yield Fact("id", line_content(card.id))
    if card.stage:
        words = STAGES.get(card.group.name, "No more is known of this stage.")
        yield Fact("stage", line_content(f"{stage_label(card.stage)}. {words}"))
    if card.error_message:
        yield Fact("its error", text_content(card.error_message, MAX_WORDS))
    if card.is_zero_gpu:
        yield Fact("hardware", line_content(_ZERO_GPU))
    elif card.hardware:
        yield Fact("hardware", line_content(hardware_label(card.hardware)))
    if card.description:
        yield Fact("its author says", line_content(card.description, MAX_WORDS))


def opening_topic(explanation: Explanation) -> HelpTopic:
    """Return what help says of an app that did not open."""
    name = explanation.headline.rstrip(".")
    return HelpTopic("did not open", name, "", tuple(_opening_facts(explanation)))


def _opening_facts(explanation: Explanation) -> Iterator[Fact]:
    for name, text in (
        ("what happened", explanation.message),
        ("in full", explanation.details),
        ("what helps", explanation.hint),
    ):
        if text:
            yield Fact(name, text_content(text, MAX_WORDS))
    yield from action_facts(explanation.actions)
