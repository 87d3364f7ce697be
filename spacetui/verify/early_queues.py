"""The queues of Gradio before 4.9, in which the server asks for the data of a call.

Gradio 3 has a WebSocket for each call, and Gradio 4.0 to 4.8 a stream of events.
Source: gradio 3.50.2 routes.py, join_queue, and queueing.py, process_events; gradio 4.8.0
routes.py, queue_join and queue_data.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from spacetui.model.schema import Json
from spacetui.verify.exchange import Answer, Asked, json_answer, object_in, stream_answer
from spacetui.verify.recorded_steps import RecordedRequest
from spacetui.verify.replay import NotAsRecorded, Replay, SentCall, call_in_body
from spacetui.verify.replay_messages import estimation, event_bytes, queue_messages
from spacetui.verify.web_socket import SocketEnded, WebSocket

# Seconds that a stream waits for the data of its call.
DATA_WAIT = 10.0


@dataclass(slots=True)
class EarlyQueues:
    """Both queues of one app. app: the URL of its source."""

    app: str
    replay: Replay
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    # The call whose data has come, by the id that the stream was given; None for a refused one.
    _given: dict[str, RecordedRequest | None] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def talk(self, socket: WebSocket) -> None:
        """Take a call over a WebSocket, and answer it there."""
        try:
            self._talk(socket)
        except SocketEnded:
            return  # the program says by its exit code why
        except NotAsRecorded as error:
            self.replay.note(str(error))

    def _talk(self, socket: WebSocket) -> None:
        _send(socket, {"msg": "send_hash"})
        socket.receive()  # the session hash, which comes with the data too
        _send(socket, estimation())
        _send(socket, {"msg": "send_data"})
        taken = self.replay.take(self._sent(object_in(socket.receive())))
        for message in queue_messages(taken):
            _send(socket, message)
        socket.close()

    def answer(self, asked: Asked, rest: str) -> Answer:
        """Answer to a request to the queue of Gradio 4.0 to 4.8. rest: its path after `/queue/`.

        Raises NotAsRecorded.
        """
        if (asked.method, rest) == ("GET", "join"):
            return self._join()
        if (asked.method, rest) == ("POST", "data"):
            return self._take_data(asked)
        return json_answer({"detail": "Method Not Allowed"}, 405)

    def _join(self) -> Answer:
        """Answer with the stream of a call."""
        return stream_answer(self._events(f"replayed-data-{next(self._numbers)}"))

    def _events(self, event_id: str) -> Iterator[bytes]:
        yield event_bytes(estimation(event_id))
        yield event_bytes({"msg": "send_data", "event_id": event_id})
        with self._changed:
            self._changed.wait_for(lambda: event_id in self._given, DATA_WAIT)
            taken = self._given.get(event_id)
        if taken is not None:
            yield from map(event_bytes, queue_messages(taken))

    def _take_data(self, asked: Asked) -> Answer:
        """Take the data of a call whose stream has asked for it. Raises NotAsRecorded."""
        body = object_in(asked.body)
        taken = None
        try:
            taken = self.replay.take(self._sent(body))
        finally:
            with self._changed:
                self._given[str(body.get("event_id"))] = taken
                self._changed.notify_all()
        return json_answer({"success": True})

    def _sent(self, body: Mapping[str, Json]) -> SentCall:
        return call_in_body(self.app, body)


def _send(socket: WebSocket, message: Mapping[str, Json]) -> None:
    socket.send(json.dumps(message))
