"""The part of the Hub's API that huggingface_hub 2.4 asks about Spaces, over the demo's own six.

A request is a path, its query and its Authorization header; an answer a status, headers and a body. No sockets.
Shapes: huggingface_hub 2.4, hf_api.py (SpaceInfo, search_spaces, whoami, get_zero_gpu_quota), file_download.py
(get_hf_file_metadata) and utils/_http.py (hf_raise_for_status).
"""

import hashlib
import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import unquote

from spacetui.demo.gradio_launcher import BROKEN, RUNNING, STARTING, AppsProcess
from spacetui.demo.semantic_search import Ranking
from spacetui.demo.space_catalog import FrontMatter, Space, read_spaces

Json = dict[str, object]
JSON_TYPE = {"Content-Type": "application/json; charset=utf-8"}
# Seconds of ZeroGPU a free account has a day; the demo uses none.
QUOTA_SECONDS = 210
# Mounted under one host and not on names of their own: what the Hub calls `domains` is the same address.
HARDWARE = "cpu-basic"


@dataclass(frozen=True, slots=True)
class Request:
    """A GET or HEAD, decoded."""

    path: str
    query: Mapping[str, list[str]]
    authorization: str = ""

    def last(self, name: str) -> str:
        return self.query.get(name, [""])[-1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: JSON_TYPE)


def as_json(value: object, status: int = 200, **headers: str) -> Answer:
    extra = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), JSON_TYPE | extra)


def failed(status: int, message: str, code: str = "") -> Answer:
    """Give an error in the Hub's shape: the message in the body and in a header, the code in another."""
    headers = {"X_Error_Message": message} | ({"X_Error_Code": code} if code else {})
    return as_json({"error": message}, status, **headers)


class HubApi:
    """Answers for the Spaces that `apps` runs."""

    def __init__(self, apps: AppsProcess) -> None:
        self.apps = apps
        self.spaces = {space.id: space for space in read_spaces().values()}

    @cached_property
    def ranking(self) -> Ranking:
        """The ranking, made when it is first asked for: reading the words takes longer than all else here."""
        return Ranking({space.id: space.front_and_text for space in self.spaces.values()})

    def warm_up(self) -> None:
        """Make the ranking now, before the first search."""
        self.ranking.scores("warm up")

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        parts = [unquote(part) for part in request.path.strip("/").split("/")]
        match parts:
            case ["api", "spaces"]:
                return as_json(
                    [self.info(space) for space in self.found(request, request.last("search"))]
                )
            case ["api", "spaces", "semantic-search"]:
                return as_json(self.search(request))
            case ["api", "spaces", "by-subdomain", subdomain]:
                ids = [space.id for space in self.spaces.values() if space.subdomain == subdomain]
                return (
                    as_json({"space": ids[0]})
                    if ids
                    else failed(404, "Space not found", "RepoNotFound")
                )
            case ["api", "whoami-v2"]:
                return (
                    as_json(account())
                    if token_of(request)
                    else failed(401, "Invalid username or password.")
                )
            case ["api", "spaces", "zero-gpu", "quota"]:
                return (
                    as_json(quota())
                    if token_of(request)
                    else failed(401, "Invalid username or password.")
                )
            case ["api", "spaces", owner, name, *rest]:
                return self.of_space(
                    f"{owner}/{name}", lambda space: self.about(space, rest, request)
                )
            case ["spaces", owner, name]:
                return self.of_space(f"{owner}/{name}", self.page)
            case ["spaces", owner, name, "resolve" | "raw", revision, *path]:
                return self.of_space(
                    f"{owner}/{name}", lambda space: file_of(space, revision, "/".join(path))
                )
        return failed(404, "Sorry, we can't find the page you are looking for.")

    def of_space(self, space_id: str, answer: Callable[[Space], Answer]) -> Answer:
        space = self.spaces.get(space_id)
        return answer(space) if space else failed(404, "Repository not found", "RepoNotFound")

    def about(self, space: Space, rest: list[str], request: Request) -> Answer:
        match rest:
            case [] | ["revision", "main"]:
                return as_json(
                    self.info(space, request.query.get("expand"), sized="blobs" in request.query)
                )
            case ["revision", _]:
                return failed(404, "Invalid rev id", "RevisionNotFound")
            case ["runtime"]:
                return as_json(self.runtime(space))
            case ["host"]:
                host = self.apps.host(space.name)
                return as_json(
                    {
                        "subdomain": space.subdomain,
                        "host": host,
                        "stage": self.runtime(space)["stage"],
                    }
                )
        return failed(404, "Not found", "EntryNotFound")

    def found(self, request: Request, words: str) -> list[Space]:
        """Give the Spaces that pass the filters of `request` and whose id or title holds `words`."""
        sdks, tags = request.query.get("sdk", []), request.query.get("filter", [])
        return [
            space
            for space in self.spaces.values()
            if (not sdks or "gradio" in sdks)
            and set(tags) <= set(space.tags)
            and words.lower() in f"{space.id} {space.title}".lower()
        ]

    def search(self, request: Request) -> list[Json]:
        """Rank the Spaces by what they do; without a query, all of them in their own order.

        The real Hub leaves out what is not running unless asked. Here a Space that is starting is shown: it is a
        matter of seconds, and its stage says so.
        """
        query = request.last("q").strip()
        scores = self.ranking.scores(query)
        spaces = sorted(self.found(request, ""), key=lambda space: -scores[space.id])
        everything = request.last("includeNonRunning").lower() == "true" or not query
        return [
            self.result(space, scores[space.id])
            for space in spaces
            if everything or self.apps.states[space.name].stage in (RUNNING, STARTING)
        ]

    def result(self, space: Space, score: float) -> Json:
        return {
            "id": space.id,
            "author": "demo",
            "title": space.title,
            "emoji": space.emoji,
            "sdk": "gradio",
            "likes": 0,
            "private": False,
            "tags": space.tags,
            "runtime": self.runtime(space),
            "ai_short_description": space.description,
            "ai_category": space.category,
            "semanticRelevancyScore": round(score, 4),
            "trendingScore": 0,
            "lastModified": space.last_modified,
            "createdAt": space.last_modified,
        }

    def runtime(self, space: Space) -> Json:
        state = self.apps.states[space.name]
        runtime: Json = {
            "stage": state.stage,
            "hardware": {"current": HARDWARE, "requested": HARDWARE},
            "storage": None,
            "gcTimeout": None,
            "replicas": {"current": int(state.stage == RUNNING), "requested": 1},
            "devMode": False,
            "domains": [
                {"domain": self.apps.host(space.name).removeprefix("http://"), "stage": "READY"}
            ],
            "sha": space.sha,
        }
        return runtime | ({"errorMessage": state.error} if state.stage == BROKEN else {})

    def info(self, space: Space, expand: list[str] | None = None, *, sized: bool = False) -> Json:
        info: Json = {
            "_id": space.sha[:24],
            "id": space.id,
            "author": "demo",
            "sha": space.sha,
            "lastModified": space.last_modified,
            "createdAt": space.last_modified,
            "private": False,
            "gated": False,
            "disabled": False,
            "host": self.apps.host(space.name),
            "subdomain": space.subdomain,
            "tags": space.tags,
            "likes": 0,
            "sdk": "gradio",
            "runtime": self.runtime(space),
            "cardData": card_data(space.front),
            "models": [],
            "datasets": [],
            "siblings": [sibling(name, data, sized) for name, data in space.files.items()],
            "usedStorage": sum(map(len, space.files.values())),
        }
        return (
            info
            if expand is None
            else {key: info[key] for key in ("_id", "id", *expand) if key in info}
        )

    def page(self, space: Space) -> Answer:
        """Give the page that a browser shows for a Space."""
        host, text = self.apps.host(space.name), html.escape(space.text)
        page = (
            f"<!doctype html><meta charset=utf-8><title>{space.title}</title><h1>{space.emoji} {space.title}</h1>"
            f"<p>{html.escape(space.description)}</p><p><a href='{host}/'>{host}</a></p><pre>{text}</pre>"
        )
        return Answer(200, page.encode(), {"Content-Type": "text/html; charset=utf-8"})


def card_data(front: FrontMatter) -> Json:
    return dict(front)


def sibling(name: str, data: bytes, sized: bool) -> Json:
    return {"rfilename": name} | ({"size": len(data), "blobId": blob_id(data)} if sized else {})


def blob_id(data: bytes) -> str:
    """Give the hash that git has for a file."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def file_of(space: Space, revision: str, path: str) -> Answer:
    if revision not in ("main", space.sha):
        return failed(404, "Invalid rev id", "RevisionNotFound")
    data = space.files.get(path)
    if data is None:
        answer = failed(404, "Entry not found", "EntryNotFound")
        return Answer(404, answer.body, dict(answer.headers) | {"X-Repo-Commit": space.sha})
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "X-Repo-Commit": space.sha,
        "ETag": f'"{blob_id(data)}"',
        "Content-Disposition": f'inline; filename="{path}"',
    }
    return Answer(200, data, headers)


def token_of(request: Request) -> str:
    """Give the token that came along: any that looks like one is as good as another here, and none is kept."""
    scheme, _, token = request.authorization.partition(" ")
    return token if scheme.lower() == "bearer" and token.startswith("hf_") else ""


def account() -> Json:
    return {
        "type": "user",
        "id": "0" * 24,
        "name": "demo",
        "fullname": "Demo",
        "email": "demo@localhost",
        "emailVerified": True,
        "canPay": False,
        "periodEnd": None,
        "isPro": False,
        "avatarUrl": "",
        "orgs": [],
        "auth": {"type": "access_token", "accessToken": {"displayName": "demo", "role": "read"}},
    }


def quota() -> Json:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    resets_at = tomorrow.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "base": QUOTA_SECONDS,
        "current": QUOTA_SECONDS,
        "resetsAt": resets_at,
        "overquotaUsed": 0,
    }
