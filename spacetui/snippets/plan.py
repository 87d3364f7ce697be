"""A script planned once for all languages: what each argument is, and the name of everything.

Nothing here is syntax of a language. A name that is made from untrusted text is plain ASCII,
unique, and not one that the language reserves.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spacetui.model.components import component_type
from spacetui.model.file_data import essential_fields, is_marked_file, map_files
from spacetui.model.recording import Source
from spacetui.model.schema import MISSING, WITHHELD, Endpoint, FileShape, Json, Parameter, Return
from spacetui.model.script import Script, Step
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.client_access import ClientAccess, VariableNames, name_access
from spacetui.snippets.literals import comment_text

# How many choices a comment lists.
MAX_CHOICES = 8


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A value that the reader has to fill in: a variable at the top of the snippet.

    empty: what the variable is set to until then. description: the type of the value, in words.
    """

    name: str
    parameter: Parameter
    empty: Json
    description: str


@dataclass(frozen=True, slots=True)
class SecretValue:
    """A value that the reader gives by a variable of the environment, since it is a secret."""

    variable: str


@dataclass(frozen=True, slots=True)
class LinkedValue:
    """A value that is an output of an earlier step.

    step, output: their numbers, from 0. source_shape, target_shape: the shape of files in that
    output and in the parameter. is_same_app: both steps use one client. is_only_output: the earlier
    step has no other output.
    """

    step: int
    output: int
    source_shape: FileShape
    target_shape: FileShape
    is_same_app: bool
    is_only_output: bool


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter and its value."""

    parameter: Parameter
    value: Json | MissingValue | SecretValue | LinkedValue

    @property
    def name(self) -> str:
        return self.parameter.name


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its names.

    number: from 1. client: index into Plan.clients. result: name of the variable with its outputs.
    keeps_state: a later or earlier step shares its gr.State. oauth_token: the variable with the
    token for the code of the endpoint, or empty.
    """

    number: int
    client: int
    endpoint: Endpoint
    arguments: tuple[Argument, ...]
    result: str
    keeps_state: bool
    oauth_token: str = ""

    @property
    def heading(self) -> str:
        return f"{self.number} · {comment_text(self.endpoint.api_name)}"

    @property
    def is_positional(self) -> bool:
        """Whether arguments can only be given by position.

        Their names are made up by Gradio, not unique, or not in /info.
        """
        names = [each.name for each in self.arguments]
        return (
            not self.endpoint.is_named
            or self.endpoint.visibility != "public"
            or len(set(names)) != len(names)
            or any(not name or re.fullmatch(r"param_\d+", name) for name in names)
        )


@dataclass(frozen=True, slots=True)
class PlannedClient:
    """A client: the name of its variable, where it connects to, and what lets it in there."""

    name: str
    source: Source
    access: ClientAccess


@dataclass(frozen=True, slots=True)
class Plan:
    """The clients, the values the reader has to fill in, and the steps.

    variables: every variable of the environment that the reader has to set, each once.
    """

    clients: tuple[PlannedClient, ...]
    missing: tuple[MissingValue, ...]
    steps: tuple[PlannedStep, ...]
    variables: tuple[str, ...] = ()

    @property
    def is_single(self) -> bool:
        return len(self.steps) == 1

    def source(self, step: PlannedStep) -> Source:
        return self.clients[step.client].source


def make_plan(script: Script, reserved: Collection[str], client: str = "client") -> Plan:
    """Return the plan of `script`.

    reserved: names that the language or the snippet itself uses. client: name of the only client.
    """
    names = UniqueNames(reserved)
    used = _used_clients(script)
    sources = [script.clients[client] for client, _ in used]
    variables = VariableNames(len(sources))
    access = name_access(sources, [has_token for _, has_token in used], variables)
    named = zip(_name_clients(sources, names, client), sources, access, strict=True)
    clients = tuple(PlannedClient(*each) for each in named)
    is_single = len(script.steps) == 1
    results = [_result_name(step, names, is_single) for step in script.steps]
    arguments = _Arguments(script, names, variables)
    steps = []
    for number, (step, result) in enumerate(zip(script.steps, results, strict=True)):
        at = used.index(_client_of(script, step))
        steps.append(
            PlannedStep(
                number=number + 1,
                client=at,
                endpoint=step.endpoint,
                arguments=arguments.of_step(number),
                result=result,
                keeps_state=_keeps_state(script, step),
                oauth_token=access[at].oauth_token if step.has_oauth_token else "",
            )
        )
    of_clients = (each for one in access for each in one.variables)
    all_variables = tuple(dict.fromkeys((*of_clients, *arguments.secrets)))
    return Plan(clients, tuple(arguments.missing), tuple(steps), all_variables)


_Client = tuple[int, bool]


def _client_of(script: Script, step: Step) -> _Client:
    """Return the client of a step: its index, and whether it is one with an OAuth token.

    The official clients send such a token to every endpoint that takes one. So an endpoint that the
    user gave no token for gets a client without.
    """
    same = [each for each in script.steps if each.client == step.client]
    has_token = any(each.has_oauth_token for each in same)
    is_left_out = bool(step.endpoint.oauth_token) and not step.has_oauth_token
    return step.client, has_token and not is_left_out


def _used_clients(script: Script) -> list[_Client]:
    """Return the clients that steps use, in order; all of them where there are no steps."""
    used = sorted({_client_of(script, step) for step in script.steps})
    return used or [(client, False) for client in range(len(script.clients))]


def _name_clients(sources: Sequence[Source], names: UniqueNames, client: str) -> list[str]:
    if len(sources) == 1:
        return [names.make(client, client)]
    return [names.make(_client_word(source), client) for source in sources]


def _client_word(source: Source) -> str:
    """Return `whisper` for `hf-audio/whisper-large-v3`: the first word of the last path segment."""
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


def _keeps_state(script: Script, step: Step) -> bool:
    """Return whether this step and another one of the same client have a gr.State."""
    if not step.endpoint.has_state:
        return False
    of_client = [each for each in script.steps if each.client == step.client]
    return sum(each.endpoint.has_state for each in of_client) > 1


class _Arguments:
    """Makes the arguments of the steps.

    missing, secrets: the values and the variables of the environment that the reader has to give.
    """

    def __init__(self, script: Script, names: UniqueNames, variables: VariableNames) -> None:
        self.missing: list[MissingValue] = []
        self.secrets: list[str] = []
        self._script = script
        self._names = names
        self._variables = variables

    def of_step(self, number: int) -> tuple[Argument, ...]:
        """Return what each parameter of step `number` gets."""
        parameters = self._script.steps[number].endpoint.parameters
        return tuple(self._argument(number, each) for each in parameters)

    def _argument(self, number: int, parameter: Parameter) -> Argument:
        linked = _linked_value(self._script, number, parameter)
        if linked is not None:
            return Argument(parameter, linked)
        value = self._script.steps[number].call.value_of(parameter)
        if value is WITHHELD or (value is MISSING and parameter.is_secret):
            self.secrets.append(self._variables.of_user(parameter.name))
            return Argument(parameter, SecretValue(self.secrets[-1]))
        if value is not MISSING:
            return Argument(parameter, map_files(value, is_marked_file, essential_fields))
        name = self._names.make(parameter.name, "value")
        self.missing.append(MissingValue(name, parameter, *_empty_value(parameter)))
        return Argument(parameter, self.missing[-1])


def _linked_value(script: Script, number: int, parameter: Parameter) -> LinkedValue | None:
    """Return what a link gives to a parameter; None where there is no link to an earlier output."""
    step = script.steps[number]
    link = step.link_of(parameter.name)
    if link is None or not 0 <= link.step < number:
        return None
    earlier = script.steps[link.step]
    returns = earlier.endpoint.returns
    # An endpoint that describes none of its outputs is taken to have one.
    shapes = [output_file_shape(each) for each in returns] or [FileShape.NONE]
    if not 0 <= link.output < len(shapes):
        return None
    return LinkedValue(
        link.step,
        link.output,
        shapes[link.output],
        parameter.file_shape,
        is_same_app=earlier.client == step.client,
        is_only_output=len(returns) == 1,
    )


def output_file_shape(output: Return) -> FileShape:
    """Return the shape of the files in an output, by its component and schema."""
    component = component_type(output.component)
    properties = output.schema.get("properties")
    if component.is_gallery:
        return FileShape.GALLERY
    if not component.gives_files:
        return FileShape.NONE
    if component.media == "video" and isinstance(properties, dict) and "video" in properties:
        return FileShape.VIDEO
    if output.schema.get("type") == "array":
        return FileShape.MANY
    return FileShape.ONE


# Type of a JSON schema -> the empty value, and the type in words.
_TYPES: dict[str, tuple[Json, str]] = {
    "string": ("", "text"),
    "number": (0, "number"),
    "integer": (0, "whole number"),
    "boolean": (False, "true or false"),
    "array": ([], "list"),
    "object": ({}, "object"),
}
_ANY: tuple[Json, str] = (None, "any JSON")
_FILES: dict[FileShape, tuple[Json, str]] = {
    FileShape.ONE: ("", "path of a file"),
    FileShape.VIDEO: ("", "path of a video"),
    FileShape.MANY: ([], "paths of files"),
    FileShape.GALLERY: ([], "paths of images"),
    FileShape.EDITOR: ("", "path of a file"),
}
_MEDIA_FILES = {"image": "an image file", "audio": "an audio file", "video": "a video file"}


def _empty_value(parameter: Parameter) -> tuple[Json, str]:
    """Return the empty value of a parameter's type, and the type in words."""
    if parameter.takes_files:
        empty, description = _FILES[parameter.file_shape]
        media_file = _MEDIA_FILES.get(component_type(parameter.component).media, "a file")
        return empty, description.replace("a file", media_file)
    empty, description = _TYPES.get(str(parameter.schema.get("type")), _ANY)
    if parameter.choices:
        return _empty_choice(parameter, empty), _describe_choices(parameter)
    if parameter.is_integer and description == "number":
        description = "whole number"
    low, high = parameter.minimum, parameter.maximum
    if low is None or high is None:
        return empty, description
    least = int(low) if float(low).is_integer() else low
    return least, f"{description} from {low:g} to {high:g}"


def _empty_choice(parameter: Parameter, empty: Json) -> Json:
    if parameter.takes_list:
        return []
    if parameter.choices and not isinstance(parameter.choices[0].value, str):
        return None
    return empty


def _describe_choices(parameter: Parameter) -> str:
    choices = parameter.choices or ()
    texts = [str(each.value) for each in choices[:MAX_CHOICES]]
    if len(choices) > MAX_CHOICES:
        texts.append("…")
    quantity = "some" if parameter.takes_list else "one"
    return comment_text(f"{quantity} of {', '.join(texts)}", 80)
