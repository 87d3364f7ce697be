"""A script: clients, ordered steps, and links between them. One call is a script of one step.

A Script is what every snippet language renders.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spacetui.model.call import Call
from spacetui.model.recording import Recording, Source
from spacetui.model.schema import WITHHELD, Endpoint, Json


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

    A parameter without value, default and link becomes a variable at the top of the snippet. A
    value that is WITHHELD becomes a variable of the environment. has_oauth_token: the user gave a
    token for the code of the endpoint.
    """

    client: int
    endpoint: Endpoint
    values: Mapping[str, Json] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    has_oauth_token: bool = False

    @property
    def call(self) -> Call:
        return Call(self.endpoint, self.values, WITHHELD if self.has_oauth_token else "")

    def link_of(self, parameter: str) -> Link | None:
        return next((link for link in self.links if link.parameter == parameter), None)


@dataclass(frozen=True, slots=True)
class Script:
    """Clients and the steps that are made through them, in order."""

    clients: tuple[Source, ...]
    steps: tuple[Step, ...]


def script_of_call(call: Call, source: Source) -> Script:
    """Return the script of one call."""
    return Script((source,), (_step_of_call(0, call),))


def script_of_recordings(recordings: Iterable[Recording]) -> Script:
    """Return the script that repeats recordings in order, with one client for each app."""
    clients: list[Source] = []
    steps: list[Step] = []
    for recording in recordings:
        if recording.source not in clients:
            clients.append(recording.source)
        steps.append(_step_of_call(clients.index(recording.source), recording.call))
    return Script(tuple(clients), tuple(steps))


def _step_of_call(client: int, call: Call) -> Step:
    """Return the step that makes `call`, without what the user typed into masked fields."""
    call = call.without_secrets()
    # An endpoint that requires a token cannot be called without; the reader has to give one.
    has_oauth_token = bool(call.oauth_token) or call.endpoint.oauth_token == "required"
    return Step(client, call.endpoint, call.values, has_oauth_token=has_oauth_token)
