"""How the replay of one app takes calls: by its queue, by name, and outside of the queue.

Source: gradio 6.31, 4.8.0 and 3.50.2 routes.py.
"""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from spacetui.model.schema import Json
from spacetui.model.source import Source
from spacetui.verify.early_queues import EarlyQueues
from spacetui.verify.exchange import (
    Answer,
    Asked,
    json_answer,
    not_found,
    object_in,
    stream_answer,
)
from spacetui.verify.recorded_steps import RecordedRequest
from spacetui.verify.replay import Replay, SentCall, call_in_body
from spacetui.verify.replay_messages import (
    call_events,
    estimation,
    event_bytes,
    event_id_of,
    outputs_of,
    queue_messages,
)

ROUTES = ("queue", "call", "run", "api")
# Seconds that a stream waits for the call that it is for.
STREAM_WAIT = 10.0


@dataclass(slots=True)
class ReplayCalls:
    """The calls of one app. Methods that take a call raise NotAsRecorded."""

    source: Source
    replay: Replay
    _early: EarlyQueues = field(init=False)
    _pending: dict[str, deque[RecordedRequest]] = field(default_factory=dict)
    _by_event: dict[str, RecordedRequest] = field(default_factory=dict)
    # Calls of generators outside the queue that have given their value and not their end.
    _generating: list[tuple[SentCall, RecordedRequest]] = field(default_factory=list)
    _joined: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self._early = EarlyQueues(self.source.url, self.replay)

    def answer(self, asked: Asked, route: str, rest: str) -> Answer:
        """Answer to a request below one of ROUTES. rest: the path after it."""
        if route in ("run", "api"):
            return self._at_once(asked, rest)
        if route == "call":
            return self._by_name(asked, rest)
        if self.source.protocol == "ws":
            if asked.wants_socket:
                return Answer(talk=self._early.talk)
            return not_found()
        if self.source.protocol == "sse":
            return self._early.answer(asked, rest)
        if asked.method == "POST":
            return self._join(asked)
        query = parse_qs(urlsplit(asked.target).query)
        return stream_answer(self._queue_events("".join(query.get("session_hash", [""]))))

    def _join(self, asked: Asked) -> Answer:
        call = call_in_body(self.source.url, object_in(asked.body))
        taken = self.replay.take(call)
        with self._joined:
            self._pending.setdefault(call.session, deque()).append(taken)
            self._joined.notify_all()
        return json_answer({"event_id": event_id_of(taken)})

    def _queue_events(self, session: str) -> Iterator[bytes]:
        """Yield the messages of the calls of a session; a stream may be opened before the call."""
        with self._joined:
            self._joined.wait_for(lambda: self._pending.get(session), STREAM_WAIT)
            taken = list(self._pending.pop(session, ()))
        for each in taken:
            yield event_bytes(estimation(event_id_of(each)))
            yield from map(event_bytes, queue_messages(each))
        yield event_bytes({"msg": "close_stream", "event_id": None})

    def _by_name(self, asked: Asked, rest: str) -> Answer:
        if asked.method != "POST":
            taken = self._by_event.get(rest.rpartition("/")[2])
            if taken is None:
                return not_found()
            return stream_answer(call_events(taken))
        body = object_in(asked.body)
        name, values = rest, body.get("data")
        if rest.startswith("v2/"):
            name = rest.removeprefix("v2/")
            values = {key: each for key, each in body.items() if key != "session_hash"}
        taken = self.replay.take(self._named_call(name, values, body))
        self._by_event[event_id_of(taken)] = taken
        return json_answer({"event_id": event_id_of(taken)})

    def _named_call(self, name: str, values: Json, body: Json) -> SentCall:
        return SentCall(
            self.source.url,
            values,
            f"/{unquote(name)}",
            session=str(body.get("session_hash") or ""),
            oauth_token=str(body.get("oauth_token") or ""),
        )

    def _at_once(self, asked: Asked, rest: str) -> Answer:
        """Answer to a call outside the queue, which names its function by index or in the path.

        Each value of a generator answers a request of its own, and so does its end.
        """
        if asked.method != "POST":
            return not_found()
        body = object_in(asked.body)
        call = call_in_body(self.source.url, body)
        if call.fn_index == -1:
            call = self._named_call(rest.rstrip("/"), body.get("data"), body)
        for generating in self._generating:
            if generating[0] == call:
                self._generating.remove(generating)
                return json_answer(outputs_of(generating[1]))
        taken = self.replay.take(call)
        if taken.endpoint.streams:
            self._generating.append((call, taken))
        return json_answer(outputs_of(taken, is_generating=taken.endpoint.streams))
