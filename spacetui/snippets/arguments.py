"""What each parameter of a step gets: a value, a variable that the reader sets, or a link."""

from dataclasses import dataclass

from spacetui.model.file_data import essential_fields, is_marked_file, map_files
from spacetui.model.output_path import OutputPath
from spacetui.model.schema import MISSING, WITHHELD, FileShape, Json, Parameter, Return
from spacetui.model.script import Script
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.client_access import VariableNames
from spacetui.snippets.missing_values import empty_value


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

    step, output: their numbers, from 0. path: leads to the part of the output that is meant.
    source_shape, target_shape: the shape of files in that part and in the parameter. is_same_app:
    both steps call one app. is_only_output: the earlier step has no other output.
    """

    step: int
    output: int
    path: OutputPath
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


class Arguments:
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
        self.missing.append(MissingValue(name, parameter, *empty_value(parameter)))
        return Argument(parameter, self.missing[-1])


def _linked_value(script: Script, number: int, parameter: Parameter) -> LinkedValue | None:
    """Return what a link gives to a parameter; None where there is no link to an earlier output."""
    step = script.steps[number]
    link = step.link_of(parameter.name)
    if link is None or not 0 <= link.step < number:
        return None
    earlier = script.steps[link.step]
    # An endpoint that describes none of its outputs is taken to have one.
    returns = earlier.endpoint.returns or (Return(),)
    if not 0 <= link.output < len(returns):
        return None
    one, other = script.clients[earlier.client], script.clients[step.client]
    return LinkedValue(
        link.step,
        link.output,
        link.path,
        _shape_at(returns[link.output], link.path, parameter),
        parameter.file_shape,
        is_same_app=one.url == other.url,
        is_only_output=len(earlier.endpoint.returns) == 1,
    )


def _shape_at(output: Return, path: OutputPath, parameter: Parameter) -> FileShape:
    """Return the shape of the files in the part of an output to which `path` leads."""
    if not path:
        return output.file_shape
    # A part of an output is linked to a parameter that takes files only where it is one.
    return FileShape.ONE if parameter.takes_files else FileShape.NONE
