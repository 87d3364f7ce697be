"""What help says of a failed call, and of an app that did not open: what happened, what helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from spacetui.errors import Failure
from spacetui.tui.keys import key_name
from spacetui.tui.use.call_report import full_text
from spacetui.tui.use.result_pane import ResultPane
from spacetui.tui.widgets.help_topic import Fact, HelpTopic, action_facts
from spacetui.tui.widgets.safe_content import line_content, text_content
from spacetui.tui.wording.about import FAILURES
from spacetui.tui.wording.recovery import Action, failure_headline

# Characters of the server's own text, and of another one.
MAX_SAID, MAX_WORDS = 2_000, 400


def failure_topics(pane: ResultPane) -> Iterator[HelpTopic]:
    """Yield what help says of the call on show, if that failed."""
    if pane.failure is not None:
        yield failure_topic(pane.failure, pane.actions.rows)


def failure_topic(failure: Failure, actions: Sequence[Action]) -> HelpTopic:
    """Return what help says of a failed call. actions: those that the result offers."""
    facts = tuple(_facts(failure, actions))
    words = FAILURES.get(failure.kind, "The call failed.")
    return HelpTopic("failure", failure_headline(failure).rstrip("."), words, facts)


def _facts(failure: Failure, actions: Sequence[Action]) -> Iterator[Fact]:
    if failure.where:
        yield Fact("where", line_content(failure.where, MAX_WORDS))
    said = "the app said" if failure.kind in ("app", "quota") else "in full"
    yield Fact(said, text_content(full_text(failure), MAX_SAID))
    for parameter, problem in failure.problems:
        yield Fact("field", line_content(f"{parameter}: {problem}", MAX_WORDS))
    if failure.hint:
        yield Fact("what helps", line_content(failure.hint, MAX_WORDS))
    yield from action_facts(actions)
    if not actions:
        yield Fact(key_name("run"), Content("runs the form again; what you typed is kept"))
    yield Fact(key_name("copy_value"), Content("in the result: copies the whole error"))
