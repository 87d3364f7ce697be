"""The answers of a script's steps: those that were recorded, else samples of their types."""

from collections.abc import Iterable

from spacetui.model.call import Call
from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.schema import Json
from spacetui.model.script import Script
from spacetui.verify.sample_outputs import sample_outputs


def answers_from(script: Script, recordings: Iterable[Recording]) -> list[tuple[Json, ...]]:
    """Return the shown outputs of each step.

    recordings: calls, oldest first. Each answers one step that makes it again; of a step that none
    does, a sample is the answer.
    """
    left = [each for each in recordings if each.state.status is Status.COMPLETE]
    answers: list[tuple[Json, ...]] = []
    for step in script.steps:
        found = next((each for each in left if _is_same(step.call, each.call)), None)
        if found is None or found.state.data is None:
            answers.append(sample_outputs(step.endpoint))
            continue
        left.remove(found)
        answers.append(found.state.data)
    return answers


def _is_same(one: Call, other: Call) -> bool:
    if one.endpoint.api_name != other.endpoint.api_name:
        return False
    other = other.without_secrets()
    parameters = one.endpoint.parameters
    return all(one.value_of(each) == other.value_of(each) for each in parameters)
