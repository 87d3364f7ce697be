"""Text that the user typed, read as the value of a parameter."""

import json
import math

from spacetui.errors import BadValue
from spacetui.model.components import component_type
from spacetui.model.schema import Choice, Json, Parameter

# Choices that the hint of an error lists.
_MAX_LISTED = 8
TOO_LARGE = "is too large; the largest number is 1.8e308"


def coerce(text: str, parameter: Parameter) -> Json:
    """Read typed text as a value of the parameter's type.

    Text stays text; where text with files is wanted, it is one without files. A choice may be given
    by its label or its value. Numbers, booleans, lists and objects are parsed. Files are not read
    here (see file_input.py, shape_files). Raises BadValue.
    """
    if parameter.choices is not None:
        return _choice(text, parameter)
    if component_type(parameter.component).is_multimodal:
        return _text_and_files(text)
    type_name = _type_of(parameter)
    match type_name:
        case "string":
            return text
        case "boolean":
            return _boolean(text, parameter)
        case "number" | "integer":
            return _number(text, parameter, whole=type_name == "integer" or parameter.is_integer)
        case "array" | "object":
            return _json(text, parameter)
    # A type that we do not know (an unknown component, a union): JSON if it reads as JSON.
    try:
        return parse_json(text)
    except ValueError:
        return text


def parse_json(text: str) -> Json:
    """Parse strict JSON. Raises ValueError with a short reason, also for JSON nested too deep."""
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, parse_float=_fraction, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise ValueError(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise ValueError("JSON nested too deep") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _fraction(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{_cut(digits)} {TOO_LARGE}")
    return number


def _whole(digits: str) -> int:
    _fraction(digits)
    return int(digits)


def _cut(digits: str) -> str:
    return digits if len(digits) <= 20 else f"{digits[:20]}…"


def _type_of(parameter: Parameter) -> str:
    """Return the type of JSON that the parameter's schema names, or an empty text."""
    schema = parameter.schema
    stated, options = schema.get("type"), schema.get("anyOf")
    if isinstance(stated, str):
        return stated
    if isinstance(stated, list) and (only := _only_type(stated)):
        return only
    if isinstance(options, list):
        types = [each.get("type") for each in options if isinstance(each, dict)]
        if only := _only_type(types):
            return only
    return "object" if "$ref" in schema or "properties" in schema else ""


def _only_type(types: list[Json]) -> str:
    """Return the one type in a list beside null, or an empty text."""
    others = [each for each in types if each != "null"]
    if len(others) == 1 and isinstance(others[0], str):
        return others[0]
    return ""


def _choice(text: str, parameter: Parameter) -> Json:
    choices = parameter.choices or ()
    if (found := _find_choice(text, choices)) is not None:
        return found.value
    if parameter.takes_list and (not text or text.lstrip().startswith("[")):
        # All choices at once, as JSON. Validation judges values that are no choices.
        return _json(text or "[]", parameter)
    if parameter.allow_custom_value or not choices:
        return text
    labels = [each.label for each in choices[:_MAX_LISTED]]
    if len(choices) > _MAX_LISTED:
        labels.append("…")
    raise BadValue(
        f"{text!r} is not a choice of {parameter.name}",
        parameter=parameter.name,
        hint=f"One of: {', '.join(labels)}.",
    )


def _find_choice(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """Find a choice by its label, else by its value."""
    for choice in choices:
        if choice.label == text:
            return choice
    for choice in choices:
        if _value_text(choice) == text:
            return choice
    return None


def _value_text(choice: Choice) -> str:
    return choice.value if isinstance(choice.value, str) else json.dumps(choice.value)


def _text_and_files(text: str) -> Json:
    """Read text, or JSON of an object with `text` and `files`, as the value of the two."""
    try:
        value = parse_json(text)
    except ValueError:
        value = None
    if isinstance(value, dict) and value and value.keys() <= {"text", "files"}:
        return {"text": "", "files": [], **value}
    return {"text": text, "files": []}


def _boolean(text: str, parameter: Parameter) -> bool:
    word = text.strip().lower()
    if word in ("true", "yes", "on", "1"):
        return True
    if word in ("false", "no", "off", "0"):
        return False
    raise BadValue(
        f"{text!r} is not true or false", parameter=parameter.name, hint="Write true or false."
    )


def _number(text: str, parameter: Parameter, *, whole: bool) -> int | float:
    digits = text.strip()
    number = _float(digits)
    if math.isinf(number) and "inf" not in digits.lower():
        raise BadValue(f"{_cut(digits)} {TOO_LARGE}", parameter=parameter.name)
    if not math.isfinite(number):
        raise BadValue(
            f"{text!r} is not a number",
            parameter=parameter.name,
            hint="Write a number such as 0.5.",
        )
    try:
        return int(digits)
    except ValueError:
        pass  # it has a fraction or an exponent
    if not whole:
        return number
    if not number.is_integer():
        raise BadValue(f"{text!r} is not a whole number", parameter=parameter.name)
    return int(number)


def _float(digits: str) -> float:
    try:
        return float(digits)
    except ValueError:
        return math.nan


def _json(text: str, parameter: Parameter) -> Json:
    try:
        return parse_json(text)
    except ValueError as error:
        raise BadValue(str(error), parameter=parameter.name, hint="Write JSON.") from error
