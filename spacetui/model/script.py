"""A script: clients, ordered steps, links between them. One call is a script of one step.

Every snippet language renders a Script; nothing else is rendered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spacetui.model.call import Call
from spacetui.model.recording import Recording, Source
from spacetui.model.schema import Endpoint, Json


@dataclass(frozen=True, slots=True)
class Link:
    """Parameter `parameter` of a step takes shown output `output` of the earlier step `step` (both from 0)."""

    parameter: str
    step: int
    output: int


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a script. client: index into Script.clients; values as Call.values.

    A parameter with neither value, default nor link becomes a variable at the top of the snippet.
    """

    client: int
    endpoint: Endpoint
    values: Mapping[str, Json] = field(default_factory=dict)
    links: tuple[Link, ...] = ()

    @property
    def call(self) -> Call:
        return Call(self.endpoint, self.values)

    def link_of(self, parameter: str) -> Link | None:
        return next((link for link in self.links if link.parameter == parameter), None)


@dataclass(frozen=True, slots=True)
class Script:
    """Clients and the steps made through them, in order."""

    clients: tuple[Source, ...]
    steps: tuple[Step, ...]


def script_of_call(call: Call, source: Source) -> Script:
    """Give the script of one call."""
    return Script((source,), (Step(0, call.endpoint, call.values),))


def script_of_recordings(recordings: Iterable[Recording]) -> Script:
    """Give the script that repeats recordings in order, one client for each app."""
    clients: list[Source] = []
    steps: list[Step] = []
    for recording in recordings:
        if recording.source not in clients:
            clients.append(recording.source)
        steps.append(
            Step(clients.index(recording.source), recording.call.endpoint, recording.call.values)
        )
    return Script(tuple(clients), tuple(steps))
