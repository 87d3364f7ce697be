"""The names of the results of steps: the user's, else after the label of the only output."""

from collections.abc import Mapping, Sequence

from spacetui.model.recorded_step import RecordedStep
from spacetui.model.schema import Endpoint
from spacetui.model.unique_names import UniqueNames

RESULT = "result"


def default_name(endpoint: Endpoint) -> str:
    """Return what the result of an endpoint is called where the user has not named it."""
    if len(endpoint.returns) != 1:
        return RESULT
    return endpoint.returns[0].label.lower() or RESULT


def name_steps(steps: Sequence[RecordedStep]) -> Mapping[int, str]:
    """Return an identifier for each step by its id, each once.

    The user's names are given away first, so that a name that was typed stays as it was typed, and
    those of steps that are left out of the code last.
    """
    unique = UniqueNames(())
    names: dict[int, str] = {}
    for step in sorted(steps, key=lambda each: (not each.name, each.left_out is not None)):
        names[step.id] = unique.make(step.name or default_name(step.endpoint), RESULT)
    return names
