"""The session of a command, made from the values of its access options and the Hub in use."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
DEFAULT_HUB = "https://huggingface.co"


def hub_endpoint() -> str:
    """Return the URL of the Hub in use: HF_ENDPOINT, or else the default one."""
    return (os.environ.get("HF_ENDPOINT") or DEFAULT_HUB).strip().rstrip("/")


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
    from spacetui.hub.client import Hub
    from spacetui.model.space import parse_ref
    from spacetui.session.session import Session

    options = options_for(src, access)
    endpoint = endpoint or hub_endpoint()
    # With a URL the token is for that server, and never reaches the Hub (security.md P1).
    is_url = bool(src) and bool(parse_ref(src, hub_endpoint=endpoint).url)
    hub = Hub(endpoint, "" if is_url else options.token, use_saved_token=use_saved_token)
    return Session(hub, options, store=store, on_opened=on_opened)
