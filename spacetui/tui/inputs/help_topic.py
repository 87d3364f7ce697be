"""What help says of a field: what it takes, its limits, and what is sent where it is left alone.

All of it comes from the parameter's schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from spacetui.model.components import component_type
from spacetui.model.parameter_limits import example_json, limits_of_value
from spacetui.model.schema import Parameter
from spacetui.system.accepted_files import accepted_label
from spacetui.text.format import range_text
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.parameter_text import MAX_LABEL, label_text, type_label
from spacetui.tui.widgets.help_topic import Fact, HelpTopic
from spacetui.tui.widgets.safe_content import line_content, text_content
from spacetui.tui.wording.about import FIELDS, about
from spacetui.tui.wording.value_summary import summarize

# Choices that are named, characters of one of them, and of a longer text.
MAX_CHOICES, MAX_CHOICE, MAX_WORDS = 12, 40, 1000


def field_topics(field: InputField) -> Iterator[HelpTopic]:
    """Yield what help says of a field."""
    topic = field_topic(field.parameter, about(field, FIELDS), field.error)
    yield topic._replace(name=field.label)


def field_topic(parameter: Parameter, words: str, problem: str) -> HelpTopic:
    """Return what help says of the field of a parameter.

    words: on its kind of field. problem: what is wrong with its value now, or empty.
    """
    return HelpTopic("field", label_text(parameter), words, tuple(_facts(parameter, problem)))


def _facts(parameter: Parameter, problem: str) -> Iterator[Fact]:
    if problem:
        yield Fact("wrong now", text_content(problem, MAX_WORDS, "$error"))
    yield Fact("takes", line_content(taken_text(parameter), MAX_WORDS))
    if limits := limits_of_value(parameter):
        yield Fact("limits", line_content(limits, MAX_WORDS))
    if parameter.choices:
        yield Fact("choices", _choices(parameter))
    if shape := example_json(parameter):
        yield Fact("in JSON", line_content(shape, MAX_WORDS))
    yield Fact("left alone", left_alone(parameter))
    if parameter.name:
        yield Fact("in code", _name_in_code(parameter))
    for text in dict.fromkeys((parameter.info, parameter.description)):
        if text.strip():
            yield Fact("the app says", text_content(text.strip(), MAX_WORDS))


def taken_text(parameter: Parameter) -> str:
    """Return what a parameter takes: `a whole number, 1–90, step 1`. Untrusted."""
    if parameter.takes_folder:
        return "the files of a folder"
    if parameter.takes_files:
        several = "several files" if parameter.takes_several_files else "one file"
        kind = accepted_label(parameter)
        return several if kind == "file" else f"{several}: {kind}"
    if parameter.choices is not None:
        return _choice_count(parameter)
    numbers = range_text(parameter.minimum, parameter.maximum, parameter.step)
    kind = component_type(parameter.component).label or type_label(parameter)
    if parameter.is_integer:
        kind = "a whole number"
    return f"{kind}, {numbers}" if numbers else kind


def _choice_count(parameter: Parameter) -> str:
    count = len(parameter.choices or ())
    if not parameter.takes_list:
        text = f"one of {count} choices"
    elif parameter.max_choices is None:
        text = f"any of {count} choices"
    else:
        text = f"at most {parameter.max_choices} of {count} choices"
    return f"{text}, or a text of your own" if parameter.allow_custom_value else text


def _choices(parameter: Parameter) -> Content:
    choices = parameter.choices or ()
    named = [line_content(each.label, MAX_CHOICE) for each in choices[:MAX_CHOICES]]
    more = len(choices) - len(named)
    if more:
        named.append(Content.styled(f"and {more} more", "$muted"))
    return Content(", ").join(named)


def left_alone(parameter: Parameter) -> Content:
    """Return what is sent for a parameter that is not filled in."""
    if parameter.required:
        return Content("the call is not made: this field needs a value")
    if parameter.default is None:
        return Content("null is sent, the app's own value")
    if parameter.default in ("", []):
        return Content("an empty value is sent, the app's own")
    if parameter.is_secret:
        return Content("the app's own value is sent")
    words = {True: "on", False: "off"}
    value = parameter.default
    text = words[value] if isinstance(value, bool) else summarize(value)
    return Content.assemble((text, "bold"), " is sent, the app's own value")


def _name_in_code(parameter: Parameter) -> Content:
    type_ = parameter.python_type or parameter.component
    name = line_content(parameter.name, MAX_LABEL, "bold")
    return Content.assemble(name, "  ", line_content(type_, 200, "$muted"))
