"""The steps of a recording file as a recorded script, with what the history has of their apps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint, Json
from spacetui.model.source import Source
from spacetui.recording_files.document import FileStep, RecordingFile
from spacetui.recording_files.to_script import StepTarget, script_of_document
from spacetui.verify.sample_outputs import sample_outputs


@dataclass(frozen=True, slots=True)
class KnownEndpoint:
    """What is known of the endpoint of a step. answer: shown outputs of such a call, or None."""

    endpoint: Endpoint
    source: Source
    answer: Sequence[Json] | None = None


def script_of_file(document: RecordingFile, known: Mapping[str, KnownEndpoint]) -> RecordedScript:
    """Return the recorded script of a file. known: by the name of the step."""
    return script_of_document(document, {name: _answered(each) for name, each in known.items()})


def _answered(known: KnownEndpoint) -> StepTarget:
    answer = known.answer if known.answer is not None else sample_outputs(known.endpoint)
    return StepTarget(known.endpoint, known.source, RunState(Status.COMPLETE, data=tuple(answer)))


def is_call_of(step: FileStep, recording: Recording) -> bool:
    """Return whether a call of the history is one that a step makes again, apart from links."""
    values = recording.call.values
    is_same = all(values.get(name) == value for name, value in step.inputs.items())
    return is_same and recording.state.status is Status.COMPLETE
