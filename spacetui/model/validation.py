"""Is this value one that the endpoint takes? Asked before anything is sent (security.md P17).

A stranger's schema is checked without fetching anything and without running its regular expressions.
The server has the last word: where a schema is odd, a value passes here.
"""

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice
from typing import Any, NoReturn

from spacetui.model.components import component_type
from spacetui.model.file_data import file_data
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.schema import MISSING, Json, Parameter

# Deeper schemas than this are not checked; Gradio's own are below 10.
MAX_SCHEMA_DEPTH = 40
MAX_VALUE_DEPTH = 100
# Parts of a schema that is checked at all; it is read anew at each letter that is typed.
MAX_SCHEMA_PARTS = 10_000
# Keywords looked at in one check, 20 to 35 µs each, which may hold up a letter: thirty definitions that each name
# the next one twice would be 2**30, and a list of a thousand under a choice of a thousand a million.
MAX_STEPS = 2_000

_steps_left: ContextVar[list[int]] = ContextVar("steps_left")


def problem_with(value: Json, parameter: Parameter) -> str | None:
    """Say in a few words what is wrong with `value` for `parameter`, or None."""
    if value is None:
        return None if _takes_null(parameter) else "a value is wanted"
    if parameter.choices is not None:
        return _choice_problem(value, parameter)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and component_type(parameter.component).is_numeric:
        return _number_problem(value, parameter)
    return _schema_problem(value, parameter)


def _takes_null(parameter: Parameter) -> bool:
    # Gradio's components take null nearly everywhere, whatever their schema says.
    if parameter.default is None:
        return True
    return component_type(parameter.component).takes_null and not parameter.takes_files


def _choice_problem(value: Json, parameter: Parameter) -> str | None:
    choices = parameter.choices or ()
    given = [value]
    if parameter.takes_list:
        if not isinstance(value, list):
            return "a list of choices is wanted"
        if parameter.max_choices is not None and len(value) > parameter.max_choices:
            return f"at most {parameter.max_choices} choices"
        given = value
    if parameter.allow_custom_value or not choices:
        return None
    # By a set: a default of 100 000 values of as many choices is one press of a key.
    known = {_key(choice.value) for choice in choices}
    wrong = next((each for each in given if _key(each) not in known), MISSING)
    return None if wrong is MISSING else f"{wrong!r} is not one of the {len(choices)} choices"[:200]


def _key(value: Json) -> Json:
    """Give what is equal for equal values; 1 and 1.0 are, as in JSON."""
    if isinstance(value, (dict, list)):
        return "json", repr(value)
    return value


def _number_problem(value: float, parameter: Parameter) -> str | None:
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        if low is None:
            return f"at most {_plain(high)}"
        return (
            f"at least {_plain(low)}" if high is None else f"from {_plain(low)} to {_plain(high)}"
        )
    if parameter.is_integer and isinstance(value, float) and not value.is_integer():
        return "a whole number is wanted"
    return None


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _schema_problem(value: Json, parameter: Parameter) -> str | None:
    from jsonschema.exceptions import best_match

    if _depth(value, MAX_VALUE_DEPTH) > MAX_VALUE_DEPTH:
        return f"nested deeper than {MAX_VALUE_DEPTH}"
    if not parameter.schema or _is_too_much(parameter.schema):
        return None
    steps = _steps_left.set([MAX_STEPS])
    try:
        validator = _validator_class()(_unpatterned(parameter.schema), registry=_registry())
        error = best_match(validator.iter_errors(map_file_inputs(value, _full_file_data)))
        if error is None:
            return None
        message = error.message
    except Exception:  # noqa: BLE001  jsonschema and referencing raise as they please on a schema that is
        return None  # malformed, cyclic, remote or too much work; such a one judges nothing, the server will
    finally:
        _steps_left.reset(steps)
    where = "".join(
        f"[{part!r}]" if isinstance(part, str) else f"[{part}]" for part in error.absolute_path
    )
    return f"{where + ': ' if where else ''}{message}"[:200]


def _full_file_data(file: FileInput) -> Json:
    """Return a FileData with every field that a schema may require."""
    return file_data(file.path, url=None, size=None, orig_name="", mime_type=None, is_stream=False)


def _depth(value: Json, limit: int) -> int:
    level, layer = 0, [value]
    while layer and level <= limit:
        level, layer = level + 1, list(_below(layer))
    return level


def _is_too_much(schema: Json) -> bool:
    """Say whether a schema is too deep or too long to be checked."""
    level, parts, layer = 0, 1, [schema]
    while layer and level <= MAX_SCHEMA_DEPTH and parts <= MAX_SCHEMA_PARTS:
        # One more than is allowed is enough to know; a layer may have a million.
        layer = list(islice(_below(layer), MAX_SCHEMA_PARTS - parts + 1))
        level, parts = level + 1, parts + len(layer)
    return bool(layer) or parts > MAX_SCHEMA_PARTS


def _below(layer: list[Json]) -> Iterator[Json]:
    for each in layer:
        if isinstance(each, Mapping):
            yield from each.values()
        elif isinstance(each, list):
            yield from each


# The keywords that take a regular expression of the stranger's (10 s on 29 characters, measured), format, which
# may run one too, those that follow references by a way of their own, those that name a part of the schema (each
# reference by such a name searches it all: 3 000 took 176 s), and one that compares each item with each.
_DROPPED = (
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "uniqueItems",
    "pattern",
    "patternProperties",
    "format",
    "$dynamicRef",
    "$recursiveRef",
    "unevaluatedItems",
    "unevaluatedProperties",
)
# Keywords whose value maps names of the stranger's to schemas, and those whose value is data.
_NAMED = ("properties", "$defs", "definitions", "dependentSchemas")
_DATA = ("enum", "const", "default", "examples", "required")


def _unpatterned(schema: Json) -> Json:
    if isinstance(schema, list):
        return [_unpatterned(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept: dict[str, Json] = {}
    for key, each in schema.items():
        if key in _NAMED and isinstance(each, Mapping):
            kept[key] = {name: _unpatterned(inner) for name, inner in each.items()}
        elif key not in _DROPPED:
            kept[key] = each if key in _DATA else _unpatterned(each)
    if "patternProperties" in schema:  # else what it matched would count as additional
        kept.pop("additionalProperties", None)
    return kept


class _Refused(Exception):
    """A schema asked for something remote."""


def _refuse(uri: str) -> NoReturn:
    raise _Refused(uri)


@lru_cache(maxsize=1)
def _registry() -> Any:
    from referencing import Registry

    return Registry(retrieve=_refuse)  # type: ignore[call-arg]


@lru_cache(maxsize=1)
def _validator_class() -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    known = Draft202012Validator.VALIDATORS
    return extend(Draft202012Validator, {name: _counted(check) for name, check in known.items()})  # type: ignore[no-untyped-call]


def _counted(check: Callable[..., Iterator[Any] | None]) -> Callable[..., Iterator[Any]]:
    def counted(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[Any]:
        left = _steps_left.get()
        left[0] -= 1
        if left[0] < 0:
            raise _Refused("more work than a check is worth")
        yield from check(validator, wanted, instance, schema) or ()

    return counted
