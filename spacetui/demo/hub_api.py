"""The part of the Hub's API that huggingface_hub 2.4 uses for Spaces, over the demo's own six.

Shapes: huggingface_hub 2.4, hf_api.py (SpaceInfo, search_spaces) and file_download.py
(get_hf_file_metadata).
"""

import hashlib
import html
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from urllib.parse import unquote

from spacetui.demo.gradio_launcher import BROKEN, RUNNING, STARTING, GradioProcess
from spacetui.demo.hub_account import account, account_response, quota
from spacetui.demo.hub_http import Request, Response, error_response, json_response
from spacetui.demo.semantic_search import Ranking
from spacetui.demo.space_catalog import FrontMatter, Space, read_spaces

Json = dict[str, object]
HARDWARE = "cpu-basic"
NO_PAGE = "Sorry, we can't find the page you are looking for."


class HubApi:
    """Responds to requests about the Spaces that `apps` runs."""

    def __init__(self, apps: GradioProcess) -> None:
        self.apps = apps
        self.spaces = {space.id: space for space in read_spaces().values()}

    @cached_property
    def ranking(self) -> Ranking:
        """The ranking, made on first use: reading the word vectors takes longer than all else."""
        return Ranking({space.id: space.front_and_text for space in self.spaces.values()})

    def warm_up(self) -> None:
        """Make the ranking now, before the first search."""
        self.ranking.scores("warm up")

    def respond(self, request: Request) -> Response:
        """Respond to one request."""
        parts = [unquote(part) for part in request.path.strip("/").split("/")]
        match parts:
            case ["api", "spaces", *rest]:
                return self.respond_spaces(rest, request)
            case ["api", "whoami-v2"]:
                return account_response(request, account())
            case ["spaces", owner, name]:
                return self.of_space(f"{owner}/{name}", self.page)
            case ["spaces", owner, name, "resolve" | "raw", revision, *path]:
                return self.of_space(
                    f"{owner}/{name}", lambda space: file_response(space, revision, "/".join(path))
                )
        return error_response(404, NO_PAGE)

    def respond_spaces(self, parts: list[str], request: Request) -> Response:
        """Respond to a request below /api/spaces."""
        match parts:
            case []:
                spaces = self.found(request, request.last("search"))
                return json_response([self.info(space) for space in spaces])
            case ["semantic-search"]:
                return json_response(self.search(request))
            case ["by-subdomain", subdomain]:
                return self.by_subdomain(subdomain)
            case ["zero-gpu", "quota"]:
                return account_response(request, quota())
            case [owner, name, *rest]:
                return self.of_space(
                    f"{owner}/{name}", lambda space: self.about(space, rest, request)
                )
        return error_response(404, NO_PAGE)

    def by_subdomain(self, subdomain: str) -> Response:
        for space in self.spaces.values():
            if space.subdomain == subdomain:
                return json_response({"space": space.id})
        return error_response(404, "Space not found", "RepoNotFound")

    def of_space(self, space_id: str, respond: Callable[[Space], Response]) -> Response:
        space = self.spaces.get(space_id)
        if space is None:
            return error_response(404, "Repository not found", "RepoNotFound")
        return respond(space)

    def about(self, space: Space, rest: list[str], request: Request) -> Response:
        """Respond to a request below /api/spaces/owner/name."""
        match rest:
            case [] | ["revision", "main"]:
                expand = request.query.get("expand")
                has_sizes = "blobs" in request.query
                return json_response(self.info(space, expand, has_sizes=has_sizes))
            case ["revision", _]:
                return error_response(404, "Invalid rev id", "RevisionNotFound")
            case ["runtime"]:
                return json_response(self.runtime(space))
            case ["host"]:
                host, stage = self.apps.host(space.name), self.runtime(space)["stage"]
                return json_response({"subdomain": space.subdomain, "host": host, "stage": stage})
        return error_response(404, "Not found", "EntryNotFound")

    def found(self, request: Request, text: str) -> list[Space]:
        """Return the Spaces that pass the filters of `request` and have `text` in id or title."""
        sdks = request.query.get("sdk", [])
        if sdks and "gradio" not in sdks:
            return []
        tags = set(request.query.get("filter", []))
        return [
            space
            for space in self.spaces.values()
            if tags <= set(space.tags) and text.lower() in f"{space.id} {space.title}".lower()
        ]

    def search(self, request: Request) -> list[Json]:
        """Rank the Spaces by what they do; without a query, return all of them in their own order.

        The real Hub leaves out Spaces that do not run, unless the request includes them. Here a
        Space that is starting is included, since it takes only seconds and its stage says so.
        """
        query = request.last("q").strip()
        scores = self.ranking.scores(query)
        spaces = sorted(self.found(request, ""), key=lambda space: -scores[space.id])
        includes_all = request.last("includeNonRunning").lower() == "true" or not query
        return [
            self.result(space, scores[space.id])
            for space in spaces
            if includes_all or self.apps.states[space.name].stage in (RUNNING, STARTING)
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
        # All apps have one address, which is what the Hub calls a domain.
        domain = self.apps.host(space.name).removeprefix("http://")
        runtime: Json = {
            "stage": state.stage,
            "hardware": {"current": HARDWARE, "requested": HARDWARE},
            "storage": None,
            "gcTimeout": None,
            "replicas": {"current": int(state.stage == RUNNING), "requested": 1},
            "devMode": False,
            "domains": [{"domain": domain, "stage": "READY"}],
            "sha": space.sha,
        }
        if state.stage == BROKEN:
            runtime["errorMessage"] = state.error
        return runtime

    def info(
        self, space: Space, expand: list[str] | None = None, *, has_sizes: bool = False
    ) -> Json:
        """Return the SpaceInfo of a Space; `expand` names the fields that are wanted."""
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
            "siblings": [sibling(name, data, has_sizes) for name, data in space.files.items()],
            "usedStorage": sum(map(len, space.files.values())),
        }
        if expand is None:
            return info
        return {key: info[key] for key in ("_id", "id", *expand) if key in info}

    def page(self, space: Space) -> Response:
        """Return the page that a browser shows for a Space."""
        host, text = self.apps.host(space.name), html.escape(space.text)
        page = (
            f"<!doctype html><meta charset=utf-8><title>{space.title}</title>"
            f"<h1>{space.emoji} {space.title}</h1><p>{html.escape(space.description)}</p>"
            f"<p><a href='{host}/'>{host}</a></p><pre>{text}</pre>"
        )
        return Response(200, page.encode(), {"Content-Type": "text/html; charset=utf-8"})


def card_data(front: FrontMatter) -> Json:
    return dict(front)


def sibling(name: str, data: bytes, has_size: bool) -> Json:
    if not has_size:
        return {"rfilename": name}
    return {"rfilename": name, "size": len(data), "blobId": blob_id(data)}


def blob_id(data: bytes) -> str:
    """Return the hash that git has for a file."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def file_response(space: Space, revision: str, path: str) -> Response:
    if revision not in ("main", space.sha):
        return error_response(404, "Invalid rev id", "RevisionNotFound")
    data = space.files.get(path)
    if data is None:
        error = error_response(404, "Entry not found", "EntryNotFound")
        return replace(error, headers={**error.headers, "X-Repo-Commit": space.sha})
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "X-Repo-Commit": space.sha,
        "ETag": f'"{blob_id(data)}"',
        "Content-Disposition": f'inline; filename="{path}"',
    }
    return Response(200, data, headers)
