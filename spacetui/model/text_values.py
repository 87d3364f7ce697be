"""Text that the user typed, read as the value of a parameter."""

import json
import math

from spacetui.errors import BadValue
from spacetui.model.schema import Json, Parameter


def coerce(text: str, parameter: Parameter) -> Json:
    """Read what a person typed as a value of `parameter`'s type.

    Text stays text; a choice may be given by its name or its value; numbers, booleans, lists and objects
    are parsed. Files are not read here (see shape_files). Raises BadValue.
    """
    if parameter.choices is not None:
        return _choice(text, parameter)
    wanted = _type_of(parameter)
    match wanted:
        case "string":
            return text
        case "boolean":
            return _boolean(text, parameter)
        case "number" | "integer":
            return _number(text, parameter, whole=wanted == "integer" or parameter.is_integer)
        case "array" | "object":
            return _json(text, parameter)
    # No type we know (an unknown component, a union): JSON when it reads as JSON, else the text itself.
    try:
        return parse_json(text)
    except ValueError:
        return text


def parse_json(text: str) -> Json:
    """Parse strict JSON. Raises ValueError with a short reason, also for what is too deep or too long."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise ValueError("JSON nested too deep") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _type_of(parameter: Parameter) -> str:
    schema = parameter.schema
    kind = schema.get("type")
    if isinstance(kind, list):
        kinds = [each for each in kind if each != "null"]
        kind = kinds[0] if len(kinds) == 1 else None
    if kind is None and isinstance(options := schema.get("anyOf"), list):
        kinds = [o.get("type") for o in options if isinstance(o, dict) and o.get("type") != "null"]
        kind = kinds[0] if len(kinds) == 1 else None
    if isinstance(kind, str):
        return kind
    return "object" if "$ref" in schema or "properties" in schema else ""


def _choice(text: str, parameter: Parameter) -> Json:
    choices = parameter.choices or ()
    for choice in choices:
        if choice.label == text:
            return choice.value
    for choice in choices:
        if text == (choice.value if isinstance(choice.value, str) else json.dumps(choice.value)):
            return choice.value
    if parameter.takes_list:
        # A whole list at once, by JSON: values that are none of ours are judged by the check, not here.
        if text.lstrip().startswith("["):
            value = _json(text, parameter)
            if isinstance(value, list):
                return value
        if text == "":
            return []
    if parameter.allow_custom_value or not choices:
        return text
    names = ", ".join(c.label for c in choices[:8]) + (", …" if len(choices) > 8 else "")
    raise BadValue(
        f"{text!r} is not a choice of {parameter.name}",
        parameter=parameter.name,
        hint=f"One of: {names}.",
    )


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
    word = text.strip()
    try:
        return int(word)
    except ValueError:
        pass  # not a whole number; the next reading judges it
    try:
        number = float(word)
    except ValueError:
        number = float("nan")
    if not math.isfinite(number):
        raise BadValue(
            f"{text!r} is not a number",
            parameter=parameter.name,
            hint="Write a number such as 0.5.",
        )
    if whole:
        if not number.is_integer():
            raise BadValue(f"{text!r} is not a whole number", parameter=parameter.name)
        return int(number)
    return number


def _json(text: str, parameter: Parameter) -> Json:
    try:
        return parse_json(text)
    except ValueError as error:
        raise BadValue(str(error), parameter=parameter.name, hint="Write JSON.") from error
