"""What help says of an output: what it is, what it is now, and which part of it the keys act on."""

from __future__ import annotations

from collections.abc import Iterator

from spacetui.model.components import component_type
from spacetui.model.schema import Return
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.widgets.help_topic import Fact, HelpTopic
from spacetui.tui.widgets.safe_content import line_content
from spacetui.tui.wording.about import VIEWS, about


def view_topics(view: OutputView) -> Iterator[HelpTopic]:
    """Yield what help says of an output."""
    facts = tuple(_facts(view.return_, view.summary, view.part_in_hand))
    yield HelpTopic("output", view.label, about(view, VIEWS), facts)


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
