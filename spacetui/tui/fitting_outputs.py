"""Which outputs of recorded calls an input can take, and which inputs an output can go to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from spacetui.model.output_path import OutputPath, iter_file_paths, part_at
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.schema import Endpoint, Json, Parameter, Return
from spacetui.model.table import Place, table_of
from spacetui.model.table_cells import column_name
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.output_fit import Fit, Kind, fit_of, return_of_part

# Files of one output that are offered one by one, and all that is offered for an input.
MAX_FILES, MAX_OFFERED = 50, 60
# Cells of one table that are offered for an input besides those that were sent before, and how many
# are looked at for them.
MAX_CELLS, MAX_LOOKED_AT = 4, 500

# The outputs of a step, with the path in each, that the user has chosen before.
ChosenParts = Collection[tuple[int, OutputPath]]


class FittingOutput(NamedTuple):
    """An output of a step, or a part of it, for a parameter. value: what it gave.

    was_chosen: it was sent or linked before.
    """

    step: RecordedStep
    output: int
    path: OutputPath
    value: Json
    parameter: Parameter
    fit: Fit
    was_chosen: bool = False

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
    steps: Iterable[RecordedStep],
    parameters: Sequence[Parameter],
    chosen: Callable[[RecordedStep], ChosenParts] = lambda step: (),
) -> list[FittingOutput]:
    """Return what the parameters can take: what fits best, of the newest steps, first.

    chosen: returns the parts of the outputs of a step that were sent or linked before.
    """
    found = [
        each
        for step in reversed(list(steps))
        for parameter in parameters
        for each in _outputs_for(step, parameter, chosen(step))
    ]
    found.sort(key=lambda each: (each.fit, each.was_chosen), reverse=True)
    return found[:MAX_OFFERED]


def _outputs_for(
    step: RecordedStep, parameter: Parameter, chosen: ChosenParts
) -> Iterator[FittingOutput]:
    pairs = zip(step.endpoint.returns, step.outputs, strict=False)
    for number, (output, value) in enumerate(pairs):
        for path in parts_of(value):
            part = part_at(value, path)
            fit = fit_of(part, output, parameter)
            if fit is not None:
                was_chosen = (number, path) in chosen
                yield FittingOutput(step, number, path, part, parameter, fit, was_chosen)
        yield from _cells_for(step, number, parameter, chosen)


def _cells_for(
    step: RecordedStep, output: int, parameter: Parameter, chosen: ChosenParts
) -> Iterator[FittingOutput]:
    """Yield the cells of a table that were chosen before, and the few that fit best by type."""
    value = step.outputs[output]
    found = []
    for path in _cell_paths(value, [path for number, path in chosen if number == output]):
        cell = part_at(value, path)
        fit = fit_of(cell, return_of_part(column_name(value, path), cell), parameter)
        if fit is not None and isinstance(cell, (str, int, float)) and cell != "":
            was_chosen = (output, path) in chosen
            found.append(FittingOutput(step, output, path, cell, parameter, fit, was_chosen))
    yield from (each for each in found if each.was_chosen)
    others = [each for each in found if not each.was_chosen and _is_wanted(each)]
    others.sort(key=lambda each: each.fit, reverse=True)
    yield from others[:MAX_CELLS]


def _cell_paths(value: Json, chosen: Sequence[OutputPath]) -> Iterator[OutputPath]:
    """Yield the paths of the cells of a table: those that were chosen, then the first ones."""
    table = table_of(value)
    if table is None:
        return
    cells = [path for path in chosen if column_name(value, path)]
    yield from cells
    rows, columns = range(len(table.rows)), range(table.width)
    places = (Place(row, column) for row in rows for column in columns)
    paths = (table.path_to(each) for each in islice(filter(table.has, places), MAX_LOOKED_AT))
    yield from (path for path in paths if path and path not in cells)


def _is_wanted(cell: FittingOutput) -> bool:
    """Return whether a cell is of the type that the parameter wants, or one of its choices."""
    return cell.fit.kind is not Kind.LOOSE or cell.parameter.choices is not None


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
