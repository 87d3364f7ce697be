"""What help says of an output: what it is, what it is now, and which part of it the keys act on."""

from __future__ import annotations

from collections.abc import Iterator

from spacetui.model.components import component_type
from spacetui.model.schema import Return
from spacetui.tui.widgets.help_topic import Fact, HelpTopic
from spacetui.tui.widgets.safe_content import line_content


def view_topic(return_: Return, label: str, words: str, summary: str, part: str) -> HelpTopic:
    """Return what help says of an output.

    words: on its kind of view. summary: of the value on show. part: the part of it in hand.
    """
    return HelpTopic("output", label, words, tuple(_facts(return_, summary, part)))


def _facts(return_: Return, summary: str, part: str) -> Iterator[Fact]:
    if summary:
        yield Fact("now", line_content(summary))
    if part:
        yield Fact("keys act on", line_content(part))
    kind = component_type(return_.component).label
    names = (each for each in (return_.component, kind) if each)
    if text := ", ".join(dict.fromkeys(names)):
        yield Fact("gives", line_content(text))
    if return_.python_type:
        yield Fact("in code", line_content(return_.python_type))
