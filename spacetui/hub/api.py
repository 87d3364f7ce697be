"""How huggingface_hub is set up and asked, for what it has no call of its own. Everything here blocks."""

import threading
from typing import TYPE_CHECKING, Any

from spacetui import __version__

if TYPE_CHECKING:
    from huggingface_hub import HfApi

# Seconds for one question to the Hub, all in all; the import of the library, a second on a slow machine, is in it.
LIMIT = 10.0
# Bytes of a text file that are read.
FILE_LIMIT = 1_000_000

_set_up = threading.Lock()
_is_set_up = False


def api_of(endpoint: str, token: str) -> "HfApi":
    """Give the library's client for an endpoint; without a token it sends none.

    token=False says so: None would send the saved one, wherever the endpoint is.
    """
    from huggingface_hub import HfApi

    _set_up_once()
    return HfApi(endpoint, token or False, library_name="spacetui", library_version=__version__)


def _set_up_once() -> None:
    """Give the library a client with a time limit, which asks no proxy for this machine's own ports."""
    import httpx2
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils import logging

    from spacetui.hub.response_limits import limit_response

    global _is_set_up  # noqa: PLW0603  the library has one client for the process
    with _set_up:
        if _is_set_up:
            return
        direct = {f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")}
        set_client_factory(
            lambda: httpx2.Client(
                follow_redirects=True,
                timeout=LIMIT,
                mounts=direct,
                headers={"accept-encoding": "identity"},
                event_hooks={"response": [lambda response: limit_response(response, LIMIT)]},
            )
        )
        # It would write what servers say (X-HF-Warning) to stderr as it comes, control characters included.
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        _is_set_up = True


def saved_token() -> str:
    """Give HF_TOKEN or the saved login's token; empty if there is none, or it is not to be sent unasked."""
    from huggingface_hub import constants, get_token

    return "" if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN else (get_token() or "")


def get_json(api: "HfApi", url: str) -> dict[str, Any]:
    """GET an object."""
    from huggingface_hub.utils import get_session, hf_raise_for_status  # type: ignore[attr-defined]

    response = get_session().get(url, headers=_headers(api))
    hf_raise_for_status(response)
    answer = response.json()
    if not isinstance(answer, dict):
        raise TypeError(f"an object is wanted, not {type(answer).__name__}")
    return answer


def read_file(api: "HfApi", endpoint: str, space_id: str, path: str) -> str:
    """Give the start of a text file of a Space's repository; empty if there is no such file."""
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
            if len(data) >= FILE_LIMIT:
                break
    return data[:FILE_LIMIT].decode("utf-8", errors="replace")


def _headers(api: "HfApi") -> dict[str, str]:
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    headers: dict[str, str] = build_hf_headers(
        token=api.token, library_name="spacetui", library_version=__version__
    )
    return headers
