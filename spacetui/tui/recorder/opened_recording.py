"""The steps of a recording file, the apps that they call, and what has changed in those since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from spacetui.errors import Failure
from spacetui.model.drift import EndpointShape
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint, Parameter, Return
from spacetui.recording_files.document import FileStep, RecordingFile
from spacetui.recording_files.to_script import StepTarget, script_of_document
from spacetui.session.find_drift import find_drift
from spacetui.session.opened_app import new_visit

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session


@dataclass(slots=True)
class OpenedRecording:
    """A recording file whose apps are open. changes: for each step, what is different now."""

    document: RecordingFile
    apps: Mapping[str, OpenedApp]
    changes: dict[str, list[str]] = field(default_factory=dict)
    _targets: dict[str, StepTarget] = field(default_factory=dict)

    async def compare(self, session: Session) -> None:
        """Find the endpoint of each step, and what has changed in it. Raises SpacetuiError."""
        for step in self.document.steps:
            opened = self.apps[step.src]
            changes = await find_drift(session, opened, step.api_name, step.shape)
            told = [_change_text(each.text, is_breaking=each.is_breaking) for each in changes]
            endpoint = opened.app.endpoint(step.api_name)
            if endpoint is not None and endpoint.visibility == "undocumented":
                endpoint = (await session.widen(opened)).app.endpoint(step.api_name)
            state = RunState()
            if endpoint is None:
                endpoint = endpoint_as_recorded(step)
                state = _gone()
            elif step.shape is None:
                told += [f"the app has no {name}" for name in _unknown(step, endpoint)]
            self._targets[step.name] = StepTarget(endpoint, opened.source, state)
            if told:
                self.changes[step.name] = told

    @property
    def change_count(self) -> int:
        return sum(map(len, self.changes.values()))

    def script(self) -> RecordedScript:
        """Return the steps for the recorder: calls that are not made yet."""
        numbers: dict[tuple[str, int], int] = {}

        def with_own_visit(step: FileStep) -> FileStep:
            # The numbers of a file count from 1 in each, and calls of two files share no State.
            if not step.visit:
                return step
            return replace(step, visit=numbers.setdefault((step.src, step.visit), new_visit()))

        steps = tuple(map(with_own_visit, self.document.steps))
        return script_of_document(replace(self.document, steps=steps), self._targets)


def endpoint_as_recorded(step: FileStep) -> Endpoint:
    """Return as much as the file tells of an endpoint that the app has no more."""
    shape = step.shape or EndpointShape(step.api_name, (), ())
    names = [each.name for each in shape.parameters]
    names += [each for each in (*step.inputs, *step.links, *step.variables) if each not in names]
    components = {each.name: each.component for each in shape.parameters}
    return Endpoint(
        step.api_name,
        0,
        parameters=tuple(Parameter(name, component=components.get(name, "")) for name in names),
        returns=tuple(Return(each.label, each.component) for each in shape.returns),
    )


def _gone() -> RunState:
    failure = Failure("gone", "the app has no such endpoint any more")
    return RunState(Status.FAILED, failure=failure)


def _unknown(step: FileStep, endpoint: Endpoint) -> list[str]:
    """Return the parameters of a step that its endpoint has not."""
    named = dict.fromkeys((*step.inputs, *step.links, *step.variables))
    return [name for name in named if endpoint.parameter(name) is None]


def _change_text(text: str, *, is_breaking: bool) -> str:
    if is_breaking:
        return f"{text}; the call may fail"
    return text
