"""Spaces: what the user typed to name one, and what the Hub says about one."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from spacetui.errors import UsageError
from spacetui.model.stage import StageGroup, stage_group

_LOGIN = re.compile(r"[^/?#]*//[^/?#]*@")
_SPACE_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class SpaceRef:
    """What the user named: exactly one of a Space id, a hf.space subdomain, or an app's URL."""

    text: str
    space_id: str = ""
    subdomain: str = ""
    url: str = ""

    @property
    def address(self) -> str:
        """What the user wrote, without a query: `?__sign=…` is a key, and this is shown and kept."""
        return re.split("[?#]", self.text.strip(), maxsplit=1)[0]


def parse_ref(text: str, *, hub_endpoint: str = "https://huggingface.co") -> SpaceRef:
    """Read a SRC: `owner/name`, an http(s) URL, a Hub page URL, or a `*.hf.space` URL.

    Raises UsageError for anything else. The URL of an app has no trailing slash, query or fragment.
    """
    src = text.strip()
    if "://" not in src:
        if _SPACE_ID.fullmatch(src):
            return SpaceRef(text, space_id=src)
        raise UsageError(
            f"{src!r} is neither a Space id nor a URL",
            hint="Write owner/name, or an address that begins with http:// or https://.",
        )
    parts = _split_url(src)
    host = parts.hostname or ""
    hub = urlsplit(hub_endpoint)
    pages = ("/spaces/",)
    if (parts.scheme, parts.netloc) == (hub.scheme, hub.netloc) or host in (
        "huggingface.co",
        "hf.co",
    ):
        for page in pages:
            match = (
                _SPACE_ID.match(parts.path[len(page) :]) if parts.path.startswith(page) else None
            )
            if match:
                return SpaceRef(text, space_id=match[0])
        raise UsageError(f"{src} is a Hub page, and not of a Space", hint="Write owner/name.")
    if host.endswith(".hf.space"):
        return SpaceRef(text, subdomain=host.removesuffix(".hf.space"))
    return SpaceRef(text, url=f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/"))


def _split_url(src: str) -> SplitResult:
    if _LOGIN.match(src):  # first of all: no error below may quote it
        raise UsageError(
            "a URL must not carry a user and password", hint="Give them with --auth user:password."
        )
    try:
        parts = urlsplit(src)
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"{src!r} is not a URL: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"{src!r} is not an http or https URL", hint="Write owner/name, or http(s)://host."
        )
    return parts


@dataclass(frozen=True, slots=True)
class SpaceCard:
    """What the Hub says of a Space; texts are strangers' and exact.

    score: semantic relevance 0..1, or None where it did not come from a search.
    host: root URL of the running app as the Hub names it; empty if the Hub did not say.
    """

    id: str
    title: str = ""
    author: str = ""
    emoji: str = ""
    likes: int = 0
    sdk: str = ""
    stage: str = ""
    hardware: str = ""
    category: str = ""
    description: str = ""
    score: float | None = None
    tags: tuple[str, ...] = ()
    private: bool = False
    host: str = ""
    last_modified: str = ""
    error_message: str = ""

    @property
    def group(self) -> StageGroup:
        return stage_group(self.stage)

    @property
    def is_zero_gpu(self) -> bool:
        return self.hardware.startswith("zero")


@dataclass(frozen=True, slots=True)
class Account:
    """Who is logged in at the Hub, and the ZeroGPU quota left, in seconds (None: not known)."""

    name: str
    quota_base: float | None = None
    quota_left: float | None = None
    quota_resets_at: str = ""
