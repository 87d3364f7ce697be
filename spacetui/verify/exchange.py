"""One request to the replay and its answer, apart from how they come and go."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from spacetui.model.schema import Json
from spacetui.verify.replay import NotAsRecorded
from spacetui.verify.web_socket import WebSocket

_STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. target: its path and query as they came. headers: names in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def wants_socket(self) -> bool:
        """Whether it asks for a WebSocket in place of an answer."""
        return self.headers.get("upgrade", "").lower() == "websocket"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a body, or events that end with the connection.

    talk: what is said over the WebSocket that takes the place of an answer, or None.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    events: Iterator[bytes] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    talk: Callable[[WebSocket], None] | None = None


def json_answer(
    value: Json, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> Answer:
    """Return an answer in the JSON of Gradio, which has no blanks."""
    body = json.dumps(value, separators=(",", ":")).encode()
    return Answer(status, body, headers=headers)


def not_found() -> Answer:
    return json_answer({"detail": "Not Found"}, 404)


def stream_answer(events: Iterator[bytes]) -> Answer:
    return Answer(content_type=_STREAM, events=events)


def object_in(body: bytes | str) -> Mapping[str, Json]:
    """Return the JSON object in the body of a request. Raises NotAsRecorded."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAsRecorded("the body of a call is not JSON") from error
    if not isinstance(value, dict):
        raise NotAsRecorded("the body of a call is no JSON object")
    return value
