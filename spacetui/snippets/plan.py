"""A script thought through once for all languages: what each argument is, and what everything is called.

No syntax here. A name made from a stranger's text is plain ASCII, unique, and none that the language owns.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from spacetui.model.file_data import essential_fields, is_marked_file, map_files
from spacetui.model.recording import Source
from spacetui.model.schema import MISSING, Endpoint, FileShape, Json, Parameter, Return
from spacetui.model.script import Script, Step
from spacetui.snippets.literals import comment_text

# Longer names than this make a snippet hard to read.
MAX_NAME = 32
# How many choices a comment lists.
MAX_CHOICES = 8


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A value the reader must fill in: a variable at the top, `empty` until then, and what it is."""

    name: str
    parameter: Parameter
    empty: Json
    description: str


@dataclass(frozen=True, slots=True)
class LinkedValue:
    """A value that is output `output` of the step before whose number (from 0) is `step`.

    source, target: how files are shaped there and here. is_same_app: both steps go to one client.
    is_only: the earlier step has no other output.
    """

    step: int
    output: int
    source: FileShape
    target: FileShape
    is_same_app: bool
    is_only: bool


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter and what it gets."""

    parameter: Parameter
    value: Json | MissingValue | LinkedValue

    @property
    def name(self) -> str:
        return self.parameter.name


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its names. number counts from 1; keeps_state: its gr.State must last to a later step."""

    number: int
    client: int
    endpoint: Endpoint
    arguments: tuple[Argument, ...]
    result: str
    keeps_state: bool

    @property
    def heading(self) -> str:
        return f"{self.number} · {comment_text(self.endpoint.api_name)}"

    @property
    def is_positional(self) -> bool:
        """Whether arguments can only go by position: their names are made up, repeated or not in /info."""
        names = [each.name for each in self.arguments]
        return (
            not self.endpoint.is_named
            or self.endpoint.visibility != "public"
            or len(set(names)) != len(names)
            or any(not name or re.fullmatch(r"param_\d+", name) for name in names)
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """Clients with their names, the values wanted, the steps."""

    clients: tuple[tuple[str, Source], ...]
    wanted: tuple[MissingValue, ...]
    steps: tuple[PlannedStep, ...]

    @property
    def is_single(self) -> bool:
        return len(self.steps) == 1

    def source(self, step: PlannedStep) -> Source:
        return self.clients[step.client][1]


class UniqueNames:
    """Hands out names, each once."""

    def __init__(self, owned: Collection[str]) -> None:
        self._taken = set(owned)

    def make(self, text: str, fallback: str) -> str:
        """Give a free name close to `text`."""
        word = re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_")[:MAX_NAME].rstrip("_")
        if not word or word[0].isdigit():
            word = f"{fallback}_{word}".rstrip("_")
        name, count = word, 1
        while name in self._taken:
            count += 1
            name = f"{word}_{count}"
        self._taken.add(name)
        return name


def make_plan(script: Script, owned: Collection[str], client: str = "client") -> Plan:
    """Give the plan of `script`. owned: names the language or the snippet itself uses."""
    names = UniqueNames(owned)
    used = sorted({step.client for step in script.steps}) or list(range(len(script.clients)))
    sources = [script.clients[each] for each in used]
    if len(sources) == 1:
        clients = [(names.make(client, client), sources[0])]
    else:
        clients = [(names.make(_client_word(source), client), source) for source in sources]
    results = [_result_name(step, names, len(script.steps) == 1) for step in script.steps]
    wanted: list[MissingValue] = []
    steps = tuple(
        PlannedStep(
            number=number + 1,
            client=used.index(step.client),
            endpoint=step.endpoint,
            arguments=tuple(
                _argument(script, number, p, names, wanted) for p in step.endpoint.parameters
            ),
            result=results[number],
            keeps_state=step.endpoint.has_state
            and sum(
                other.client == step.client and other.endpoint.has_state for other in script.steps
            )
            > 1,
        )
        for number, step in enumerate(script.steps)
    )
    return Plan(tuple(clients), tuple(wanted), steps)


def _argument(
    script: Script,
    number: int,
    parameter: Parameter,
    names: UniqueNames,
    wanted: list[MissingValue],
) -> Argument:
    step = script.steps[number]
    link = step.link_of(parameter.name)
    if link is not None and 0 <= link.step < number:
        earlier = script.steps[link.step]
        returns = earlier.endpoint.returns
        if 0 <= link.output < max(len(returns), 1):
            source = output_file_shape(returns[link.output]) if returns else FileShape.NONE
            return Argument(
                parameter,
                LinkedValue(
                    link.step,
                    link.output,
                    source,
                    parameter.file_shape,
                    is_same_app=earlier.client == step.client,
                    is_only=len(returns) == 1,
                ),
            )
    value = step.call.value_of(parameter)
    if value is not MISSING:
        return Argument(parameter, map_files(value, is_marked_file, essential_fields))
    wish = MissingValue(names.make(parameter.name, "value"), parameter, *_empty(parameter))
    wanted.append(wish)
    return Argument(parameter, wish)


def _client_word(source: Source) -> str:
    """Give `whisper` for `hf-audio/whisper-large-v3`, the last path segment's first word for a URL."""
    path = re.sub(r"^https?://[^/]*", "", source.src).rstrip("/")
    for text in (path.rpartition("/")[2], source.title):
        match = re.search(r"[A-Za-z]{2,}", text)
        if match:
            return match[0].lower()
    return ""


def _result_name(step: Step, names: UniqueNames, is_single: bool) -> str:
    returns = step.endpoint.returns
    if is_single or len(returns) != 1:
        return names.make("result", "result")
    return names.make(returns[0].label.lower(), "result")


def output_file_shape(output: Return) -> FileShape:
    """Say how files are shaped in an output, from its component and schema."""
    component = output.component.lower()
    properties = output.schema.get("properties")
    if component == "gallery":
        return FileShape.GALLERY
    if component == "video" and isinstance(properties, dict) and "video" in properties:
        return FileShape.VIDEO
    if component in (
        "image",
        "audio",
        "video",
        "file",
        "model3d",
        "downloadbutton",
        "uploadbutton",
    ):
        return FileShape.MANY if output.schema.get("type") == "array" else FileShape.ONE
    return FileShape.NONE


_KINDS: dict[str, tuple[Json, str]] = {
    "string": ("", "text"),
    "number": (0, "number"),
    "integer": (0, "whole number"),
    "boolean": (False, "true or false"),
    "array": ([], "list"),
    "object": ({}, "object"),
}
_FILES: dict[FileShape, tuple[Json, str]] = {
    FileShape.ONE: ("", "path of a file"),
    FileShape.VIDEO: ("", "path of a video"),
    FileShape.MANY: ([], "paths of files"),
    FileShape.GALLERY: ([], "paths of images"),
}


def _empty(parameter: Parameter) -> tuple[Json, str]:
    """Give the empty value of a parameter's type, and the type in words."""
    if parameter.takes_files:
        empty, words = _FILES[parameter.file_shape]
        what = parameter.component.lower()
        if what in ("image", "audio", "video"):
            words = words.replace("a file", f"{'an' if what[0] in 'ai' else 'a'} {what} file")
        return empty, words
    kind = parameter.schema.get("type")
    empty, words = (
        _KINDS.get(kind, (None, "any JSON")) if isinstance(kind, str) else (None, "any JSON")
    )
    if parameter.choices:
        if parameter.takes_list:
            empty = []
        elif not isinstance(parameter.choices[0].value, str):
            empty = None
        listed = ", ".join(str(each.value) for each in parameter.choices[:MAX_CHOICES])
        more = ", …" if len(parameter.choices) > MAX_CHOICES else ""
        return empty, comment_text(
            f"{'some' if parameter.takes_list else 'one'} of {listed}{more}", 80
        )
    if parameter.is_integer and words == "number":
        words = "whole number"
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None:
        words += f" from {low:g} to {high:g}"
        empty = int(low) if float(low).is_integer() else low
    return empty, words
