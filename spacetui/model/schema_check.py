"""A JSON value against a server's JSON schema (security.md P17).

Nothing is fetched, regular expressions are not run, and the work is bounded. A value passes here
where the schema is odd: the server has the last word.
"""

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice
from typing import Any, NoReturn

from spacetui.model.file_data import file_data
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.schema import Json

# Schemas deeper than this are not checked; Gradio's own are below 10.
MAX_SCHEMA_DEPTH = 40
# Schemas with more parts than this are not checked; one is walked again for each letter typed.
MAX_SCHEMA_PARTS = 10_000
# Keywords evaluated in one check. Each takes 20 to 35 µs and delays the letter that is typed.
# Thirty definitions that each refer to the next one twice would be 2**30 of them, a list of a
# thousand items with a thousand alternatives a million.
MAX_STEPS = 2_000
MAX_MESSAGE = 200

_steps_left: ContextVar[list[int]] = ContextVar("steps_left")


def schema_problem(value: Json, schema: Mapping[str, Json]) -> str | None:
    """Return in a few words how `value` deviates from `schema`, or None."""
    from jsonschema.exceptions import best_match

    if not schema or _is_too_big(schema):
        return None
    steps = _steps_left.set([MAX_STEPS])
    try:
        validator = _validator_class()(_harmless(schema), registry=_registry())
        error = best_match(validator.iter_errors(map_file_inputs(value, _full_file_data)))
        if error is None:
            return None
        message: str = error.message
    except Exception:  # noqa: BLE001
        # jsonschema and referencing raise whatever they like for a schema that is malformed,
        # cyclic, remote or too much work. The server judges the value then.
        return None
    finally:
        _steps_left.reset(steps)
    place = "".join(f"[{part!r}]" for part in error.absolute_path)
    if place:
        message = f"{place}: {message}"
    return message[:MAX_MESSAGE]


def _full_file_data(file: FileInput) -> Json:
    """Return a FileData with every field that a schema may require."""
    return file_data(file.path, url=None, size=None, orig_name="", mime_type=None, is_stream=False)


def _is_too_big(schema: Json) -> bool:
    """Return whether a schema is too deep, or has too many parts, to be checked."""
    level, parts, layer = 0, 1, [schema]
    while layer and level <= MAX_SCHEMA_DEPTH and parts <= MAX_SCHEMA_PARTS:
        # A layer may have a million parts; one more than is allowed is enough to know.
        layer = list(islice(children_of(layer), MAX_SCHEMA_PARTS - parts + 1))
        level, parts = level + 1, parts + len(layer)
    return bool(layer) or parts > MAX_SCHEMA_PARTS


def children_of(layer: list[Json]) -> Iterator[Json]:
    """List what is directly in the objects and lists of `layer`."""
    for each in layer:
        if isinstance(each, Mapping):
            yield from each.values()
        elif isinstance(each, list):
            yield from each


_DROPPED = frozenset(
    (
        # Each reference by such a name searches the whole schema: 3,000 of them took 176 s.
        *("$id", "$anchor", "$dynamicAnchor"),
        # These take a regular expression (10 s on 29 characters, measured) or may run one.
        *("pattern", "patternProperties", "format"),
        # These follow references in ways of their own.
        *("$dynamicRef", "$recursiveRef", "unevaluatedItems", "unevaluatedProperties"),
        # It compares each item with each other one.
        "uniqueItems",
    )
)
# Keywords whose value maps names to schemas, and keywords whose value is data.
_NAMED = ("properties", "$defs", "definitions", "dependentSchemas")
_DATA = ("enum", "const", "default", "examples", "required")


def _harmless(schema: Json) -> Json:
    """Return `schema` without the keywords whose evaluation may take for ever."""
    if isinstance(schema, list):
        return [_harmless(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept = {key: _harmless_value(key, each) for key, each in schema.items() if key not in _DROPPED}
    if "patternProperties" in schema:
        # Otherwise the properties that the dropped patterns match would count as additional.
        kept.pop("additionalProperties", None)
    return kept


def _harmless_value(keyword: str, value: Json) -> Json:
    if keyword in _DATA:
        return value
    if keyword in _NAMED and isinstance(value, Mapping):
        return {name: _harmless(schema) for name, schema in value.items()}
    return _harmless(value)


class _Refused(Exception):
    """A schema refers to something remote, or takes too many steps."""


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
    """Return a keyword's check that counts as one step. Raises _Refused after MAX_STEPS."""

    def counted(validator: Any, expected: Any, instance: Any, schema: Any) -> Iterator[Any]:
        left = _steps_left.get()
        left[0] -= 1
        if left[0] < 0:
            raise _Refused(f"more than {MAX_STEPS} steps")
        yield from check(validator, expected, instance, schema) or ()

    return counted
