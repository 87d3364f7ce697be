"""Drift: what has changed in an app since a recording of it was made, a sentence for each change.

What is compared is the shape of an endpoint: as much of its schema as tells whether a recorded call
still means the same. A recording file keeps shapes, a recording the whole endpoint. An app's texts
stand in the sentences as they came.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from spacetui.model.schema import MISSING, App, Endpoint, Json, Parameter, Return

# Characters of a default that is kept as it is; of a longer one, a digest is.
MAX_DEFAULT = 60
# Digits of a digest, and choices that a sentence names.
DIGEST, MAX_NAMED = 12, 3
# Choices of a parameter that are compared; of one with more, the history keeps none.
MAX_CHOICES = 1_000


class Changed(Enum):
    """What is different."""

    NEW = "new"
    GONE = "gone"
    COMPONENT = "component"
    TYPE = "type"
    REQUIRED = "required"
    CHOICES = "choices"
    LIMITS = "limits"
    DEFAULT = "default"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an endpoint. name: its parameter or output; empty for the endpoint itself.

    is_breaking: a call that was recorded before may fail, or may mean something else. text: a
    sentence without its full stop.
    """

    api_name: str
    name: str
    kind: Changed
    is_breaking: bool
    text: str

    def __str__(self) -> str:
        return f"{self.api_name}: {self.text}"


@dataclass(frozen=True, slots=True)
class ParameterShape:
    """So much of a parameter as drift needs.

    type: of its JSON schema. default: as JSON, or the digest of it, or empty where there is none.
    choices: the digest of all values, or empty. limits: in words, or empty. values: the choices
    themselves as JSON, where they are known.
    """

    name: str
    component: str = ""
    type: str = ""
    required: bool = False
    default: str = ""
    choices: str = ""
    limits: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnShape:
    """So much of an output as drift needs."""

    label: str = ""
    component: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class EndpointShape:
    """So much of an endpoint as drift needs."""

    api_name: str
    parameters: tuple[ParameterShape, ...] = ()
    returns: tuple[ReturnShape, ...] = ()


def shape_of(endpoint: Endpoint) -> EndpointShape:
    """Return the shape of an endpoint."""
    return EndpointShape(
        endpoint.api_name,
        tuple(map(_parameter_shape, endpoint.parameters)),
        tuple(map(_return_shape, endpoint.returns)),
    )


def endpoint_drift(before: EndpointShape, after: EndpointShape) -> tuple[Change, ...]:
    """Return what is different in an endpoint, in the order of its parameters, then its outputs."""
    return (*_parameter_changes(before, after), *_return_changes(before, after))


def app_drift(before: App, after: App) -> tuple[Change, ...]:
    """Return what is different in the public endpoints of an app."""
    old = {each.api_name: each for each in before.public_endpoints}
    new = {each.api_name: each for each in after.public_endpoints}
    changes: list[Change] = []
    for name, endpoint in old.items():
        if name in new:
            changes += endpoint_drift(shape_of(endpoint), shape_of(new[name]))
        else:
            changes.append(endpoint_gone(name))
    changes += [
        Change(name, "", Changed.NEW, False, "the endpoint is new")
        for name in new
        if name not in old
    ]
    return tuple(changes)


def endpoint_gone(api_name: str) -> Change:
    """Return the change of an endpoint that the app has no more."""
    return Change(api_name, "", Changed.GONE, True, "the endpoint is gone")


# Shapes.


def _parameter_shape(parameter: Parameter) -> ParameterShape:
    default = ""
    if parameter.default is not MISSING and not parameter.is_secret:
        default = _short_json(parameter.default)
    choices = parameter.choices or ()
    values = tuple(_as_json(each.value) for each in choices if len(choices) <= MAX_CHOICES)
    return ParameterShape(
        parameter.name,
        parameter.component,
        _type_of(parameter.schema),
        parameter.required,
        default,
        _digest("\n".join(values)) if values else "",
        _limits(parameter),
        values,
    )


def _return_shape(output: Return) -> ReturnShape:
    return ReturnShape(output.label, output.component, _type_of(output.schema))


def _type_of(schema: Mapping[str, Json]) -> str:
    """Return the type of a JSON schema as a text, `number|null` for several."""
    kind = schema.get("type", "")
    return "|".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _limits(parameter: Parameter) -> str:
    """Return the limits of a value in words, `from 1, to 100`."""
    limits: Sequence[tuple[str, float | None]] = (
        ("from", parameter.minimum),
        ("to", parameter.maximum),
        ("in steps of", parameter.step),
        ("of at most so many characters:", parameter.max_length),
        ("of at most so many choices:", parameter.max_choices),
    )
    return ", ".join(f"{word} {value:g}" for word, value in limits if value is not None)


def _as_json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _short_json(value: Json) -> str:
    text = _as_json(value)
    return text if len(text) <= MAX_DEFAULT else _digest(text)


def _digest(text: str) -> str:
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"sha256:{found[:DIGEST]}"


# Changes.


def _parameter_changes(before: EndpointShape, after: EndpointShape) -> Iterator[Change]:
    old = {each.name: each for each in before.parameters}
    new = {each.name: each for each in after.parameters}
    for name, parameter in old.items():
        if name not in new:
            yield Change(before.api_name, name, Changed.GONE, True, f"the parameter {name} is gone")
            continue
        for kind, is_breaking, text in _differences(parameter, new[name]):
            yield Change(before.api_name, name, kind, is_breaking, f"{name}: {text}")
    for name, parameter in new.items():
        if name not in old:
            must = ", and it must be given" if parameter.required else ""
            yield Change(
                before.api_name,
                name,
                Changed.NEW,
                parameter.required,
                f"the parameter {name} is new{must}",
            )


def _differences(old: ParameterShape, new: ParameterShape) -> Iterator[tuple[Changed, bool, str]]:
    """Yield what is different in a parameter: the kind, whether it is breaking, and a clause."""
    if old.component != new.component:
        yield Changed.COMPONENT, False, _was_and_is("component", old.component, new.component)
    if old.type != new.type and _are_known(old.type, new.type):
        yield Changed.TYPE, True, _was_and_is("type", old.type, new.type)
    if old.required != new.required:
        text = "it must be given now" if new.required else "it has a default now"
        yield Changed.REQUIRED, new.required, text
    if old.choices != new.choices:
        yield Changed.CHOICES, bool(new.choices), _describe_choices(old, new)
    if old.limits != new.limits:
        yield Changed.LIMITS, bool(new.limits), _was_and_is("range", old.limits, new.limits)
    if old.default != new.default and old.required == new.required:
        yield Changed.DEFAULT, False, _was_and_is("default", old.default, new.default)


def _are_known(old: str, new: str) -> bool:
    """Return whether both types are known: the schema of a large one is not kept."""
    return bool(old and new)


def _was_and_is(what: str, old: str, new: str) -> str:
    if old and new:
        return f"its {what} was {old} and is {new} now"
    if new:
        return f"its {what} is {new} now"
    return f"its {what} was {old}, and it has none now"


def _describe_choices(old: ParameterShape, new: ParameterShape) -> str:
    if not new.choices:
        return "its list of choices is gone"
    if not old.choices:
        return "it has a list of choices now"
    if not old.values or not new.values:
        return "its choices are others now"
    parts = []
    for word, has, others in (("gone", old, new), ("new", new, old)):
        found = [each for each in has.values if each not in others.values]
        if found:
            more = f" and {len(found) - MAX_NAMED} more" if len(found) > MAX_NAMED else ""
            parts.append(f"{word}: {', '.join(found[:MAX_NAMED])}{more}")
    return f"its choices changed; {'; '.join(parts) or 'their order'}"


def _return_changes(before: EndpointShape, after: EndpointShape) -> Iterator[Change]:
    """Yield what is different in the outputs, which are known by their places."""
    name = before.api_name
    for place, (old, new) in enumerate(zip(before.returns, after.returns, strict=False)):
        label = old.label or f"output {place + 1}"
        for kind, what, was, now in (
            (Changed.COMPONENT, "component", old.component, new.component),
            (Changed.TYPE, "type", old.type, new.type),
            (Changed.LABEL, "label", old.label, new.label),
        ):
            if kind is Changed.TYPE and not _are_known(was, now):
                continue
            if was != now:
                is_breaking = kind is not Changed.LABEL
                text = f"output {label}: {_was_and_is(what, was, now)}"
                yield Change(name, label, kind, is_breaking, text)
    for place, lost in enumerate(before.returns[len(after.returns) :], len(after.returns)):
        label = lost.label or f"output {place + 1}"
        yield Change(name, label, Changed.GONE, True, f"the output {label} is gone")
    for place, added in enumerate(after.returns[len(before.returns) :], len(before.returns)):
        label = added.label or f"output {place + 1}"
        yield Change(name, label, Changed.NEW, False, f"the output {label} is new")
