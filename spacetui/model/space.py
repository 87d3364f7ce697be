"""Spaces: how the user names one, and what the Hub knows about one."""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from spacetui.errors import UsageError
from spacetui.model.stage import StageGroup, stage_group

DEFAULT_HUB = "https://huggingface.co"
_HUB_HOSTS = ("huggingface.co", "hf.co")
_SPACE_PAGES = "/spaces/"
# Patterns are compiled where one is used first: a URL in the command line needs one of the four.
_SPACE_ID = r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*"
# An id as people write it: after `spaces/` as in the address of its page, or with a slash behind.
_ID_TEXT = rf"/?(?:spaces/)?({_SPACE_ID})/*"
# An address without http(s)://. It has a port, or a host that no owner of a Space is called.
_HOST_AND_PORT = r"(?:(?!\d+:)[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d+"
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "0.0.0.0", "[::1]")
_PUBLIC_SUFFIXES = (".hf.space", ".gradio.live")
# What an address of an app may end with that is a route of Gradio, and not the app's own path.
_OWN_ROUTE = r"/(?:gradio_api(?:/(?:info|config|openapi\.json))?|config|info)/*$"


class SpaceRef(NamedTuple):
    """What the user named: exactly one of a Space id, a subdomain of hf.space, or an app's URL.

    path: of the app behind the subdomain; empty, or with a slash at its beginning alone.
    """

    text: str
    space_id: str = ""
    subdomain: str = ""
    url: str = ""
    path: str = ""

    @property
    def address(self) -> str:
        """The id, or the URL of the app, however it was written.

        It has no query: `?__sign=…` is a credential, and this is shown and stored.
        """
        return self.space_id or self.url or f"https://{self.subdomain}.hf.space{self.path}"


def parse_ref(text: str, *, hub_endpoint: str = DEFAULT_HUB) -> SpaceRef:
    """Parse a SRC: `owner/name`, the URL of an app, of a page of the Hub or of `*.hf.space`.

    They may lack http(s)://, as in `localhost:7860`, `:7860` and `owner-name.hf.space`. The URL of
    an app loses its trailing slash, query, fragment and Gradio's own routes, such as `/config`.
    Raises UsageError.
    """
    src = text.strip()
    _refuse_login(src)
    url = _with_scheme(src, hub_endpoint)
    if not url:
        return SpaceRef(text, space_id=_parse_id(src))
    parts = _split_url(url)
    if _is_hub(parts, hub_endpoint):
        return SpaceRef(text, space_id=_id_of_page(parts))
    path = re.sub(_OWN_ROUTE, "", parts.path.rstrip("/")).rstrip("/")
    host = parts.hostname or ""
    if host.endswith(".hf.space"):
        return SpaceRef(text, subdomain=host.removesuffix(".hf.space"), path=path)
    return SpaceRef(text, url=f"{parts.scheme}://{parts.netloc}{path}")


def is_address(text: str) -> bool:
    """Return whether a text is an address of an app or the beginning of one, and not an id."""
    src = text.strip()
    return src.lower().startswith(("http:", "https:")) or bool(_with_scheme(src, DEFAULT_HUB))


def names_app(text: str) -> bool:
    """Return whether a text names one app: by an address, or by an id."""
    return is_address(text) or re.fullmatch(_ID_TEXT, text.strip()) is not None


def _refuse_login(src: str) -> None:
    """Refuse a user and password in a SRC, first of all, because other errors quote it."""
    _, is_url, rest = src.partition("://")
    before = re.split("[/?#]" if is_url else "[?#]", rest if is_url else src, maxsplit=1)[0]
    if "@" in before:
        raise UsageError(
            "a URL must not carry a user and password", hint="Give them with --auth user:password."
        )


def _with_scheme(src: str, hub_endpoint: str) -> str:
    """Return an address with its scheme; empty where `src` is no address."""
    if "://" in src:
        return src
    host = re.split("[/?#]", src, maxsplit=1)[0].lower()
    if re.fullmatch(r":\d+", host):
        return f"http://127.0.0.1{src}"
    if host in (*_HUB_HOSTS, urlsplit(hub_endpoint).hostname) or host.endswith(_PUBLIC_SUFFIXES):
        return f"https://{src}"
    if host == src.lower() and host in _LOCAL_HOSTS:
        return f"http://{src}"
    if not re.fullmatch(_HOST_AND_PORT, host):
        return ""
    return f"https://{src}" if host.endswith(":443") else f"http://{src}"


def _parse_id(src: str) -> str:
    named = re.split("[?#]", src, maxsplit=1)[0]
    match = re.fullmatch(_ID_TEXT, named)
    if match is None:
        raise UsageError(
            f"{named!r} is neither a Space id nor an address" if named else "no SRC is given",
            hint="Write owner/name, or an address such as https://host or localhost:7860.",
        )
    return match[1]


def _id_of_page(parts: SplitResult) -> str:
    page = re.match(_SPACE_ID, parts.path.removeprefix(_SPACE_PAGES))
    if page is None or not parts.path.startswith(_SPACE_PAGES):
        address = f"{parts.netloc}{parts.path}"
        raise UsageError(f"{address} is a Hub page, and not of a Space", hint="Write owner/name.")
    return page[0]


def _is_hub(parts: SplitResult, hub_endpoint: str) -> bool:
    hub = urlsplit(hub_endpoint)
    is_own = (parts.scheme, parts.netloc) == (hub.scheme, hub.netloc)
    return is_own or parts.hostname in _HUB_HOSTS


def _split_url(url: str) -> SplitResult:
    address = re.split("[?#]", url, maxsplit=1)[0]
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is no number
        url.encode()  # raises for bytes that are not UTF-8
    except ValueError as error:
        raise UsageError(
            f"{address!r} is not a URL: {error}", hint="Write owner/name, or http(s)://host."
        ) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"{address!r} is not an http or https URL", hint="Write owner/name, or http(s)://host."
        )
    return parts


class SpaceCard(NamedTuple):
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
