"""Which outputs of recorded calls an input can take, and which inputs an output can go to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacetui.model.output_path import OutputPath, iter_file_paths, part_at
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.schema import Endpoint, Json, Parameter, Return
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.output_fit import Fit, fit_of

# Files of one output that are offered one by one.
MAX_FILES = 50


class FittingOutput(NamedTuple):
    """An output of a step, or a part of it, for a parameter. value: what it gave."""

    step: RecordedStep
    output: int
    path: OutputPath
    value: Json
    parameter: Parameter
    fit: Fit

    @property
    def link(self) -> RecordedLink:
        return RecordedLink(self.parameter.name, self.step.id, self.output, self.path)


class SendTarget(NamedTuple):
    """An input that can take a value. distance: 0 in this form, 1 in this app, 2 elsewhere."""

    space: OpenSpace
    endpoint: Endpoint
    parameter: Parameter
    fit: Fit
    distance: int


def fitting_outputs(
    steps: Iterable[RecordedStep], parameters: Sequence[Parameter]
) -> list[FittingOutput]:
    """Return what the parameters can take: what fits best, of the newest steps, first."""
    found = [
        each
        for step in reversed(list(steps))
        for parameter in parameters
        for each in _outputs_for(step, parameter)
    ]
    return sorted(found, key=lambda each: each.fit, reverse=True)


def _outputs_for(step: RecordedStep, parameter: Parameter) -> Iterator[FittingOutput]:
    pairs = zip(step.endpoint.returns, step.outputs, strict=False)
    for number, (output, value) in enumerate(pairs):
        for path in parts_of(value):
            part = part_at(value, path)
            fit = fit_of(part, output, parameter)
            if fit is not None:
                yield FittingOutput(step, number, path, part, parameter, fit)


def parts_of(value: Json) -> list[OutputPath]:
    """Return the paths of what can be taken of an output: all of it, and each of its files."""
    files = [path for path, _ in iter_file_paths(value) if path]
    return [(), *files[:MAX_FILES]]


def send_targets(
    value: Json, output: Return, spaces: Sequence[OpenSpace], here: OpenSpace
) -> list[SendTarget]:
    """Return the inputs that can take a value: the best by type and name first, then the nearest.

    here: the Space whose endpoint in hand gave it.
    """
    found = [
        SendTarget(space, endpoint, parameter, fit, _distance(space, endpoint, here))
        for space in spaces
        for endpoint in space.endpoints
        for parameter in endpoint.parameters
        if (fit := fit_of(value, output, parameter)) is not None
    ]
    return sorted(found, key=lambda each: (-each.fit.kind, -each.fit.names, each.distance))


def _distance(space: OpenSpace, endpoint: Endpoint, here: OpenSpace) -> int:
    if space is not here:
        return 2
    return int(endpoint.api_name != here.api_name)
