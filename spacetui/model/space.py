"""Spaces: how the user names one, and what the Hub knows about one."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from spacetui.errors import UsageError
from spacetui.model.stage import StageGroup, stage_group

_LOGIN = re.compile(r"[^/?#]*//[^/?#]*@")
_SPACE_PAGES = "/spaces/"
_SPACE_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class SpaceRef:
    """What the user named: exactly one of a Space id, a subdomain of hf.space, or an app's URL."""

    text: str
    space_id: str = ""
    subdomain: str = ""
    url: str = ""

    @property
    def address(self) -> str:
        """The text without its query: `?__sign=…` is a credential, and this is shown and stored."""
        return re.split("[?#]", self.text.strip(), maxsplit=1)[0]


def parse_ref(text: str, *, hub_endpoint: str = "https://huggingface.co") -> SpaceRef:
    """Parse a SRC: `owner/name`, an http(s) URL, the URL of a Hub page, or a `*.hf.space` URL.

    The URL of an app loses its trailing slash, query and fragment. Raises UsageError.
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
    if _is_hub(parts, hub_endpoint):
        page = _SPACE_ID.match(parts.path.removeprefix(_SPACE_PAGES))
        if page is None or not parts.path.startswith(_SPACE_PAGES):
            raise UsageError(f"{src} is a Hub page, and not of a Space", hint="Write owner/name.")
        return SpaceRef(text, space_id=page[0])
    if host.endswith(".hf.space"):
        return SpaceRef(text, subdomain=host.removesuffix(".hf.space"))
    return SpaceRef(text, url=f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/"))


def _is_hub(parts: SplitResult, hub_endpoint: str) -> bool:
    hub = urlsplit(hub_endpoint)
    is_own = (parts.scheme, parts.netloc) == (hub.scheme, hub.netloc)
    return is_own or parts.hostname in ("huggingface.co", "hf.co")


def _split_url(src: str) -> SplitResult:
    if _LOGIN.match(src):  # checked first, because the errors below quote the text
        raise UsageError(
            "a URL must not carry a user and password", hint="Give them with --auth user:password."
        )
    try:
        parts = urlsplit(src)
        _ = parts.port  # raises for a port that is no number
    except ValueError as error:
        raise UsageError(f"{src!r} is not a URL: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"{src!r} is not an http or https URL", hint="Write owner/name, or http(s)://host."
        )
    return parts


@dataclass(frozen=True, slots=True)
class SpaceCard:
    """What the Hub knows about a Space. Its texts are untrusted and kept exactly.

    score: semantic relevance from 0 to 1, or None where it did not come from a search.
    host: root URL of the running app as the Hub names it; may be empty.
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
