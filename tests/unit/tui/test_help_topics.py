"""What help says of what has focus: a word on every kind of thing, and the facts of a schema."""

import pkgutil
from importlib import import_module

import pytest

import spacetui.tui
from spacetui.errors import Failure, SpacetuiError
from spacetui.model.schema import Choice, FileShape, Parameter
from spacetui.model.stage import StageGroup
from spacetui.text.terminal_escapes import make_visible
from spacetui.tui.inputs.help_topic import field_topic
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.use.failure_topic import failure_topic
from spacetui.tui.widgets.dialog import Dialog
from spacetui.tui.widgets.help_topic import HelpTopic
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.wording.about import DIALOGS, FAILURES, FIELDS, PANES, STAGES, VIEWS
from spacetui.tui.wording.recovery import HEADLINES, Action
from tests.tui.fake_session import HOSTILE

# Bases, which nobody sees.
BASES = {"TextDialog", "TypedField", "ChoiceField"}


def names_of_subclasses(base: type) -> set[str]:
    """Return the names of all classes of the TUI below `base`."""
    for module in pkgutil.walk_packages(spacetui.tui.__path__, "spacetui.tui."):
        import_module(module.name)
    found: set[str] = set()
    below: list[type] = base.__subclasses__()
    while below:
        each = below.pop()
        below += each.__subclasses__()
        if each.__module__.startswith("spacetui."):
            found.add(each.__name__.partition("[")[0])
    return found - BASES


@pytest.mark.parametrize(
    ("base", "table"), [(Pane, PANES), (InputField, FIELDS), (OutputView, VIEWS), (Dialog, DIALOGS)]
)
def test_help_has_a_word_on_every_kind_of_thing(base: type, table: dict[str, str]) -> None:
    names = names_of_subclasses(base)
    assert names == set(table) - {base.__name__}
    assert all(words.endswith(".") and len(words) < 300 for words in table.values())


def test_help_has_a_word_on_every_failure_and_stage() -> None:
    kinds = {each.kind for each in _errors(SpacetuiError)}
    assert kinds | set(HEADLINES) == set(FAILURES)
    assert {each.name for each in StageGroup} == {*STAGES, "UNKNOWN"}


def _errors(base: type[SpacetuiError]) -> list[type[SpacetuiError]]:
    return [base, *(each for sub in base.__subclasses__() for each in _errors(sub))]


def facts_of(topic: HelpTopic) -> dict[str, str]:
    return {each.name: each.text.plain for each in topic.facts}


def test_the_facts_of_a_field_come_from_its_schema() -> None:
    steps = Parameter(
        "steps", "Steps", "Slider", {"type": "number"}, "float", default=5, minimum=1, maximum=9,
        step=2, info="more is slower",
    )  # fmt: skip
    facts = facts_of(field_topic(steps, "", "at most 9"))
    assert facts["wrong now"] == "at most 9"
    assert facts["takes"] == "number, 1 to 9, step 2"
    assert facts["left alone"] == "5 is sent, the app's own value"
    assert (facts["in code"], facts["the app says"]) == ("steps  float", "more is slower")
    choices = tuple(Choice(f"c{number}", number) for number in range(20))
    colour = Parameter("c", "", "Dropdown", choices=choices, multiselect=True, max_choices=3)
    facts = facts_of(field_topic(colour, "", ""))
    assert facts["takes"] == "at most 3 of 20 choices"
    assert facts["choices"].startswith("c0, c1, ") and facts["choices"].endswith("and 8 more")
    assert facts["left alone"] == "the call is not made: this field needs a value"
    picture = Parameter(
        "p", "", "Image", {"type": "object"}, default=None, file_shape=FileShape.ONE,
        file_types=("image",), max_file_size=5_000_000,
    )  # fmt: skip
    facts = facts_of(field_topic(picture, "", ""))
    assert facts["takes"] == "one file: image" and facts["limits"] == "at most 5.0 MB"
    assert facts["left alone"] == "null is sent, the app's own value"
    secret = Parameter("k", "", "Textbox", default="hf_hidden", is_secret=True)
    assert "hf_hidden" not in str(facts_of(field_topic(secret, "", "")))


def test_a_failure_says_what_happened_and_what_helps() -> None:
    failure = Failure("busy", "no room", where="/say", hint="Try later.")
    topic = failure_topic(failure, (Action("w", "wait, then run", "in 4 s"),))
    assert "not taken" in topic.words
    facts = facts_of(topic)
    assert facts["what helps"] == "Try later." and facts["w"] == "wait, then run, in 4 s"
    assert "runs the form again" in facts_of(failure_topic(failure, ()))["ctrl+r"]


def test_the_words_of_strangers_are_made_visible() -> None:
    parameter = Parameter(
        HOSTILE, HOSTILE, HOSTILE, {}, HOSTILE, HOSTILE, default=HOSTILE, info=HOSTILE,
        choices=(Choice(HOSTILE, 1),),
    )  # fmt: skip
    failure = Failure("app", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    for topic in (field_topic(parameter, "", HOSTILE), failure_topic(failure, ())):
        text = "\n".join(facts_of(topic).values())
        assert text == make_visible(text) and "[@click=app.quit]" in text
