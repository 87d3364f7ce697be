"""The steps of a recording file as a recorded script, with what the history has of their apps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacetui.model.call import Call
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.recording import Recording, Source
from spacetui.model.run import RunState, Status
from spacetui.model.schema import WITHHELD, Endpoint, Json
from spacetui.recording_files.document import FileStep, RecordingFile
from spacetui.verify.sample_outputs import sample_outputs


@dataclass(frozen=True, slots=True)
class KnownEndpoint:
    """What is known of the endpoint of a step. answer: shown outputs of such a call, or None."""

    endpoint: Endpoint
    source: Source
    answer: Sequence[Json] | None = None


def script_of_file(document: RecordingFile, known: Mapping[str, KnownEndpoint]) -> RecordedScript:
    """Return the recorded script of a file. known: by the name of the step."""
    ids = {step.name: number for number, step in enumerate(document.steps, 1)}
    return RecordedScript(tuple(_recorded(step, ids, known[step.name]) for step in document.steps))


def _recorded(step: FileStep, ids: Mapping[str, int], known: KnownEndpoint) -> RecordedStep:
    token = WITHHELD if step.oauth_variable else ""
    values = {**step.inputs, **dict.fromkeys(step.variables, WITHHELD)}
    call = Call(known.endpoint, values, token)
    answer = known.answer if known.answer is not None else sample_outputs(known.endpoint)
    state = RunState(Status.COMPLETE, data=tuple(answer))
    links = tuple(
        RecordedLink(name, ids[link.step], link.output, link.path)
        for name, link in step.links.items()
    )
    recording = Recording(call, known.source, state, visit=step.visit)
    return RecordedStep(ids[step.name], recording, step.name, step.note, links)


def is_call_of(step: FileStep, recording: Recording) -> bool:
    """Return whether a call of the history is one that a step makes again, apart from links."""
    values = recording.call.values
    is_same = all(values.get(name) == value for name, value in step.inputs.items())
    return is_same and recording.state.status is Status.COMPLETE
