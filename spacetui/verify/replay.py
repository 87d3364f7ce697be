"""The recorded calls as they are replayed: which comes next, and what was wrong first."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacetui.model.schema import MISSING, Json, fill_slots
from spacetui.snippets.client_access import ClientAccess
from spacetui.verify.recorded_steps import RecordedRequest
from spacetui.verify.sent_values import find_difference, shown


class NotAsRecorded(Exception):
    """A request that is not the recorded one. The message is a clause for people."""


@dataclass(frozen=True, slots=True)
class SentCall:
    """A call as a request asked for it.

    app: the URL of the source whose replay got it. api_name: empty where it was named by its index.
    session: its session hash, or empty. values: by position, or by name.
    """

    app: str
    values: Json
    api_name: str = ""
    fn_index: int | None = None
    session: str = ""
    oauth_token: str = ""


def call_in_body(app: str, body: Mapping[str, Json]) -> SentCall:
    """Return the call in a body that names the function by its index; -1 where it does not."""
    index = body.get("fn_index")
    return SentCall(
        app,
        body.get("data"),
        fn_index=index if isinstance(index, int) else -1,
        session=str(body.get("session_hash") or ""),
        oauth_token=str(body.get("oauth_token") or ""),
    )


@dataclass(slots=True)
class Replay:
    """What the program has to do, and how far it has come. Its methods may be called by any thread.

    access: what lets a client in, by the URL of its source. problem: the first that was found.
    """

    requests: Sequence[RecordedRequest]
    access: Mapping[str, ClientAccess]
    problem: str = ""
    done: int = 0
    # Path on the server -> digest.
    uploads: dict[str, str] = field(default_factory=dict)
    _sessions: dict[int, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, problem: str) -> None:
        """Keep a problem, if it is the first."""
        with self._lock:
            self.problem = self.problem or problem

    def add_upload(self, path: str, digest: str) -> None:
        with self._lock:
            self.uploads[path] = digest

    def take(self, call: SentCall) -> RecordedRequest:
        """Return the recorded call that `call` is. Raises NotAsRecorded."""
        with self._lock:
            if self.done == len(self.requests):
                raise NotAsRecorded(
                    f"{self._named(call)} is called after the {self.done} recorded calls"
                )
            wanted = self.requests[self.done]
            self._check_endpoint(wanted, call)
            self._check_values(wanted, call)
            self._check_session(wanted, call)
            if call.oauth_token != wanted.oauth_token:
                what = "no OAuth token" if wanted.oauth_token else "an OAuth token"
                raise NotAsRecorded(f"{wanted.where}: {what} is sent with the call")
            self.done += 1
            return wanted

    def _check_endpoint(self, wanted: RecordedRequest, call: SentCall) -> None:
        is_same = call.app == wanted.app
        if call.fn_index is not None:
            is_same = is_same and call.fn_index == wanted.endpoint.fn_index
        else:
            is_same = is_same and call.api_name == wanted.endpoint.api_name
        if not is_same:
            where = "" if call.app == wanted.app else " of another app"
            raise NotAsRecorded(f"{wanted.where} is next, and {self._named(call)}{where} is called")

    def _check_values(self, wanted: RecordedRequest, call: SentCall) -> None:
        values = _by_position(wanted, call.values)
        if not isinstance(values, list) or len(values) != len(wanted.data):
            count = len(values) if isinstance(values, list) else "no"
            raise NotAsRecorded(
                f"{wanted.where}: {count} values are sent, and {len(wanted.data)} were recorded"
            )
        for name, one, other in zip(_names(wanted), wanted.data, values, strict=True):
            if difference := find_difference(one, other, self.uploads):
                raise NotAsRecorded(f"{wanted.where}: {name}: {difference}")

    def _check_session(self, wanted: RecordedRequest, call: SentCall) -> None:
        """Check that calls share a session where they shared State, and only there."""
        if not wanted.keeps_state:
            return
        if not call.session:
            raise NotAsRecorded(f"{wanted.where}: no session is sent, so its State is lost")
        earlier = self._sessions.get(wanted.client)
        if earlier is not None and earlier != call.session:
            raise NotAsRecorded(f"{wanted.where}: the State of the calls before is not shared")
        others = {each for client, each in self._sessions.items() if client != wanted.client}
        if call.session in others:
            raise NotAsRecorded(f"{wanted.where}: the State of another visit is shared")
        self._sessions[wanted.client] = call.session

    def _named(self, call: SentCall) -> str:
        """Return what a message calls the endpoint of a call."""
        for each in self.requests:
            if (call.app, call.fn_index) == (each.app, each.endpoint.fn_index):
                return each.endpoint.api_name
        return call.api_name or f"endpoint #{call.fn_index}"

    @property
    def verdict(self) -> str:
        """Return what is wrong after the program has ended well; empty for nothing."""
        if self.problem:
            return self.problem
        if self.done < len(self.requests):
            missing = self.requests[self.done].where
            return f"it ended after {self.done} of {len(self.requests)} calls, before {missing}"
        return ""


def _names(wanted: RecordedRequest) -> list[str]:
    """Return the name of the parameter at each position."""
    names = [each.name for each in wanted.endpoint.parameters]
    if len(names) == len(wanted.data):
        return names
    return fill_slots(wanted.endpoint.input_slots, names, "State")


def _by_position(wanted: RecordedRequest, values: Json) -> Json:
    """Return values by position. Without those of State too, which /call takes since 6.18."""
    parameters = wanted.endpoint.parameters
    if isinstance(values, Mapping):
        if unknown := values.keys() - {each.name for each in parameters}:
            raise NotAsRecorded(f"{wanted.where}: no parameter is called {shown(min(unknown))}")
        values = [values.get(each.name, each.default) for each in parameters]
        if MISSING in values:
            raise NotAsRecorded(f"{wanted.where}: a value is missing")
    slots = wanted.endpoint.input_slots
    if not isinstance(values, list) or len(values) != sum(slots) or len(slots) != len(wanted.data):
        return values
    return fill_slots(slots, values, None)
