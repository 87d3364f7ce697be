"""A script: clients, ordered steps, and links between them. One call is a script of one step.

A Script is what every snippet language renders.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spacetui.model.call import Call
from spacetui.model.output_path import OutputPath
from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.schema import WITHHELD, Endpoint, Json
from spacetui.model.source import Source


@dataclass(frozen=True, slots=True)
class Link:
    """A value that comes from an earlier step.

    The parameter of that name takes shown output `output` of step `step`, or the part of it to
    which `path` leads; step and output count from 0.
    """

    parameter: str
    step: int
    output: int
    path: OutputPath = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a script. client: an index into Script.clients. values: as Call.values.

    A parameter without value, default and link becomes a variable at the top of the snippet. A
    value that is WITHHELD becomes a variable of the environment. has_oauth_token: the user gave a
    token for the code of the endpoint. name: what its result is called, or empty. note: the user's
    own words about it. shares_state: the call was made in a visit that other calls may share.
    """

    client: int
    endpoint: Endpoint
    values: Mapping[str, Json] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    has_oauth_token: bool = False
    name: str = ""
    note: str = ""
    shares_state: bool = False

    @property
    def call(self) -> Call:
        return Call(self.endpoint, self.values, WITHHELD if self.has_oauth_token else "")

    def link_of(self, parameter: str) -> Link | None:
        return next((link for link in self.links if link.parameter == parameter), None)


@dataclass(frozen=True, slots=True)
class Script:
    """Clients and the steps that are made through them, in order.

    Calls of one client share its State; two clients of one app share none. notes: what a reader of
    the code should know, a line each.
    """

    clients: tuple[Source, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()


def script_of_call(call: Call, source: Source, before: Sequence[Recording] = ()) -> Script:
    """Return the script that gives the result of one call.

    before: the calls whose State it uses, oldest first, as `calls_before` finds them; they are made
    first, through the same client.
    """
    if not before:
        return Script((source,), (_step_of_call(0, call),))
    made = [_step_of_call(0, each.call, shares_state=True) for each in before]
    if len(made) == 1:
        note = "the call before shares its State: the result depends on it"
    else:
        note = f"the {len(made)} calls before share its State: the result depends on them"
    last = _step_of_call(0, call, shares_state=True)
    return Script((source,), (*made, last), (note,))


def calls_before(
    recordings: Iterable[Recording], visit: int, made_at: float = math.inf
) -> tuple[Recording, ...]:
    """Return the calls of a visit that came to a result, of those made before `made_at`.

    recordings: oldest first. visit: as Recording.visit; 0 for a call that shares no State.
    """
    if not visit:
        return ()
    return tuple(
        each
        for each in recordings
        if each.visit == visit and each.made_at < made_at and each.state.status is Status.COMPLETE
    )


def script_of_recordings(recordings: Iterable[Recording]) -> Script:
    """Return the script that repeats recordings in order.

    There is one client for each app, and one more for each further visit of it: where the user let
    an app forget its State, or where a call shared its State with no other.
    """
    clients = _Clients()
    steps = [
        _step_of_call(clients.index_for(each), each.call, shares_state=bool(each.visit))
        for each in recordings
    ]
    return Script(tuple(clients.sources), tuple(steps))


class _Clients:
    """The clients of a script. sources: where each connects to."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        # For each client, the visit that its calls share: None while none of them shares any, 0
        # for the only call of a visit.
        self._visits: list[int | None] = []

    def index_for(self, recording: Recording) -> int:
        """Return the client that makes a call, a new one where none will do."""
        visit = self._visit_of(recording)
        for client, source in enumerate(self.sources):
            if source == recording.source and self._can_make(client, visit):
                if visit is not None:
                    self._visits[client] = visit
                return client
        self.sources.append(recording.source)
        self._visits.append(visit)
        return len(self.sources) - 1

    @staticmethod
    def _visit_of(recording: Recording) -> int | None:
        """Return the visit of a call: None where no State can tell in which it is made."""
        if recording.visit or recording.call.endpoint.has_state:
            return recording.visit
        return None

    def _can_make(self, client: int, visit: int | None) -> bool:
        taken = self._visits[client]
        if visit is None or taken is None:
            return True
        return taken == visit != 0


def _step_of_call(client: int, call: Call, *, shares_state: bool = False) -> Step:
    """Return the step that makes `call`, without what the user typed into masked fields."""
    call = call.without_secrets()
    # An endpoint that requires a token cannot be called without; the reader has to give one.
    has_oauth_token = bool(call.oauth_token) or call.endpoint.oauth_token == "required"
    return Step(
        client,
        call.endpoint,
        call.values,
        has_oauth_token=has_oauth_token,
        shares_state=shares_state,
    )
