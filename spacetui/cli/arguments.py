"""ARGs and --data become the values of a call; the grammar is the contract's (docs: `spacetui run --help`)."""

import difflib
import os
import re
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from spacetui.errors import BadValue, UsageError
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput, files_in, read_files, shape_files
from spacetui.model.schema import App, Endpoint, Json, Parameter
from spacetui.model.text_values import coerce, parse_json
from spacetui.model.validation import problem_with
from spacetui.system.folder_inputs import with_folders

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session

# What looks like a name before `=`; "2+2=4" is a plain value.
_NAME = re.compile(r"[^\W\d][\w-]*")


def split_api_name(args: Sequence[str]) -> tuple[str, list[str]]:
    """Split ARGs into the api_name (empty if none was given) and the rest."""
    if args and args[0].startswith(("/", "#")):
        return args[0], list(args[1:])
    return "", list(args)


def find_endpoint(app: App, api_name: str, *, src: str) -> Endpoint:
    """Give the endpoint of that name, or the only public one. Raises UsageError that names what there is."""
    public = app.public_endpoints
    if api_name:
        if (found := app.endpoint(api_name)) is not None:
            return found
        near = difflib.get_close_matches(api_name, [each.api_name for each in public], n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {_names(public)}."
        raise UsageError(f"no endpoint {api_name}", where=src, hint=hint)
    if len(public) == 1:
        return public[0]
    if not public:
        raise UsageError(
            "this app has no public endpoint", where=src, hint="See info --all-endpoints."
        )
    raise UsageError(
        f"the app has {len(public)} endpoints", where=src, hint=f"Name one: {_names(public)}."
    )


async def described_endpoint(session: "Session", opened: "OpenedApp", api_name: str) -> Endpoint:
    """Give the endpoint as `find_endpoint` does; an undocumented one with its parameters as the app names them."""
    found = find_endpoint(opened.app, api_name, src=opened.src)
    if found.visibility == "undocumented":
        return (await session.widen(opened)).app.endpoint(found.api_name) or found
    return found


def _names(endpoints: Sequence[Endpoint]) -> str:
    return ", ".join(each.api_name for each in endpoints[:12]) + (
        ", …" if len(endpoints) > 12 else ""
    )


@dataclass(slots=True)
class _Given:
    """What the ARGs gave one parameter: texts, or one raw JSON value."""

    texts: list[str] = field(default_factory=list)
    raw: list[Json] = field(default_factory=list)


def call_of(
    endpoint: Endpoint,
    args: Sequence[str],
    data: Mapping[str, Json] | None = None,
    *,
    files_must_exist: bool = True,
) -> Call:
    """Read ARGs and the object of --data as a call of `endpoint`; an ARG wins over --data.

    Every value is checked. Parameters that nobody gave take their default, and may still be wanting.
    Raises UsageError and BadValue.
    """
    where = endpoint.api_name
    values: dict[str, Json] = {}
    for name, value in (data or {}).items():
        _parameter(endpoint, name)
        values[name] = read_files(value)
    given: dict[str, _Given] = {}
    nameless: list[str] = []
    for arg in args:
        _sort(endpoint, arg, given, nameless)
    free = [
        each for each in endpoint.parameters if each.name not in given and each.name not in values
    ]
    if len(nameless) > len(free):
        raise UsageError(
            f"one value too many: {nameless[len(free)]!r}"[:120],
            where=where,
            hint=f"It takes {len(endpoint.parameters)} in all.",
        )
    for parameter, text in zip(free, nameless, strict=False):
        given[parameter.name] = _Given([text])
    for name, texts in given.items():
        parameter = _parameter(endpoint, name)
        try:
            values[name] = _value(parameter, texts)
        except BadValue as error:
            raise BadValue(
                error.failure.message,
                parameter=name,
                where=f"{where} {name}",
                hint=error.failure.hint,
            ) from error
    for name, value in values.items():
        parameter = _parameter(endpoint, name)
        values[name] = _unfolded(parameter, value, where)
        _check(parameter, values[name], where, files_must_exist=files_must_exist)
    return Call(endpoint, values)


def _sort(endpoint: Endpoint, arg: str, given: dict[str, _Given], nameless: list[str]) -> None:
    name, mark, text = arg.partition(":=")
    if mark and endpoint.parameter(name) is not None:
        try:
            value = parse_json(text)
        except ValueError as error:
            raise BadValue(
                str(error), parameter=name, where=f"{endpoint.api_name} {name}"
            ) from error
        given.setdefault(name, _Given()).raw.append(read_files(value))
        return
    name, mark, text = arg.partition("=")
    if mark and endpoint.parameter(name) is not None:
        given.setdefault(name, _Given()).texts.append(text)
    elif mark and _NAME.fullmatch(name.removesuffix(":")):
        _parameter(endpoint, name.removesuffix(":"))
    else:
        nameless.append(arg)


def _parameter(endpoint: Endpoint, name: str) -> Parameter:
    parameter = endpoint.parameter(name)
    if parameter is None:
        names = [each.name for each in endpoint.parameters]
        near = difflib.get_close_matches(name, names, n=1)
        listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "") or "none"
        hint = f"Did you mean {near[0]}?" if near else f"It takes: {listed}."
        raise UsageError(f"no parameter {name!r}"[:120], where=endpoint.api_name, hint=hint)
    return parameter


def _value(parameter: Parameter, given: _Given) -> Json:
    if given.raw:
        if len(given.raw) + len(given.texts) > 1:
            raise BadValue("given twice", parameter=parameter.name)
        return given.raw[0]
    texts = given.texts
    if parameter.takes_files:
        return shape_files(parameter, [_file(text) for text in texts if text])
    if not parameter.takes_list:
        if len(texts) > 1:
            raise BadValue("given twice, and it takes one value", parameter=parameter.name)
        return coerce(texts[0], parameter)
    if len(texts) == 1 and (texts[0].lstrip().startswith("[") or texts[0] == ""):
        value = coerce(texts[0] or "[]", parameter)
        return value if isinstance(value, list) else [value]
    return [_item(text, parameter) for text in texts]


def _item(text: str, parameter: Parameter) -> Json:
    """Read one item of a list: a choice, or by the type of the schema's items."""
    if parameter.choices is not None:
        return coerce(text, parameter)
    items = parameter.schema.get("items")
    if isinstance(items, Mapping) and items.get("type") == "string":
        return text
    try:
        return parse_json(text)
    except ValueError:
        return text


def _file(text: str) -> FileInput:
    if text.startswith(("http://", "https://")):
        return FileInput(text)
    if not text.startswith("@") or len(text) == 1:
        raise BadValue(f"{text!r} is not a file"[:120], hint="Write @path, or a URL.")
    return FileInput(text[1:])


def _unfolded(parameter: Parameter, value: Json, where: str) -> Json:
    try:
        return with_folders(value, parameter)
    except BadValue as error:
        place = f"{where} {parameter.name}"
        raise BadValue(
            error.failure.message, parameter=parameter.name, where=place, hint=error.failure.hint
        ) from error


def _check(parameter: Parameter, value: Json, where: str, *, files_must_exist: bool) -> None:
    place = f"{where} {parameter.name}"
    for file in files_in(value):
        if files_must_exist and not file.is_url and (why := _unreadable(file.path)):
            raise BadValue(f"{file.path!r} {why}"[:300], parameter=parameter.name, where=place)
    if problem := problem_with(value, parameter):
        given = repr(value)
        given = given if len(given) <= 60 else given[:60] + "…"
        told = problem if given in problem else f"{problem}; given was {given}"
        raise BadValue(told, parameter=parameter.name, where=place)


def _unreadable(path: str) -> str:
    # Only looked at, not opened: opening a pipe without a writer would wait for ever.
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return "does not exist"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except ValueError as error:  # a NUL in it
        return f"cannot be read: {error}"
    if not stat.S_ISREG(mode):
        return (
            "is a folder; only files are taken here"
            if stat.S_ISDIR(mode)
            else "is not a plain file"
        )
    return "" if os.access(path, os.R_OK) else "may not be read by you"


def read_data(text: str) -> dict[str, Json]:
    """Read --data: an object, `@file`, or `@-` for standard input. Raises UsageError."""
    source = text
    if text.startswith("@"):
        try:
            raw = sys.stdin.buffer.read() if text == "@-" else Path(text[1:]).read_bytes()
            source = raw.decode("utf-8-sig")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8 text"
            raise UsageError(f"{text[1:]!r} cannot be read: {reason}", where="--data") from error
    try:
        value = parse_json(source)
    except ValueError as error:
        raise UsageError(
            str(error), where="--data", hint='Write {"name": value}, @file or @-.'
        ) from error
    if not isinstance(value, dict):
        raise UsageError(
            "an object of names to values is wanted", where="--data", hint='Write {"name": value}.'
        )
    return value
