"""One app of the replay: what it answers to each request.

Source: gradio 6.31, 4.8.0 and 3.50.2 routes.py. The HTTP around it is replay_server.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from spacetui.model.schema import Endpoint
from spacetui.model.source import Source
from spacetui.verify.access_check import (
    LOGIN_COOKIE,
    find_access_problem,
    has_right_login,
    is_logged_in,
)
from spacetui.verify.addresses import path_of_url
from spacetui.verify.app_description import describe_config, describe_info
from spacetui.verify.exchange import Answer, Asked, json_answer, not_found
from spacetui.verify.http_body import form_fields, uploaded_files
from spacetui.verify.recorded_steps import digest_of, file_content
from spacetui.verify.replay import NotAsRecorded, Replay
from spacetui.verify.replay_calls import ROUTES, ReplayCalls


@dataclass(slots=True)
class ReplayApp:
    """One app. root: its root URL here, known once it listens. secrets: of all apps."""

    source: Source
    replay: Replay
    secrets: Sequence[str]
    root: str = ""
    _calls: ReplayCalls = field(init=False)

    def __post_init__(self) -> None:
        self._calls = ReplayCalls(self.source, self.replay)

    @property
    def has_own_certificate(self) -> bool:
        """Whether it is replayed with a certificate that nobody trusts, as it was recorded."""
        return self.source.is_insecure and self.source.url.startswith("https://")

    @property
    def scheme(self) -> str:
        """How it is asked. A certificate that is checked is not replayed."""
        if self.has_own_certificate:
            return "https"
        return "http"

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to a request; one that is not as recorded is noted and refused."""
        try:
            return self._answer(asked)
        except NotAsRecorded as error:
            self.replay.note(str(error))
            return json_answer({"detail": f"not as recorded: {error}"}, 400)

    def _answer(self, asked: Asked) -> Answer:
        path = self._path(asked)
        route, _, rest = path.removeprefix("/").partition("/")
        if route == "heartbeat":  # a client does without where there is none
            return not_found()
        access = self.replay.access[self.source.url]
        problem = find_access_problem(access, self.secrets, asked.headers, asked.target)
        if problem:
            raise NotAsRecorded(f"/{route}: {problem}")
        if route == "login":
            return self._log_in(asked)
        if not is_logged_in(access, asked.headers):
            return json_answer({"detail": "Not authenticated"}, 401)
        if route in ROUTES:
            return self._calls.answer(asked, route, rest)
        return self._look_up(asked, path)

    def _look_up(self, asked: Asked, path: str) -> Answer:
        """Answer to a request that makes no call."""
        if path == "/config":
            return json_answer(describe_config(self.source, self.root, self._endpoints))
        if path == "/info":
            with_all = "all_endpoints=true" in asked.target.lower()
            return json_answer(describe_info(self._endpoints, with_all=with_all))
        if path == "/upload":
            return self._upload(asked)
        if path.startswith("/file="):
            return _file(unquote(path.removeprefix("/file=")))
        if path in ("/reset", "/cancel"):
            return json_answer({"success": True})
        return not_found()

    def _path(self, asked: Asked) -> str:
        """Return the path below the app's root and prefix."""
        path = urlsplit(asked.target).path.removeprefix(path_of_url(self.source.url))
        prefix = self.source.api_prefix
        if prefix and path.startswith(f"{prefix}/"):
            return path.removeprefix(prefix)
        # Without its prefix, an app has but these.
        is_root = path.rstrip("/") in ("/config", "/login", "")
        if is_root or not prefix:
            return path
        return "/nowhere"

    @property
    def _endpoints(self) -> list[Endpoint]:
        of_app = [each for each in self.replay.requests if each.app == self.source.url]
        return list({each.endpoint.api_name: each.endpoint for each in of_app}.values())

    def _log_in(self, asked: Asked) -> Answer:
        form = form_fields(asked.headers.get("content-type", ""), asked.body)
        if not has_right_login(self.replay.access[self.source.url], form):
            raise NotAsRecorded("the user and the password of the login are not those recorded")
        return json_answer({"success": True}, headers=(("Set-Cookie", f"{LOGIN_COOKIE}; Path=/"),))

    def _upload(self, asked: Asked) -> Answer:
        paths = []
        for name, content in uploaded_files(asked.headers.get("content-type", ""), asked.body):
            digest = digest_of(content)
            path = f"/tmp/gradio/{digest}/{name}"
            self.replay.add_upload(path, digest)
            paths.append(path)
        return json_answer(paths)


def _file(path: str) -> Answer:
    return Answer(body=file_content(path), content_type="application/octet-stream")
