"""ReplaySpace: what the replay knows about one Space, and how it changes while it is watched."""

from dataclasses import dataclass, field
from typing import Any

Json = Any

_FILE = "/gradio_api/file="


@dataclass
class ReplaySpace:
    """A Space of the replay. A test changes its fields.

    app_url: the root URL of the Gradio app on loopback that runs behind the Space's host.
    stages: the stage now and those after it. Each answer of the Hub about its runtime moves on to
    the next one, once the Space was woken; the last one stays.
    waking: whether a request to its host is what starts the stages.
    page: what the host answers whatever the stage is: a status, a content type and a body. None: as
    the real proxy does for the stage. page_before_last: the same until the last stage is reached.
    replica: the one that has the files of this app; their addresses contain it, and no other does.
    is_known: whether the Hub finds it; a protected Space answers on hf.space alone.
    own_subdomain: in place of the one that is made from the id.
    mounted_at: the path of the app at its host; empty where it has the whole host.
    card, runtime: further fields of the Hub's answers; a field that is None there is left out.
    """

    id: str
    app_url: str = ""
    stages: list[str] = field(default_factory=lambda: ["RUNNING"])
    waking: bool = True
    page: tuple[int, str, str] | None = None
    page_before_last: tuple[int, str, str] | None = None
    replica: str = ""
    private: bool = False
    is_known: bool = True
    hardware: str = "cpu-basic"
    sdk: str = "gradio"
    owner_token: str = ""
    error_message: str = ""
    readme: str = ""
    card: dict[str, Json] = field(default_factory=dict)
    runtime: dict[str, Json] = field(default_factory=dict)
    was_woken: bool = False
    own_subdomain: str = ""
    mounted_at: str = ""

    @property
    def subdomain(self) -> str:
        if self.own_subdomain:
            return self.own_subdomain
        return self.id.lower().replace("/", "-").replace("_", "-").replace(".", "-")

    @property
    def host(self) -> str:
        return f"{self.subdomain}.hf.space"

    @property
    def stage(self) -> str:
        return self.stages[0]

    @property
    def is_running(self) -> bool:
        return self.stage.startswith("RUNNING")

    def has(self, path: str) -> bool:
        """Return whether there is something at this path of the host."""
        is_missed = bool(self.replica) and path.startswith(_FILE)
        return path.startswith(self.mounted_at) and not is_missed

    def own_path(self, path: str) -> str:
        """Return a path of the host as the app knows it."""
        return path.removeprefix(f"/--replicas/{self.replica}").removeprefix(self.mounted_at)

    def with_replica(self, body: bytes) -> bytes:
        """Return a part of an answer with the replica in the addresses of files."""
        if not self.replica:
            return body
        address = f"https://{self.host}{_FILE}".encode()
        return body.replace(
            address, f"https://{self.host}/--replicas/{self.replica}{_FILE}".encode()
        )

    def move_on(self) -> None:
        """Go to the next stage, if the Space is on its way."""
        is_moving = self.was_woken or not self.waking
        if is_moving and len(self.stages) > 1:
            self.stages.pop(0)

    def runtime_json(self) -> dict[str, Json]:
        """Return the runtime as `/api/spaces/ID/runtime` sends it."""
        current = self.hardware if self.is_running else None
        content: dict[str, Json] = {
            "stage": self.stage,
            "hardware": {"current": current, "requested": self.hardware},
            "storage": None,
            "gcTimeout": 172800,
            "replicas": {"current": 1, "requested": 1},
            "devMode": False,
            "domains": [{"domain": self.host, "stage": "READY"}],
        }
        if self.error_message:
            content["errorMessage"] = self.error_message
        return _without_none(content | self.runtime, self.runtime)

    def info_json(self) -> dict[str, Json]:
        """Return the Space as `/api/spaces/ID` sends it."""
        owner, _, name = self.id.partition("/")
        content: dict[str, Json] = {
            "_id": "65acd60b57f263e3d0ff0001",
            "id": self.id,
            "author": owner,
            "sha": "36a649401e539c622e2a397528ad02ce5f84fe20",
            "lastModified": "2026-05-21T13:20:06.000Z",
            "private": self.private,
            "gated": False,
            "disabled": False,
            "host": f"https://{self.host}",
            "subdomain": self.subdomain,
            "tags": [self.sdk],
            "likes": 3,
            "sdk": self.sdk,
            "runtime": self.runtime_json(),
            "cardData": {"title": name.title(), "emoji": "🦀", "sdk": self.sdk},
            "createdAt": "2024-08-22T02:55:22.000Z",
            "siblings": [{"rfilename": "README.md"}, {"rfilename": "app.py"}],
        }
        return _without_none(content | self.card, self.card)


def _without_none(content: dict[str, Json], given: dict[str, Json]) -> dict[str, Json]:
    return {
        key: value
        for key, value in content.items()
        if given.get(key, value) is not None or key not in given
    }
