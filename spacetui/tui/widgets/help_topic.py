"""HelpTopic: what help says of one thing. Fields, outputs, panes and dialogs make their own.

A widget with `help_topics()` has topics; help shows those of what has focus, then those around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from textual.content import Content
from textual.screen import Screen

from spacetui.tui.widgets.safe_content import line_content

if TYPE_CHECKING:
    from spacetui.tui.wording.recovery import Action


class Fact(NamedTuple):
    """A line of a topic: what it is about in a word or two, and a text that is safe to draw."""

    name: str
    text: Content


class HelpTopic(NamedTuple):
    """What help says of one thing.

    kind: what it is: field, output, pane. name: its label, untrusted. words: sentences of ours.
    facts: what is known of this one.
    """

    kind: str
    name: str
    words: str
    facts: tuple[Fact, ...] = ()


@runtime_checkable
class HasHelpTopics(Protocol):
    """A widget that help can explain."""

    def help_topics(self) -> Iterable[HelpTopic]:
        """Return what it is, the most particular first."""


def topics_of(screen: Screen[Any]) -> list[HelpTopic]:
    """Return the topics of what has focus on a screen, then those of what it stands in."""
    nodes = screen.focused.ancestors_with_self if screen.focused is not None else [screen]
    return [
        topic for node in nodes if isinstance(node, HasHelpTopics) for topic in node.help_topics()
    ]


def action_facts(actions: Sequence[Action]) -> Iterator[Fact]:
    """Yield what the user can do about something, each by its key."""
    for each in actions:
        note = f", {each.note}" if each.note else ""
        yield Fact(each.key, line_content(f"{each.words}{note}"))
