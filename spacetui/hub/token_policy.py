"""Where the Hub token may go (security.md P1). Judged on addresses alone; nothing is asked over the network here."""

from urllib.parse import SplitResult, urlsplit

from spacetui.system.network import is_loopback

DEFAULT = "https://huggingface.co"


def hub_may_have_token(endpoint: str) -> bool:
    """Say whether the token may go to this Hub endpoint: over https, or to this machine itself."""
    parts = urlsplit(endpoint)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


def space_may_have_token(host: str, endpoint: str) -> bool:
    """Say whether the token may go to an app's address that the Hub at `endpoint` named.

    That is https://*.hf.space; and, only if the endpoint itself is on this machine, an address on this machine.
    """
    parts, hub = _split(host), _split(endpoint)
    if parts is None or hub is None or not hub_may_have_token(endpoint):
        return False
    name = parts.hostname or ""
    if parts.scheme == "https" and name.endswith(".hf.space") and parts.port in (None, 443):
        return True
    return is_loopback(hub.hostname) and is_loopback(name) and parts.scheme in ("http", "https")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return None if parts.username is not None or parts.password is not None else parts
