"""Values that a program is given when it is run: by flags, or by the fields of a request."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from spacetui.model.file_data import arrange_files
from spacetui.model.file_input import files_in
from spacetui.model.schema import MISSING, FileShape, Json, Missing, Parameter
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.literals import contains_file, nesting_depth
from spacetui.snippets.plan import Plan

# Levels of a value that is given; deeper ones stay in the call.
_MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value of a call under the name by which it is given.

    value: what it is where it is not given, or MISSING. Of a parameter that takes files, their
    paths: a list of them if it takes several.
    """

    name: str
    parameter: Parameter
    value: Json | Missing

    @property
    def takes_several_files(self) -> bool:
        return self.parameter.takes_several_files


def take_values(
    plan: Plan, names: UniqueNames, code: Callable[[str], str]
) -> tuple[Plan, list[GivenValue]]:
    """Return the plan with each value that can be given replaced by code, and these values.

    names: makes the names of values. code: returns the code of the value of a name.
    """
    given, steps = [], []
    for step in plan.steps:
        arguments = []
        for argument in step.arguments:
            value = _given_value(argument, names)
            if value is None:
                arguments.append(argument)
                continue
            given.append(value)
            missing = MissingValue(code(value.name), value.parameter, None, "")
            arguments.append(replace(argument, value=missing))
        steps.append(replace(step, arguments=tuple(arguments)))
    return replace(plan, missing=(), steps=tuple(steps)), given


def _given_value(argument: Argument, names: UniqueNames) -> GivenValue | None:
    """Return the value of an argument; None for a link, a secret, and what cannot be given."""
    value, parameter = argument.value, argument.parameter
    if isinstance(value, LinkedValue | SecretValue):
        return None
    given: Json | Missing = value
    if isinstance(value, MissingValue):
        given = MISSING
    elif parameter.takes_files and (value is not None or parameter.takes_several_files):
        paths = _plain_paths(value, parameter.file_shape)
        if not paths:
            return None
        given = paths if parameter.takes_several_files else paths[0]
    elif contains_file(value) or nesting_depth(value) > _MAX_DEPTH:
        return None
    return GivenValue(names.make(parameter.name, "value"), parameter, given)


def _plain_paths(value: Json, shape: FileShape) -> list[str]:
    """Return the paths of the files in a value of this shape; empty where it has more in it."""
    files = files_in(value)
    plain = [arrange_files(files, shape), arrange_files(files[:1], shape)]
    if value not in plain:
        return []
    return [each.path for each in files]
