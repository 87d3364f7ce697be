"""ScriptHistory: the script that is recorded, the values it had before, and what was sent on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spacetui.errors import BadValue
from spacetui.model.output_path import OutputPath
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink, RecordedStep
from spacetui.model.recording import Recording
from spacetui.model.schema import MISSING, Json

# Changes that can be undone.
MAX_BEFORE = 50


@dataclass(frozen=True, slots=True)
class SentValue:
    """A part of an output that was put into a form. recording: of the call that gave it.

    value: as it stands in the form.
    """

    recording: Recording
    output: int
    path: OutputPath
    value: Json


class ScriptHistory:
    """The one place where the recorder's script changes, so that each change can be undone."""

    def __init__(self) -> None:
        self.script = RecordedScript()
        self._before: list[RecordedScript] = []
        # By root URL, endpoint and parameter.
        self._sent: dict[tuple[str, str, str], SentValue] = {}

    def change(self, script: RecordedScript) -> None:
        """Take another value of the script; `undo` gives the present one back."""
        if script != self.script:
            self._before = [*self._before, self.script][-MAX_BEFORE:]
            self.script = script

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    def undo(self) -> None:
        """Take the last change back. A call that was made since stays in the script."""
        self.script = self._before.pop()

    def add(self, recording: Recording) -> None:
        """Add a call as RecordedScript.add does, linked to what its values were sent from too."""
        sent = self._sent_to(recording)
        self._in_every_value(lambda script: _with_call(script, recording, sent))

    def save_file(self, path: str, url: str) -> None:
        """Take note of a file of an output that was saved; see RecordedScript.save_file."""
        self._in_every_value(lambda script: script.save_file(path, url))

    def send(self, url: str, api_name: str, parameter: str, sent: SentValue) -> None:
        """Take note of what was put into the form of an endpoint of the app at `url`."""
        self._sent[url, api_name, parameter] = sent

    def chosen_parts(self, step: RecordedStep) -> set[tuple[int, OutputPath]]:
        """Return which outputs of a step, and which parts of them, were sent or linked."""
        sent = (each for each in self._sent.values() if each.recording is step.recording)
        links = (each for user in self.script.steps for each in user.links if each.step == step.id)
        chosen = {(each.output, each.path) for each in sent}
        return chosen | {(each.output, each.path) for each in links}

    def _sent_to(self, recording: Recording) -> Mapping[str, SentValue]:
        """Return what was sent to a call, by parameter, where its form still held that."""
        url, call = recording.source.url, recording.call
        found = {name: self._sent.get((url, call.endpoint.api_name, name)) for name in call.values}
        return {
            name: sent
            for name, sent in found.items()
            if sent is not None and call.values.get(name, MISSING) == sent.value
        }

    def _in_every_value(self, change: Callable[[RecordedScript], RecordedScript]) -> None:
        """Make a change that is no edit of the user's, and that undo therefore leaves."""
        self.script = change(self.script)
        self._before = [change(each) for each in self._before]


def _with_call(
    script: RecordedScript, recording: Recording, sent: Mapping[str, SentValue]
) -> RecordedScript:
    added = script.next_id
    script = script.add(recording)
    for name, each in sent.items():
        giver = next((step for step in script.steps if step.recording is each.recording), None)
        if giver is not None:
            # The step that gave it may have been moved or run again meanwhile.
            with contextlib.suppress(BadValue):
                script = script.link(added, RecordedLink(name, giver.id, each.output, each.path))
    return script
