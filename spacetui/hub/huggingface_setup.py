"""Setting up huggingface_hub, and the requests that it has no method for.

All functions here block.
"""

import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
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


class ErrorAnswer(Exception):
    """The Hub answered 200 with an error object, `{"error": "…"}`, in place of what was asked for.

    headers: those of the answer.
    """

    def __init__(self, reason: str, headers: Mapping[str, str]) -> None:
        super().__init__(reason)
        self.headers = headers


@dataclass(frozen=True, slots=True)
class SavedToken:
    """The token of HF_TOKEN or of the saved login, which may be empty.

    trouble: what the library says about reading or renewing it; empty where all is well. place:
    where it was found, as HF_TOKEN.
    """

    token: str = field(default="", repr=False)
    trouble: str = ""
    place: str = ""


def make_api(endpoint: str, token: str) -> "HfApi":
    """Return the library's client for `endpoint`. Without a token it sends none.

    That takes token=False; with None it would send the saved token to any endpoint.
    """
    from huggingface_hub import HfApi

    _configure_library()
    return HfApi(endpoint, token or False, library_name="spacetui", library_version=__version__)


def _configure_library() -> None:
    """Set the library's HTTP client and its logger, once.

    The client has limits, uses no proxy for this machine, and keeps the library's own hook, which
    refuses every request where HF_HUB_OFFLINE is set.
    """
    import httpx2
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import hf_request_event_hook

    from spacetui.hub.noted_requests import note_request, note_response
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
                    # The library's first: it refuses requests, and adds headers.
                    "request": [hf_request_event_hook, note_request],
                    # As the body is read, it is limited first, and then noted.
                    "response": [
                        lambda response: limit_response(response, TIMEOUT_SECONDS),
                        note_response,
                    ],
                },
            )
        )
        _take_log(logging.getLogger("huggingface_hub"))
        _is_configured = True


class _TokenTrouble(logging.Handler):
    """Keeps what the library logs about the saved login, and drops the rest.

    The library's own handler would print it on stderr, and so a server's X-HF-Warning too, control
    characters included.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.endswith("._auth"):
            self.last = record.getMessage()


_token_trouble = _TokenTrouble()


def _take_log(logger: logging.Logger) -> None:
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.addHandler(_token_trouble)
    logger.setLevel(logging.WARNING)
    logger.propagate = False


def saved_token(name: str = "") -> SavedToken:
    """Return HF_TOKEN or the token of the saved login, renewed by the library if it is due.

    name: of one of the saved logins, whose token is returned in place of these.
    It is empty if there is none, if the user forbids the library to send it unasked, or if it
    cannot be read.
    """
    from huggingface_hub import constants, get_token

    _configure_library()
    if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN:
        return SavedToken()
    try:
        token = _token_named(name) if name else get_token() or ""
    except OSError as error:
        place = error.filename or constants.HF_TOKEN_PATH
        return SavedToken(trouble=f"{place}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001  a file that is no text, OIDC, and the library's own
        return SavedToken(trouble=str(error) or type(error).__name__)
    return SavedToken(token, _token_trouble.last, _place_of_token(name))


def _place_of_token(name: str) -> str:
    """Return where saved_token finds the token, if there is one.

    Source: huggingface_hub 2.4 utils/_auth.py, get_token.
    """
    if name:
        return f"the profile's login {name!r}"
    for variable in ("HF_OIDC_RESOURCE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        if os.environ.get(variable, "").strip():
            return variable
    return "hf auth"


def _token_named(name: str) -> str:
    """Return the token of a saved login. Raises LookupError where no login is called so.

    Source: huggingface_hub 2.4 utils/_auth.py, get_stored_tokens.
    """
    from huggingface_hub.utils import get_stored_tokens  # type: ignore[attr-defined]

    tokens = get_stored_tokens()
    if name not in tokens:
        known = ", ".join(tokens) or "none"
        raise LookupError(f"no login is called {name!r}; hf auth list has: {known}")
    return tokens[name]


def get_object(api: "HfApi", url: str) -> dict[str, Any]:
    """GET a JSON object. Raises ErrorAnswer, and TypeError for any other JSON."""
    content = _get_json(api, url)
    if not isinstance(content, dict):
        raise TypeError(f"expected an object, not {type(content).__name__}")
    return content


def get_list(api: "HfApi", url: str, parameters: Mapping[str, str]) -> list[Any]:
    """GET a JSON list. Raises ErrorAnswer, and TypeError for any other JSON."""
    content = _get_json(api, url, parameters)
    if not isinstance(content, list):
        raise TypeError(f"expected a list, not {type(content).__name__}")
    return content


def _get_json(api: "HfApi", url: str, parameters: Mapping[str, str] | None = None) -> Any:
    from huggingface_hub.utils import get_session, hf_raise_for_status  # type: ignore[attr-defined]

    response = get_session().get(url, headers=_headers(api), params=parameters)
    hf_raise_for_status(response)
    content = response.json()
    if isinstance(content, dict) and isinstance(content.get("error"), str):
        raise ErrorAnswer(content["error"], response.headers)
    return content


def check_id(space_id: str) -> None:
    """Raise the library's HFValidationError for a text that is no id of a Space."""
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

    validate_repo_id(space_id)


def read_file(api: "HfApi", endpoint: str, space_id: str, path: str) -> str:
    """Return the start of a text file of a Space's repository; empty if there is no such file."""
    from huggingface_hub.errors import RemoteEntryNotFoundError
    from huggingface_hub.utils import (  # type: ignore[attr-defined]
        get_session,
        hf_raise_for_status,
    )

    check_id(space_id)
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
