"""Which addresses the Hub token may be sent to (security.md P1).

They are judged by their spelling; nothing is resolved or asked here.
"""

from urllib.parse import SplitResult, urlsplit

from spacetui.system.network import is_loopback


def hub_may_have_token(endpoint: str) -> bool:
    """Return whether the token may go to this Hub endpoint: over https, or to this machine."""
    parts = urlsplit(endpoint)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


def space_may_have_token(host: str, endpoint: str) -> bool:
    """Return whether the token may go to `host`, which the Hub at `endpoint` named for a Space.

    It may to https://*.hf.space. If the endpoint is on this machine, it also may to this machine.
    """
    app, hub = _split(host), _split(endpoint)
    if app is None or hub is None or not hub_may_have_token(endpoint):
        return False
    return _is_space_host(app) or (is_loopback(hub.hostname) and is_loopback(app.hostname))


def _is_space_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return parts.scheme == "https" and host.endswith(".hf.space") and parts.port in (None, 443)


def _split(url: str) -> SplitResult | None:
    """Split an http(s) URL without a user; None for any other."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return None
    return parts
