"""Addresses: what counts as one origin, which hosts are this machine's, which are nobody's business."""

import ipaddress
import re
from urllib.parse import urlsplit

from spacetui.errors import UsageError

_PORTS = {"http": 80, "https": 443}
# A prefix that the server names is joined to the URL the user typed: it must not be able to change the host
# (`@evil`, `//evil`) or leave the path.
_PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


def root_url(url: str) -> str:
    """Give the root URL of an app without its trailing slash. Raises UsageError if it is none."""
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
    """Give scheme, host and port. Raises ValueError for what is no http(s) URL."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"not an http or https URL: {url[:200]!r}")
    return parts.scheme, parts.hostname.lower(), parts.port or _PORTS[parts.scheme]


def is_loopback(host: str) -> bool:
    """Say whether a host name or address is this machine by its spelling alone; nothing is resolved."""
    if host.lower().rstrip(".") == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet."""
    parsed = _address(address)
    return parsed is not None and parsed.is_global and not parsed.is_multicast


def is_plain_prefix(prefix: str) -> bool:
    """Say whether an api prefix may be joined to a URL."""
    return _PREFIX.fullmatch(prefix) is not None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return parsed.ipv4_mapped
    return parsed
