"""Whether a value fits its parameter; checked before anything is sent.

The server has the last word: a value passes here where its schema is odd. What a user wrote as raw
JSON is sent although it deviates from the schema, unless `odd_text_problem` or `shape_problem` says
that no server can take it.
"""

from collections.abc import Mapping

from spacetui.model.color import color_problem
from spacetui.model.components import component_type
from spacetui.model.date_time import date_time_problem
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Choice, Json, Parameter
from spacetui.model.schema_check import MAX_MESSAGE, children_of, schema_problem

MAX_VALUE_DEPTH = 100


def problem_with(value: Json, parameter: Parameter) -> str | None:
    """Return in a few words what is wrong with `value` for `parameter`, or None."""
    if value is None:
        if _takes_null(parameter):
            return None
        return "a value is wanted"
    if parameter.choices is not None:
        return _choice_problem(value, parameter)
    if _is_number(value) and component_type(parameter.component).is_numeric:
        return _number_problem(value, parameter)
    problem = odd_text_problem(value, parameter) or shape_problem(value, parameter)
    if problem is None and isinstance(value, str):
        problem = _text_problem(value, parameter)
    if problem is not None or has_shape(parameter):
        return problem
    problem = schema_problem(value, parameter.schema)
    if problem is not None and parameter.is_secret:
        return "not what the app's schema asks for"  # the reason would quote what was typed
    return problem


def odd_text_problem(value: Json, parameter: Parameter) -> str | None:
    """Return what UTF-8 cannot hold of `value`, or None.

    The app's own default and choices go back to it as they came, odd characters included.
    """
    problem = encoding_problem(value)
    if not problem or value == parameter.default:
        return None
    if not parameter.choices:
        return problem
    is_choice = _unknown_choice(_choices_in(value, parameter), parameter.choices) is None
    if is_choice:
        return None
    return problem


def shape_problem(value: Json, parameter: Parameter) -> str | None:
    """Return why the server could not unpack `value`: its depth, the shape of a file; or None."""
    if _depth(value, MAX_VALUE_DEPTH) > MAX_VALUE_DEPTH:
        return f"nested deeper than {MAX_VALUE_DEPTH}"
    if value is None or not has_shape(parameter):
        return None
    return schema_problem(value, parameter.schema)


def has_shape(parameter: Parameter) -> bool:
    """Return whether the server unpacks the value: a file, or text with files."""
    return parameter.takes_files or component_type(parameter.component).is_multimodal


def _takes_null(parameter: Parameter) -> bool:
    # Gradio's components take null nearly everywhere, whatever their schema says.
    return parameter.default is None or component_type(parameter.component).takes_null


def _choice_problem(value: Json, parameter: Parameter) -> str | None:
    if parameter.takes_list:
        if not isinstance(value, list):
            return "a list of choices is wanted"
        if parameter.max_choices is not None and len(value) > parameter.max_choices:
            return f"at most {parameter.max_choices} choices"
    if parameter.allow_custom_value or not parameter.choices:
        return odd_text_problem(value, parameter)
    return _unknown_choice(_choices_in(value, parameter), parameter.choices)


def _choices_in(value: Json, parameter: Parameter) -> list[Json]:
    if isinstance(value, list) and parameter.takes_list:
        return value
    return [value]


def _unknown_choice(given: list[Json], choices: tuple[Choice, ...]) -> str | None:
    # A set, because a default may be a list of 100,000 values of as many choices.
    known = {_hashable(choice.value) for choice in choices}
    for each in given:
        if _hashable(each) not in known:
            return f"{each!r} is not one of the {len(choices)} choices"[:MAX_MESSAGE]
    return None


def _hashable(value: Json) -> Json:
    """Return a key that is equal for equal values; 1 and 1.0 are equal, as in JSON."""
    if isinstance(value, (dict, list)):
        return "json", repr(value)
    return value


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number_problem(value: float, parameter: Parameter) -> str | None:
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return _limits_text(low, high)
    if parameter.is_integer and isinstance(value, float) and not value.is_integer():
        return "a whole number is wanted"
    return None


def _limits_text(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {high:g}"
    if high is None:
        return f"at least {low:g}"
    return f"from {low:g} to {high:g}"


def _text_problem(text: str, parameter: Parameter) -> str | None:
    if text == parameter.default:
        return None  # the app's own; its page does not check it either
    limit = parameter.max_length
    if limit is not None and len(text) > limit:
        return f"at most {limit} characters; these are {len(text)}"
    match component_type(parameter.component).name:
        case "DateTime":
            return date_time_problem(text, parameter)
        case "ColorPicker":
            return color_problem(text)
    return None


def encoding_problem(value: Json) -> str:
    """Return what is wrong with the first text in `value` that UTF-8 cannot hold; or nothing.

    Such a text has a lone surrogate: from `"\\ud800"` in JSON, or from bytes on the command line
    or in a file name that are no UTF-8.
    """
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, FileInput):
            if not _is_encodable(part.path):
                name = part.path.rpartition("/")[2]
                return f"the file name {name!r} is not UTF-8; rename the file"
        elif isinstance(part, str):
            if not _is_encodable(part):
                return "not valid Unicode: half of a surrogate pair, or bytes that are not UTF-8"
        elif isinstance(part, Mapping):
            stack += [*part.keys(), *part.values()]
        elif isinstance(part, (list, tuple)):
            stack += part
    return ""


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _depth(value: Json, limit: int) -> int:
    """Return how deep a value is nested, counted up to one more than `limit`."""
    level, layer = 0, [value]
    while layer and level <= limit:
        level, layer = level + 1, list(children_of(layer))
    return level
