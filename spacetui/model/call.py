"""A call: an endpoint and a value for each parameter; text from a person becomes values here."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacetui.errors import BadValue
from spacetui.model.schema import MISSING, Endpoint, FileShape, Json, Missing, Parameter

FILE_DATA = "gradio.FileData"


@dataclass(frozen=True, slots=True)
class FileInput:
    """A file the user named: a local path to upload, or an http(s) URL the server fetches.

    Only this type is ever read from disk. A FileData dict in a value is the server's own (a default, an
    earlier output) and goes back as it is. folder: what the user named, when it was the folder it lies in.
    """

    path: str
    folder: str = ""

    @property
    def is_url(self) -> bool:
        return self.path.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Call:
    """An endpoint and the values given; what is not given takes its default.

    values: parameter name -> JSON value, in which a FileInput may stand at any depth.
    """

    endpoint: Endpoint
    values: Mapping[str, Json] = field(default_factory=dict)

    def value_of(self, parameter: Parameter) -> Json | Missing:
        """Give what is sent for `parameter`: the given value, else its default, else MISSING."""
        return self.values.get(parameter.name, parameter.default)

    @property
    def wanting(self) -> tuple[Parameter, ...]:
        """The required parameters that have no value yet."""
        return tuple(p for p in self.endpoint.parameters if self.value_of(p) is MISSING)


def arrange(call: Call) -> list[Json]:
    """Give the positional list that goes over the wire: null in each hidden slot (State).

    Raises BadValue when a required parameter has no value.
    """
    wanting = call.wanting
    if wanting:
        names = ", ".join(p.name for p in wanting)
        raise BadValue(
            f"a value is wanted for {names}",
            parameter=wanting[0].name,
            where=call.endpoint.api_name,
            hint=f"Give {wanting[0].name}=…",
        )
    shown = [call.value_of(p) for p in call.endpoint.parameters]
    if sum(call.endpoint.input_slots) != len(shown):
        return shown
    values = iter(shown)
    return [next(values) if is_shown else None for is_shown in call.endpoint.input_slots]


def shape_files(parameter: Parameter, files: Sequence[FileInput]) -> Json:
    """Put files into the shape `parameter` wants; null for none.

    Raises BadValue for several files where one is wanted.
    """
    match parameter.file_shape:
        case FileShape.MANY:
            return list(files)
        case FileShape.GALLERY:
            return [{"image": each, "caption": None} for each in files]
    if len(files) > 1:
        raise BadValue("one file, not several", parameter=parameter.name)
    if not files:
        return None
    if parameter.file_shape is FileShape.VIDEO:
        return {"video": files[0], "subtitles": None}
    return files[0]


def files_in(value: Json) -> list[FileInput]:
    """List every FileInput in a value, in order."""
    if isinstance(value, FileInput):
        return [value]
    if isinstance(value, Mapping):
        return [file for each in value.values() for file in files_in(each)]
    if isinstance(value, (list, tuple)):
        return [file for each in value for file in files_in(each)]
    return []


def read_files(value: Json) -> Json:
    """Turn each FileData dict in a value *the user wrote* into a FileInput.

    Never call this on a server's value: it would upload whatever path the server names.
    """
    if isinstance(value, dict):
        meta = value.get("meta")
        path = value.get("path")
        if (
            isinstance(meta, dict)
            and meta.get("_type") == FILE_DATA
            and isinstance(path, str)
            and path
        ):
            return FileInput(path)
        return {key: read_files(each) for key, each in value.items()}
    if isinstance(value, list):
        return [read_files(each) for each in value]
    return value


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
