"""A script: clients, ordered steps, and links between them. One call is a script of one step.

A Script is what every snippet language renders.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spacetui.model.call import Call
from spacetui.model.recording import Recording, Source
from spacetui.model.schema import Endpoint, Json


@dataclass(frozen=True, slots=True)
class Link:
    """A value that comes from an earlier step.

    The parameter of that name takes shown output `output` of step `step`; both count from 0.
    """

    parameter: str
    step: int
    output: int


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a script. client: an index into Script.clients. values: as Call.values.

    A parameter without value, default and link becomes a variable at the top of the snippet.
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
    """Clients and the steps that are made through them, in order."""

    clients: tuple[Source, ...]
    steps: tuple[Step, ...]


def script_of_call(call: Call, source: Source) -> Script:
    """Return the script of one call."""
    return Script((source,), (Step(0, call.endpoint, call.values),))


def script_of_recordings(recordings: Iterable[Recording]) -> Script:
    """Return the script that repeats recordings in order, with one client for each app."""
    clients: list[Source] = []
    steps: list[Step] = []
    for recording in recordings:
        if recording.source not in clients:
            clients.append(recording.source)
        client, call = clients.index(recording.source), recording.call
        steps.append(Step(client, call.endpoint, call.values))
    return Script(tuple(clients), tuple(steps))
