"""A recording file as the script that the recorder holds: the way back from write.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacetui.model.call import Call
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.model.schema import WITHHELD, Endpoint
from spacetui.model.source import Source
from spacetui.recording_files.document import FileStep, RecordingFile


@dataclass(frozen=True, slots=True)
class StepTarget:
    """What the call of a step is made to. state: how it went; by default it was not made yet."""

    endpoint: Endpoint
    source: Source
    state: RunState = field(default_factory=RunState)


def script_of_document(
    document: RecordingFile, targets: Mapping[str, StepTarget]
) -> RecordedScript:
    """Return the script of a recording file. targets: by the name of the step.

    A value and a link for a parameter that the endpoint has not are left out.
    """
    ids = {step.name: number for number, step in enumerate(document.steps, 1)}
    steps = (_recorded(step, ids, targets[step.name]) for step in document.steps)
    return RecordedScript(tuple(steps))


def _recorded(step: FileStep, ids: Mapping[str, int], target: StepTarget) -> RecordedStep:
    known = {each.name for each in target.endpoint.parameters}
    values = {**step.inputs, **dict.fromkeys(step.variables, WITHHELD)}
    call = Call(
        target.endpoint,
        {name: value for name, value in values.items() if name in known},
        WITHHELD if step.oauth_variable else "",
    )
    links = tuple(
        RecordedLink(name, ids[link.step], link.output, link.path)
        for name, link in step.links.items()
        if name in known
    )
    recording = Recording(call, target.source, target.state, visit=step.visit)
    return RecordedStep(ids[step.name], recording, step.name, step.note, links)
