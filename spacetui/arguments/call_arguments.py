"""Make a call from ARGs, from --data, or from a row of a file.

The grammar is that of `spacetui run --help`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacetui.arguments.file_arguments import (
    from_home,
    read_file_texts,
    unreadable_file,
    unwanted_file,
)
from spacetui.errors import BadValue, UsageError
from spacetui.model.call import Call
from spacetui.model.file_input import map_file_inputs, read_files
from spacetui.model.parameter_limits import example_json
from spacetui.model.schema import Endpoint, Json, Parameter
from spacetui.model.typed_text import coerce, parse_json
from spacetui.model.validation import odd_text_problem, problem_with, shape_problem
from spacetui.system.folder_inputs import with_folders
from spacetui.text.suggestions import did_you_mean, listed

# The characters of a name before `=`; "2+2=4" is a plain value.
_NAME = re.compile(r"[^\W\d][\w-]*")


def with_oauth_token(call: Call, token: str) -> Call:
    """Return `call` with the token that the user gave for the code of its endpoint.

    Raises UsageError if the endpoint takes none: no other code may get it.
    """
    if not token:
        return call
    endpoint = call.endpoint
    if not endpoint.oauth_token:
        raise UsageError(
            f"{endpoint.api_name} takes no OAuth token",
            hint="`spacetui info` marks the endpoints that do.",
        )
    return replace(call, oauth_token=token)


@dataclass(slots=True)
class Given:
    """What the user wrote for one parameter: texts and raw JSON values."""

    texts: list[str] = field(default_factory=list)
    raw: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GivenValue:
    """The value of a parameter. is_raw: it was written as JSON, so the user has the last word."""

    value: Json
    is_raw: bool


def make_call(
    endpoint: Endpoint,
    args: Sequence[str],
    data: Mapping[str, Json] | None = None,
    *,
    files_must_exist: bool = True,
    on_note: Callable[[str], None] = lambda note: None,
) -> Call:
    """Make a call of `endpoint` from ARGs and the object of --data; an ARG wins over --data.

    Every value is checked. Raw JSON that deviates from the schema is kept, and on_note is called
    with one line that says so. A parameter without a value takes its default; if it has none, the
    call is incomplete. Raises UsageError and BadValue.
    """
    values: dict[str, GivenValue] = {}
    for name, value in (data or {}).items():
        find_parameter(endpoint, name)
        values[name] = GivenValue(read_files(value), is_raw=True)
    for name, each in sort_args(endpoint, args, values.keys()).items():
        values[name] = read_given(endpoint, name, each)
    return call_of(endpoint, values, files_must_exist=files_must_exist, on_note=on_note)


def call_of(
    endpoint: Endpoint,
    given: Mapping[str, GivenValue],
    *,
    files_must_exist: bool = True,
    on_note: Callable[[str], None] = lambda note: None,
) -> Call:
    """Make a call of values that were read; each is checked. See `make_call`."""
    values: dict[str, Json] = {}
    deviations: list[str] = []
    for name, each in given.items():
        parameter = find_parameter(endpoint, name)
        try:
            value = map_file_inputs(each.value, from_home)
            values[name] = with_folders(value, parameter)
            deviation = _check(parameter, values[name], each, files_must_exist=files_must_exist)
        except BadValue as error:
            raise _located(error, endpoint, name) from error
        if deviation:
            deviations.append(f"{name}: {deviation}")
    if deviations:
        on_note(
            f"{endpoint.api_name}: sent as given; the schema says otherwise: "
            + "; ".join(deviations)
        )
    return Call(endpoint, values)


def sort_args(
    endpoint: Endpoint, args: Sequence[str], given_elsewhere: Collection[str]
) -> dict[str, Given]:
    """Return what the ARGs give for each parameter.

    An ARG without a name is for the first parameter that has no value, by an ARG or elsewhere.
    """
    given: dict[str, Given] = {}
    nameless: list[str] = []
    for arg in args:
        _sort_arg(endpoint, arg, given, nameless)
    taken = {*given, *given_elsewhere}
    free = [each for each in endpoint.parameters if each.name not in taken]
    if len(nameless) > len(free):
        raise UsageError(
            f"one value too many: {nameless[len(free)]!r}"[:120],
            where=endpoint.api_name,
            hint=f"It takes {len(endpoint.parameters)} in all.",
        )
    for parameter, text in zip(free, nameless, strict=False):
        given[parameter.name] = Given([text])
    return given


def read_given(endpoint: Endpoint, name: str, given: Given) -> GivenValue:
    """Read what the user wrote for a parameter by its type. Raises UsageError and BadValue."""
    try:
        value = _read_given(find_parameter(endpoint, name), given)
    except BadValue as error:
        raise _located(error, endpoint, name) from error
    return GivenValue(value, is_raw=bool(given.raw))


def _sort_arg(endpoint: Endpoint, arg: str, given: dict[str, Given], nameless: list[str]) -> None:
    """Add an ARG to the values of its parameter, or to those without a name."""
    name, mark, text = arg.partition(":=")
    if mark and endpoint.parameter(name) is not None:
        try:
            value = parse_json(text)
        except ValueError as error:
            raise _located(BadValue(str(error)), endpoint, name) from error
        given.setdefault(name, Given()).raw.append(value)
        return
    name, mark, text = arg.partition("=")
    if mark and endpoint.parameter(name) is not None:
        given.setdefault(name, Given()).texts.append(text)
    elif mark and _NAME.fullmatch(name.removesuffix(":")):
        find_parameter(endpoint, name.removesuffix(":"))  # raises: no parameter has that name
    else:
        nameless.append(arg)


def _located(error: BadValue, endpoint: Endpoint, name: str) -> BadValue:
    """Return the error with the parameter that it is about."""
    failure = error.failure
    return BadValue(
        failure.message, parameter=name, where=f"{endpoint.api_name} {name}", hint=failure.hint
    )


def find_parameter(endpoint: Endpoint, name: str) -> Parameter:
    """Return the parameter of that name. Raises UsageError that suggests or lists names."""
    parameter = endpoint.parameter(name)
    if parameter is None:
        names = [each.name for each in endpoint.parameters]
        hint = did_you_mean(name, names) or f"It takes: {listed(names) or 'none'}."
        raise UsageError(f"no parameter {name!r}"[:120], where=endpoint.api_name, hint=hint)
    return parameter


def _read_given(parameter: Parameter, given: Given) -> Json:
    """Return the value of what the ARGs give for one parameter. Raises BadValue."""
    texts = given.texts
    if given.raw:
        if len(given.raw) + len(texts) > 1:
            raise BadValue("given twice", parameter=parameter.name)
        return read_files(given.raw[0])
    try:
        if parameter.takes_files:
            return read_file_texts(texts, parameter)
        if parameter.takes_list:
            return _read_list(parameter, texts)
        if len(texts) > 1:
            raise BadValue("given twice, and it takes one value", parameter=parameter.name)
        return read_files(coerce(texts[0], parameter))
    except BadValue as error:
        hint = error.failure.hint
        if hint in ("", "Write JSON."):
            hint = _example_hint(parameter) or hint
        raise BadValue(error.failure.message, parameter=parameter.name, hint=hint) from error


def _read_list(parameter: Parameter, texts: Sequence[str]) -> list[Json]:
    if texts == [""]:
        return []
    if len(texts) == 1 and texts[0].lstrip().startswith("["):
        value = coerce(texts[0], parameter)
        if isinstance(value, list):
            return value
        return [value]
    return [_read_item(text, parameter) for text in texts]


def _read_item(text: str, parameter: Parameter) -> Json:
    """Read one item of a list: one of the choices, or by the type of the items in the schema."""
    if parameter.choices is not None:
        return coerce(text, parameter)
    items = parameter.schema.get("items")
    if isinstance(items, Mapping) and items.get("type") == "string":
        return text
    try:
        return parse_json(text)
    except ValueError:
        return text


def _check(parameter: Parameter, value: Json, given: GivenValue, *, files_must_exist: bool) -> str:
    """Check one value and its files. Raises BadValue for what cannot be sent.

    Return how raw JSON deviates from what the app says; anything else that deviates is refused.
    """
    if odd_text := odd_text_problem(value, parameter):
        raise BadValue(odd_text)
    if shape := shape_problem(value, parameter):
        raise BadValue(_with_value(shape, value, parameter), hint=_example_hint(parameter))
    if files_must_exist and (unreadable := unreadable_file(value, parameter)):
        raise BadValue(unreadable)
    deviation, hint = unwanted_file(value, parameter), ""
    if problem := problem_with(value, parameter):
        deviation, hint = _with_value(problem, value, parameter), _example_hint(parameter)
    if deviation and not given.is_raw:
        raise BadValue(deviation, hint=hint)
    return deviation


def _with_value(problem: str, value: Json, parameter: Parameter) -> str:
    """Return the problem with the value that has it, unless that is a password."""
    if parameter.is_secret:
        return problem
    shown = repr(map_file_inputs(value, lambda file: f"@{file.path}"))
    if len(shown) > 60:
        shown = shown[:60] + "…"
    if shown in problem:
        return problem
    return f"{problem}; given was {shown}"


def _example_hint(parameter: Parameter) -> str:
    """Return an ARG that can be copied into a shell, where the value has a shape of its own."""
    example = example_json(parameter)
    if not example:
        return ""
    arg = shlex.quote(f"{parameter.name}:={example}")
    if parameter.takes_files:
        return f"Write {parameter.name}=@path, or {arg}"
    return f"Write {arg}"
