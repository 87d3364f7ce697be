"""One app of the replay: what it answers to each request, in the forms of Gradio 4.9 and later.

Source: gradio 6.31 routes.py. The HTTP around it is replay_server.py.
"""

import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from spacetui.model.recording import Source
from spacetui.model.schema import Endpoint, Json
from spacetui.verify.access_check import (
    LOGIN_COOKIE,
    find_access_problem,
    has_right_login,
    is_logged_in,
)
from spacetui.verify.addresses import path_of_url
from spacetui.verify.app_description import describe_config, describe_info
from spacetui.verify.http_body import form_fields, uploaded_files
from spacetui.verify.recorded_steps import RecordedRequest, digest_of, file_content
from spacetui.verify.replay import NotAsRecorded, Replay, SentCall

# Seconds that a stream waits for the call that it is for.
STREAM_WAIT = 10.0
_STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. target: its path and query as they came. headers: names in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a body, or events that end with the connection."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    events: Iterator[bytes] | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class ReplayApp:
    """One app. root: its root URL here, known once it listens. secrets: of all apps."""

    source: Source
    replay: Replay
    secrets: Sequence[str]
    root: str = ""
    _pending: dict[str, deque[RecordedRequest]] = field(default_factory=dict)
    _by_event: dict[str, RecordedRequest] = field(default_factory=dict)
    _joined: threading.Condition = field(default_factory=threading.Condition)

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to a request; one that is not as recorded is noted and refused."""
        try:
            return self._answer(asked)
        except NotAsRecorded as error:
            self.replay.note(str(error))
            return _json({"detail": f"not as recorded: {error}"}, 400)

    def _answer(self, asked: Asked) -> Answer:
        path = self._path(asked)
        route, _, rest = path.removeprefix("/").partition("/")
        if route == "heartbeat":  # a client does without where there is none
            return _json({"detail": "Not Found"}, 404)
        access = self.replay.access[self.source.url]
        problem = find_access_problem(access, self.secrets, asked.headers, asked.target)
        if problem:
            raise NotAsRecorded(f"/{route}: {problem}")
        if route == "login":
            return self._log_in(asked)
        if not is_logged_in(access, asked.headers):
            return _json({"detail": "Not authenticated"}, 401)
        if route in ("queue", "call", "run", "api"):
            return self._call(asked, route, rest)
        return self._look_up(asked, path)

    def _look_up(self, asked: Asked, path: str) -> Answer:
        """Answer to a request that makes no call."""
        if path == "/config":
            return _json(describe_config(self.source, self.root, self._endpoints))
        if path == "/info":
            with_all = "all_endpoints=true" in asked.target.lower()
            return _json(describe_info(self._endpoints, with_all=with_all))
        if path == "/upload":
            return self._upload(asked)
        if path.startswith("/file="):
            return _file(unquote(path.removeprefix("/file=")))
        if path in ("/reset", "/cancel"):
            return _json({"success": True})
        return _json({"detail": "Not Found"}, 404)

    def _path(self, asked: Asked) -> str:
        """Return the path below the app's root and prefix."""
        path = urlsplit(asked.target).path.removeprefix(path_of_url(self.source.url))
        prefix = self.source.api_prefix
        if prefix and path.startswith(f"{prefix}/"):
            return path.removeprefix(prefix)
        # Without its prefix, an app has but these.
        is_root = path.rstrip("/") in ("/config", "/login", "")
        return path if is_root or not prefix else "/nowhere"

    @property
    def _endpoints(self) -> list[Endpoint]:
        of_app = [each for each in self.replay.requests if each.app == self.source.url]
        return list({each.endpoint.api_name: each.endpoint for each in of_app}.values())

    def _log_in(self, asked: Asked) -> Answer:
        form = form_fields(asked.headers.get("content-type", ""), asked.body)
        if not has_right_login(self.replay.access[self.source.url], form):
            raise NotAsRecorded("the user and the password of the login are not those recorded")
        return _json({"success": True}, headers=(("Set-Cookie", f"{LOGIN_COOKIE}; Path=/"),))

    def _upload(self, asked: Asked) -> Answer:
        paths = []
        for name, content in uploaded_files(asked.headers.get("content-type", ""), asked.body):
            digest = digest_of(content)
            path = f"/tmp/gradio/{digest}/{name}"
            self.replay.add_upload(path, digest)
            paths.append(path)
        return _json(paths)

    # Calls.

    def _call(self, asked: Asked, route: str, rest: str) -> Answer:
        if asked.method == "POST" and route == "queue":
            return self._join(asked)
        if asked.method == "POST":
            return self._post_by_name(asked, route, rest)
        query = parse_qs(urlsplit(asked.target).query)
        if route == "queue":
            session = "".join(query.get("session_hash", [""]))
            return Answer(content_type=_STREAM, events=self._queue_events(session))
        taken = self._by_event.get(rest.rpartition("/")[2])
        if taken is None:
            return _json({"detail": "Not Found"}, 404)
        return Answer(content_type=_STREAM, events=_call_events(taken))

    def _join(self, asked: Asked) -> Answer:
        body = _object(asked)
        index = body.get("fn_index")
        session = str(body.get("session_hash") or "")
        call = SentCall(
            self.source.url,
            body.get("data"),
            fn_index=index if isinstance(index, int) else -1,
            session=session,
            oauth_token=str(body.get("oauth_token") or ""),
        )
        taken = self.replay.take(call)
        with self._joined:
            self._pending.setdefault(session, deque()).append(taken)
            self._joined.notify_all()
        return _json({"event_id": _event_id(taken)})

    def _post_by_name(self, asked: Asked, route: str, rest: str) -> Answer:
        body = _object(asked)
        name, values = rest, body.get("data")
        if route == "call" and rest.startswith("v2/"):
            name = rest.removeprefix("v2/")
            values = {key: each for key, each in body.items() if key != "session_hash"}
        call = SentCall(
            self.source.url,
            values,
            f"/{unquote(name)}",
            session=str(body.get("session_hash") or ""),
            oauth_token=str(body.get("oauth_token") or ""),
        )
        taken = self.replay.take(call)
        if route != "call":
            return _json({"data": list(taken.answer), "is_generating": False, "duration": 0.0})
        self._by_event[_event_id(taken)] = taken
        return _json({"event_id": _event_id(taken)})

    def _queue_events(self, session: str) -> Iterator[bytes]:
        """Yield the messages of the calls of a session; a stream may be opened before the call."""
        with self._joined:
            self._joined.wait_for(lambda: self._pending.get(session), STREAM_WAIT)
            taken = list(self._pending.pop(session, ()))
        for each in taken:
            yield from map(_message, _messages(each))
        yield _message({"msg": "close_stream", "event_id": None})


def _messages(taken: RecordedRequest) -> Iterator[Mapping[str, Json]]:
    event = {"event_id": _event_id(taken)}
    output = {"data": list(taken.answer), "is_generating": False, "duration": 0.0}
    output |= {"average_duration": 0.0, "render_config": None, "changed_state_ids": []}
    yield {"msg": "estimation", **event, "rank": 0, "queue_size": 1, "rank_eta": 0.0}
    yield {"msg": "process_starts", **event, "eta": 0.0}
    if taken.endpoint.streams:
        partial = {**output, "is_generating": True}
        yield {"msg": "process_generating", **event, "output": partial, "success": True}
    # curl scripts rely on the order of these keys.
    yield {"msg": "process_completed", **event, "output": output, "success": True}


def _call_events(taken: RecordedRequest) -> Iterator[bytes]:
    data = json.dumps(list(taken.answer))
    if taken.endpoint.streams:
        yield f"event: generating\ndata: {data}\n\n".encode()
    yield f"event: complete\ndata: {data}\n\n".encode()


def _message(message: Mapping[str, Json]) -> bytes:
    return f"data: {json.dumps(message)}\n\n".encode()


def _event_id(taken: RecordedRequest) -> str:
    return f"replayed-event-{taken.number}"


def _object(asked: Asked) -> Mapping[str, Json]:
    """Return the JSON object in the body of a request."""
    try:
        body = json.loads(asked.body)
    except ValueError as error:
        raise NotAsRecorded("the body of a call is not JSON") from error
    if not isinstance(body, dict):
        raise NotAsRecorded("the body of a call is no JSON object")
    return body


def _json(value: Json, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    return Answer(status, json.dumps(value).encode(), headers=headers)


def _file(path: str) -> Answer:
    return Answer(body=file_content(path), content_type="application/octet-stream")
