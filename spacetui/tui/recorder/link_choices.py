"""Which outputs of earlier steps the parameters of a step can take, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacetui.model.output_path import OutputPath, iter_file_paths, part_at
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.schema import Json, Parameter
from spacetui.tui.output_fit import Fit, fit_of

# Files of one output that are offered one by one.
MAX_FILES = 50


class LinkChoice(NamedTuple):
    """A link that can be made. value: what the output gave."""

    link: RecordedLink
    fit: Fit
    value: Json


def link_choices(script: RecordedScript, step: RecordedStep) -> list[LinkChoice]:
    """Return the links that a step can have: those that fit best, of the newest steps, first."""
    earlier = script.steps[: script.steps.index(step)]
    found = [
        choice
        for giver in reversed(earlier)
        for parameter in step.endpoint.parameters
        for choice in _choices(giver, parameter)
        if choice.link != step.link_of(parameter.name)
    ]
    return sorted(found, key=lambda each: each.fit, reverse=True)


def _choices(giver: RecordedStep, parameter: Parameter) -> Iterator[LinkChoice]:
    for number, (output, value) in enumerate(
        zip(giver.endpoint.returns, giver.outputs, strict=False)
    ):
        for path in parts_of(value):
            part = part_at(value, path)
            fit = fit_of(part, output, parameter)
            if fit is not None:
                yield LinkChoice(RecordedLink(parameter.name, giver.id, number, path), fit, part)


def parts_of(value: Json) -> list[OutputPath]:
    """Return the paths of what can be taken of an output: all of it, and each of its files."""
    files = [path for path, _ in iter_file_paths(value)]
    return [(), *(files[:MAX_FILES] if len(files) > 1 else ())]
