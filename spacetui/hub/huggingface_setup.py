"""Setting up huggingface_hub, and the requests that it has no method for.

All functions here block.
"""

import threading
from typing import TYPE_CHECKING, Any

from spacetui import __version__

if TYPE_CHECKING:
    from huggingface_hub import HfApi

# Seconds for one question to the Hub, with the import of the library: a second on a slow machine.
TIMEOUT_SECONDS = 10.0
# Bytes of a text file that are read.
FILE_BYTES = 1_000_000

_lock = threading.Lock()
_is_configured = False


def make_api(endpoint: str, token: str) -> "HfApi":
    """Return the library's client for `endpoint`. Without a token it sends none.

    That takes token=False; with None it would send the saved token to any endpoint.
    """
    from huggingface_hub import HfApi

    _configure_library()
    return HfApi(endpoint, token or False, library_name="spacetui", library_version=__version__)


def _configure_library() -> None:
    """Set the library's HTTP client, with limits and without a proxy for this machine, once."""
    import httpx2
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils import logging

    from spacetui.hub.response_limits import limit_response

    global _is_configured  # noqa: PLW0603  the library has one client for the process
    with _lock:
        if _is_configured:
            return
        direct = {f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")}
        set_client_factory(
            lambda: httpx2.Client(
                follow_redirects=True,
                timeout=TIMEOUT_SECONDS,
                mounts=direct,
                headers={"accept-encoding": "identity"},
                event_hooks={
                    "response": [lambda response: limit_response(response, TIMEOUT_SECONDS)]
                },
            )
        )
        # It would print the X-HF-Warning of a server on stderr, control characters included.
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        _is_configured = True


def saved_token() -> str:
    """Return HF_TOKEN or the token of the saved login.

    It is empty if there is none, or if the user forbids the library to send it unasked.
    """
    from huggingface_hub import constants, get_token

    if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN:
        return ""
    return get_token() or ""


def get_json(api: "HfApi", url: str) -> dict[str, Any]:
    """GET a JSON object. Raises TypeError for any other JSON."""
    from huggingface_hub.utils import get_session, hf_raise_for_status  # type: ignore[attr-defined]

    response = get_session().get(url, headers=_headers(api))
    hf_raise_for_status(response)
    content = response.json()
    if not isinstance(content, dict):
        raise TypeError(f"expected an object, not {type(content).__name__}")
    return content


def read_file(api: "HfApi", endpoint: str, space_id: str, path: str) -> str:
    """Return the start of a text file of a Space's repository; empty if there is no such file."""
    from huggingface_hub.errors import RemoteEntryNotFoundError
    from huggingface_hub.utils import (  # type: ignore[attr-defined]
        get_session,
        hf_raise_for_status,
        validate_repo_id,
    )

    validate_repo_id(space_id)
    url = f"{endpoint}/spaces/{space_id}/raw/main/{path}"
    data = b""
    with get_session().stream("GET", url, headers=_headers(api)) as response:
        try:
            hf_raise_for_status(response)
        except RemoteEntryNotFoundError:
            return ""
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) >= FILE_BYTES:
                break
    return data[:FILE_BYTES].decode("utf-8", errors="replace")


def _headers(api: "HfApi") -> dict[str, str]:
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    headers: dict[str, str] = build_hf_headers(
        token=api.token, library_name="spacetui", library_version=__version__
    )
    return headers
