"""Make a call from ARGs and --data. The grammar is that of `spacetui run --help`."""

import difflib
import os
import re
import stat
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from spacetui.errors import BadValue, UsageError
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput, files_in, read_files, shape_files
from spacetui.model.schema import App, Endpoint, Json, Parameter
from spacetui.model.typed_text import coerce, parse_json
from spacetui.model.validation import problem_with
from spacetui.system.folder_inputs import with_folders

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session

# The characters of a name before `=`; "2+2=4" is a plain value.
_NAME = re.compile(r"[^\W\d][\w-]*")
# Names that an error lists; the rest is an ellipsis.
_MAX_LISTED = 12


def split_api_name(args: Sequence[str]) -> tuple[str, list[str]]:
    """Split ARGs into the api_name (empty if none was given) and the rest."""
    if args and args[0].startswith(("/", "#")):
        return args[0], list(args[1:])
    return "", list(args)


def find_endpoint(app: App, api_name: str, *, src: str) -> Endpoint:
    """Return the endpoint of that name, or the only public one if the name is empty.

    Raises UsageError, whose hint lists the public endpoints.
    """
    public = app.public_endpoints
    names = [each.api_name for each in public]
    if api_name:
        if (found := app.endpoint(api_name)) is not None:
            return found
        hint = _suggestion(api_name, names) or f"There are: {_listed(names)}."
        raise UsageError(f"no endpoint {api_name}", where=src, hint=hint)
    if len(public) == 1:
        return public[0]
    if not public:
        raise UsageError(
            "this app has no public endpoint", where=src, hint="See info --all-endpoints."
        )
    raise UsageError(
        f"the app has {len(public)} endpoints", where=src, hint=f"Name one: {_listed(names)}."
    )


async def resolve_endpoint(session: "Session", opened: "OpenedApp", api_name: str) -> Endpoint:
    """Find an endpoint as `find_endpoint` does, and load the parameters of an undocumented one."""
    found = find_endpoint(opened.app, api_name, src=opened.src)
    if found.visibility != "undocumented":
        return found
    widened = await session.widen(opened)
    return widened.app.endpoint(found.api_name) or found


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


def _suggestion(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"Did you mean {near[0]}?" if near else ""


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MAX_LISTED:
        names = [*names[:_MAX_LISTED], "…"]
    return ", ".join(names)


@dataclass(slots=True)
class _Given:
    """What the ARGs give for one parameter: texts and raw JSON values."""

    texts: list[str] = field(default_factory=list)
    raw: list[Json] = field(default_factory=list)


def make_call(
    endpoint: Endpoint,
    args: Sequence[str],
    data: Mapping[str, Json] | None = None,
    *,
    files_must_exist: bool = True,
) -> Call:
    """Make a call of `endpoint` from ARGs and the object of --data; an ARG wins over --data.

    Every value is checked. A parameter without a value takes its default; if it has none, the call
    is incomplete. Raises UsageError and BadValue.
    """
    values: dict[str, Json] = {}
    for name, value in (data or {}).items():
        _parameter(endpoint, name)
        values[name] = read_files(value)
    values |= _read_args(endpoint, args, values.keys())
    for name, value in values.items():
        parameter = _parameter(endpoint, name)
        values[name] = _expand_folders(endpoint, parameter, value)
        _check(endpoint, parameter, values[name], files_must_exist=files_must_exist)
    return Call(endpoint, values)


def _read_args(
    endpoint: Endpoint, args: Sequence[str], names_in_data: Collection[str]
) -> dict[str, Json]:
    given: dict[str, _Given] = {}
    nameless: list[str] = []
    for arg in args:
        _sort_arg(endpoint, arg, given, nameless)
    taken = {*given, *names_in_data}
    free = [each for each in endpoint.parameters if each.name not in taken]
    if len(nameless) > len(free):
        raise UsageError(
            f"one value too many: {nameless[len(free)]!r}"[:120],
            where=endpoint.api_name,
            hint=f"It takes {len(endpoint.parameters)} in all.",
        )
    for parameter, text in zip(free, nameless, strict=False):
        given[parameter.name] = _Given([text])
    values: dict[str, Json] = {}
    for name, texts in given.items():
        try:
            values[name] = _read_given(_parameter(endpoint, name), texts)
        except BadValue as error:
            raise _located(error, endpoint, name) from error
    return values


def _sort_arg(endpoint: Endpoint, arg: str, given: dict[str, _Given], nameless: list[str]) -> None:
    """Add an ARG to the values of its parameter, or to those without a name."""
    name, mark, text = arg.partition(":=")
    if mark and endpoint.parameter(name) is not None:
        try:
            value = parse_json(text)
        except ValueError as error:
            raise _located(BadValue(str(error)), endpoint, name) from error
        given.setdefault(name, _Given()).raw.append(read_files(value))
        return
    name, mark, text = arg.partition("=")
    if mark and endpoint.parameter(name) is not None:
        given.setdefault(name, _Given()).texts.append(text)
    elif mark and _NAME.fullmatch(name.removesuffix(":")):
        _parameter(endpoint, name.removesuffix(":"))  # raises: no parameter has that name
    else:
        nameless.append(arg)


def _located(error: BadValue, endpoint: Endpoint, name: str) -> BadValue:
    """Return the error with the parameter that it is about."""
    failure = error.failure
    return BadValue(
        failure.message, parameter=name, where=f"{endpoint.api_name} {name}", hint=failure.hint
    )


def _parameter(endpoint: Endpoint, name: str) -> Parameter:
    """Return the parameter of that name. Raises UsageError that suggests or lists names."""
    parameter = endpoint.parameter(name)
    if parameter is None:
        names = [each.name for each in endpoint.parameters]
        hint = _suggestion(name, names) or f"It takes: {_listed(names) or 'none'}."
        raise UsageError(f"no parameter {name!r}"[:120], where=endpoint.api_name, hint=hint)
    return parameter


def _read_given(parameter: Parameter, given: _Given) -> Json:
    """Return the value of what the ARGs give for one parameter. Raises BadValue."""
    texts = given.texts
    if given.raw:
        if len(given.raw) + len(texts) > 1:
            raise BadValue("given twice", parameter=parameter.name)
        return given.raw[0]
    if parameter.takes_files:
        return shape_files(parameter, [_read_file(text) for text in texts if text])
    if parameter.takes_list:
        return _read_list(parameter, texts)
    if len(texts) > 1:
        raise BadValue("given twice, and it takes one value", parameter=parameter.name)
    return coerce(texts[0], parameter)


def _read_list(parameter: Parameter, texts: Sequence[str]) -> list[Json]:
    if texts == [""]:
        return []
    if len(texts) == 1 and texts[0].lstrip().startswith("["):
        value = coerce(texts[0], parameter)
        return value if isinstance(value, list) else [value]
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


def _read_file(text: str) -> FileInput:
    if text.startswith(("http://", "https://")):
        return FileInput(text)
    if not text.startswith("@") or len(text) == 1:
        raise BadValue(f"{text!r} is not a file"[:120], hint="Write @path, or a URL.")
    return FileInput(text[1:])


def _expand_folders(endpoint: Endpoint, parameter: Parameter, value: Json) -> Json:
    try:
        return with_folders(value, parameter)
    except BadValue as error:
        raise _located(error, endpoint, parameter.name) from error


def _check(
    endpoint: Endpoint, parameter: Parameter, value: Json, *, files_must_exist: bool
) -> None:
    """Check one value against its parameter, and that its files can be read. Raises BadValue."""
    if files_must_exist:
        for file in files_in(value):
            if not file.is_url and (problem := _file_problem(file.path)):
                error = BadValue(f"{file.path!r} {problem}"[:300])
                raise _located(error, endpoint, parameter.name)
    message = problem_with(value, parameter)
    if not message:
        return
    shown = repr(value)
    if len(shown) > 60:
        shown = shown[:60] + "…"
    if shown not in message:
        message = f"{message}; given was {shown}"
    raise _located(BadValue(message), endpoint, parameter.name)


def _file_problem(path: str) -> str:
    """Return why a file cannot be read; empty if it can.

    The file is not opened, since opening a pipe that has no writer would block.
    """
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return "does not exist"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except ValueError as error:  # the path contains NUL
        return f"cannot be read: {error}"
    if stat.S_ISDIR(mode):
        return "is a folder; only files are taken here"
    if not stat.S_ISREG(mode):
        return "is not a plain file"
    if not os.access(path, os.R_OK):
        return "may not be read by you"
    return ""


def read_data(text: str | None) -> dict[str, Json] | None:
    """Read --data, if given: an object, `@file`, or `@-` for standard input. Raises UsageError."""
    if text is None:
        return None
    if text.startswith("@"):
        text = _read_source(text)
    try:
        value = parse_json(text)
    except ValueError as error:
        raise UsageError(
            str(error), where="--data", hint='Write {"name": value}, @file or @-.'
        ) from error
    if not isinstance(value, dict):
        raise UsageError(
            "an object of names to values is wanted", where="--data", hint='Write {"name": value}.'
        )
    return value


def _read_source(text: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if text == "@-" else Path(text[1:]).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise UsageError(f"{text[1:]!r} cannot be read: {reason}", where="--data") from error
