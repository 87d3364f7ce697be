"""URLs: the root URL of an app, what counts as one origin, which prefix may be joined to a root."""

import re
from urllib.parse import urlsplit

from spacetui.errors import UsageError

_PORTS = {"http": 80, "https": 443}
# The server names a prefix that is joined to the URL the user typed. It must not be able to change
# the host (`@evil`, `//evil`) or leave the path.
_PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


def root_url(url: str) -> str:
    """Return the root URL of an app, without a slash at its end.

    Raises UsageError if `url` is not an http(s) URL, or names a user.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"{url!r} is not a URL: {error}") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UsageError(f"{url!r} is not an http or https URL", hint="Write http(s)://host.")
    if "@" in parts.netloc:
        raise UsageError(
            "a URL must not carry a user and password", hint="Give them as a login instead."
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def origin_of(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port. Raises ValueError if `url` is not an http(s) URL."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"not an http or https URL: {url[:200]!r}")
    return parts.scheme, parts.hostname.lower(), parts.port or _PORTS[parts.scheme]


def is_plain_prefix(prefix: str) -> bool:
    """Return whether an api prefix may be joined to a URL."""
    return _PREFIX.fullmatch(prefix) is not None
