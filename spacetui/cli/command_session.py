"""The session of a command, made from the values of its access options and the Hub in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spacetui.settings.current import current_settings
from spacetui.settings.table import HUB_ENDPOINT

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.options import Options
    from spacetui.session.session import Session
    from spacetui.store.store import Store

# The values of `access_options` for a command without these options.
NO_ACCESS: dict[str, Any] = {
    "token": "",
    "hf_token_to_space": False,
    "auth": None,
    "headers": (),
    "insecure": False,
}


def hub_endpoint() -> str:
    """Return the URL of the Hub in use."""
    return current_settings().get(HUB_ENDPOINT).strip().rstrip("/")


def hub_for(token: str, *, endpoint: str = "", use_saved_token: bool = True) -> Hub:
    """Return the Hub in use, with a token or, without one, the login of the profile in use.

    endpoint: the URL of another Hub.
    """
    from spacetui.hub.client import Hub

    settings = current_settings()
    return Hub(
        endpoint or hub_endpoint(),
        token,
        use_saved_token=use_saved_token and settings.may_use_login,
        token_name=settings.token_name,
    )


def options_for(src: str, access: dict[str, Any]) -> Options:
    """Return the session options for one SRC, from the values of `access_options`."""
    from spacetui.session.options import Options

    return Options(
        src=src,
        token=access["token"],
        hf_token_to_space=access["hf_token_to_space"],
        auth=access["auth"],
        headers=access["headers"],
        verify=not access["insecure"],
    )


def session_for(
    src: str,
    access: dict[str, Any],
    *,
    endpoint: str = "",
    use_saved_token: bool = True,
    store: Store | Callable[[], Store] | None = None,
    on_opened: Callable[[OpenedApp], None] = lambda opened: None,
) -> Session:
    """Return the session for one SRC, which may be empty.

    endpoint: the URL of another Hub than the one in use. store: as in Session.
    Raises UsageError if SRC is neither a Space id nor a URL.
    """
    from spacetui.model.space import parse_ref
    from spacetui.session.session import Session

    options = options_for(src, access)
    endpoint = endpoint or hub_endpoint()
    # With a URL the token is for that server, and never reaches the Hub (security.md P1).
    is_url = bool(src) and bool(parse_ref(src, hub_endpoint=endpoint).url)
    token = "" if is_url else options.token
    hub = hub_for(token, endpoint=endpoint, use_saved_token=use_saved_token)
    return Session(hub, options, store=store, on_opened=on_opened)
