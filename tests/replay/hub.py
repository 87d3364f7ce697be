"""The replay as huggingface.co: it answers from what is known of the real Hub (facts/)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.replay.spaces import ReplaySpace

Json = Any
FACTS = Path(__file__).with_name("facts")
# Characters of a query that the Hub takes, as JavaScript counts them: an emoji has two.
MAX_QUERY = 250


def fact(name: str) -> Json:
    """Return the JSON of facts/NAME.json."""
    return json.loads((FACTS / f"{name}.json").read_text())


def hub_time(*, hours: float) -> str:
    """Return the time in so many hours, as the Hub writes it."""
    moment = datetime.now(UTC) + timedelta(hours=hours)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Reply:
    """An answer of a server."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(content: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Return an answer in JSON."""
    types = {"Content-Type": "application/json; charset=utf-8"}
    return Reply(status, json.dumps(content).encode(), types | dict(headers or {}))


def text_reply(status: int, content_type: str, body: str) -> Reply:
    """Return an answer in text."""
    return Reply(status, body.encode(), {"Content-Type": content_type})


def error_reply(when: str) -> Reply:
    """Return the error of facts/hub_error_answers.json that begins with `when`."""
    row = next(each for each in fact("hub_error_answers") if each["when"].startswith(when))
    headers = row.get("headers", {})
    if isinstance(row["body"], str):
        return Reply(row["status"], row["body"].encode(), headers)
    return json_reply(row["body"], row["status"], headers)


HARDWARE = [
    ("cpu-basic", "CPU Basic", None, 0, "hour"),
    ("cpu-upgrade", "CPU Upgrade", None, 500, "minute"),
    ("t4-small", "Nvidia T4 - small", "T4", 6667, "minute"),
]


_GPU = {"type": "gpu", "quantity": "1", "vram": "16 GB", "manufacturer": "Nvidia"}


def _hardware_json() -> Json:
    return [
        {
            "name": name,
            "prettyName": title,
            "cpu": "4 vCPU",
            "ram": "15 GB",
            "ephemeralStorage": "50 GB",
            "accelerator": gpu
            and {
                "type": "gpu",
                "model": gpu,
                "quantity": "1",
                "vram": "16 GB",
                "manufacturer": "Nvidia",
            },
            "unitCostMicroUSD": micro_usd,
            "unitCostUSD": micro_usd / 1_000_000,
            "unitLabel": unit,
        }
        for name, title, gpu, micro_usd, unit in HARDWARE
    ]


NO_PAGE = text_reply(404, "text/html", "<h1>404</h1>")


@dataclass
class ReplayHub:
    """The Hub of the replay. A test changes its fields.

    spaces: by id. users: the tokens that it accepts, and the whoami of each. quotas: token -> the
    ZeroGPU quota. renamed: old id -> new id. replies: (method, path) -> what to answer there
    instead. found: what a search answers, whatever is asked. duplicates: the bodies it received.
    settings: (id, "hardware" or "sleeptime", body) of each setting that was changed.
    """

    spaces: dict[str, ReplaySpace] = field(default_factory=dict)
    users: dict[str, Json] = field(default_factory=dict)
    quotas: dict[str, Json] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    replies: dict[tuple[str, str], Reply] = field(default_factory=dict)
    found: Json = field(default_factory=lambda: fact("semantic_search_real_shape"))
    duplicates: list[Json] = field(default_factory=list)
    settings: list[tuple[str, str, Json]] = field(default_factory=list)

    def respond(  # noqa: PLR0911  one return for each route
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """Answer one request. headers: with names in lower case."""
        parts = urlsplit(target)
        if (method, parts.path) in self.replies:
            return self.replies[method, parts.path]
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if token and token not in self.users:
            return error_reply("stale or wrong token")
        match [unquote(each) for each in parts.path.strip("/").split("/")]:
            case ["api", "whoami-v2"]:
                return json_reply(self.users[token]) if token else _wants_login()
            case ["api", "spaces", "by-subdomain", subdomain]:
                return self._by_subdomain(subdomain, token)
            case ["api", "spaces", "semantic-search"]:
                return self._search(parse_qs(parts.query).get("q", [""])[0])
            case ["api", "spaces", "hardware"]:
                return json_reply(_hardware_json())
            case ["api", "spaces", "zero-gpu", "quota"]:
                return json_reply(self.quotas[token]) if token in self.quotas else _wants_login()
            case ["api", "spaces", owner, name, *rest]:
                return self._about(f"{owner}/{name}", rest, method, token, body)
            case ["spaces", owner, name, "raw" | "resolve", _, "README.md"]:
                return self._readme(f"{owner}/{name}", token)
        return NO_PAGE

    def _readme(self, space_id: str, token: str) -> Reply:
        space = self._visible(space_id, token)
        return _missing(token) if space is None else Reply(200, space.readme.encode())

    def _search(self, query: str) -> Reply:
        if len(query.encode("utf-16-le")) > 2 * MAX_QUERY:
            reason = f"q: String must contain at most {MAX_QUERY} character(s)"
            return json_reply({"error": reason}, 400, {"X-Error-Message": reason})
        return json_reply(self.found)

    def _by_subdomain(self, subdomain: str, token: str) -> Reply:
        if "." in subdomain:
            return json_reply({"error": "Invalid subdomain"}, 400)
        for space in self.spaces.values():
            if space.subdomain == subdomain and self._visible(space.id, token):
                return json_reply({"space": space.id})
        return _missing(token)

    def _visible(self, space_id: str, token: str) -> ReplaySpace | None:
        space = self.spaces.get(space_id)
        if space is None or not space.is_known:
            return None
        if space.private and token != space.owner_token:
            return None
        return space

    def _about(self, space_id: str, rest: list[str], method: str, token: str, body: bytes) -> Reply:
        if space_id in self.renamed:
            place = "/".join(["/api/spaces", self.renamed[space_id], *rest])
            return Reply(307, b"Temporary Redirect", {"Location": place})
        space = self._visible(space_id, token)
        if space is None:
            return _missing(token)
        match method, rest:
            case "GET", []:
                return json_reply(space.info_json())
            case "GET", ["host"]:  # asked by the JavaScript client
                names = {"subdomain": space.subdomain, "host": f"https://{space.host}"}
                return json_reply(names)
            case "GET", ["runtime"]:
                space.move_on()
                return json_reply(space.runtime_json())
            case "POST", ["duplicate"]:
                return self._duplicate(space, token, json.loads(body))
            case "POST", ["hardware" | "sleeptime" as name]:
                self.settings.append((space_id, name, json.loads(body)))
                return json_reply(space.runtime_json())
        return NO_PAGE

    def _duplicate(self, space: ReplaySpace, token: str, wanted: Json) -> Reply:
        self.duplicates.append(wanted)
        if not token:
            return _wants_login()
        new_id = wanted["repository"]
        if new_id in self.spaces:
            url = f"https://huggingface.co/spaces/{new_id}"
            reason = "You already created this space repo"
            return json_reply({"error": reason, "url": url}, 409, {"X-Error-Message": reason})
        self.spaces[new_id] = ReplaySpace(
            new_id,
            app_url=space.app_url,
            stages=["BUILDING", "APP_STARTING", "RUNNING"],
            waking=False,
            private=wanted.get("visibility", "private") == "private",
            hardware=wanted.get("hardware", "cpu-basic"),
            owner_token=token,
        )
        return json_reply({"url": f"https://huggingface.co/spaces/{new_id}"})


def _missing(token: str) -> Reply:
    return error_reply("logged in, missing" if token else "anonymous asks")


def _wants_login() -> Reply:
    return error_reply("anonymous asks")
