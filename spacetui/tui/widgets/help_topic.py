"""HelpTopic: what help says of one thing, and which function makes that of each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen

from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.safe_content import line_content
from spacetui.tui.wording.about import DIALOGS, PANES, about

if TYPE_CHECKING:
    from spacetui.tui.wording.recovery import Action

# By the name of a widget's class, which stands for its subclasses too: the function that takes the
# widget and yields its topics, the most particular first.
TOPICS: Final = {
    "InputField": "spacetui.tui.inputs.help_topic:field_topics",
    "OutputView": "spacetui.tui.outputs.help_topic:view_topics",
    "ResultPane": "spacetui.tui.use.failure_topic:failure_topics",
    "SearchPane": "spacetui.tui.find.help_topic:found_topics",
    "SpacePane": "spacetui.tui.find.help_topic:space_topics",
}


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


def topics_of(screen: Screen[Any]) -> list[HelpTopic]:
    """Return the topics of what has focus on a screen, then those of what it stands in."""
    nodes = screen.focused.ancestors_with_self if screen.focused is not None else [screen]
    return [topic for node in nodes for topic in _topics_of_node(node)]


def _topics_of_node(node: DOMNode) -> Iterable[HelpTopic]:
    names = (each.__name__ for each in type(node).__mro__)
    if place := next((TOPICS[name] for name in names if name in TOPICS), ""):
        module, _, function = place.partition(":")
        yield from getattr(import_module(module), function)(node)
    if isinstance(node, Pane):
        yield HelpTopic("pane", node.TITLE, about(node, PANES))
    elif isinstance(node, Dialog):
        yield HelpTopic("about", "this dialog", about(node, DIALOGS))


def action_facts(actions: Sequence[Action]) -> Iterator[Fact]:
    """Yield what the user can do about something, each by its key."""
    for each in actions:
        note = f", {each.note}" if each.note else ""
        yield Fact(each.key, line_content(f"{each.words}{note}"))
